import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import { ApiError, unreachable } from './api/client'

/**
 * A component that is fetched when it is first shown.
 * @throws in the component's place an `ApiError` where it cannot be fetched: of status 401 where the session is over, of 0 where the
 *   server is away or was upgraded
 */
export function lazyView<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() =>
    load().catch(async (): Promise<never> => {
      throw await whyMissing()
    })
  )
}

/** Files are there for who is signed in alone, and none of an answer's status is told to who imports one. */
async function whyMissing(): Promise<ApiError> {
  const status = await fetch(window.location.href, { method: 'HEAD' }).then(
    (answer) => answer.status,
    () => 0
  )
  return status === 401 ? new ApiError(401, 'invalid_session', 'You are signed out.') : unreachable()
}
