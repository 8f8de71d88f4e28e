import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import { unreachable } from './api/client'

/**
 * A component that is fetched when it is first shown.
 * @throws in the component's place an `ApiError` of status 0 where it cannot be fetched: the server is away, or was upgraded
 */
export function lazyView<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() =>
    load().catch((): never => {
      throw unreachable()
    })
  )
}
