import { createElement, lazy, type ComponentType, type FunctionComponent } from 'react'
import { ApiError, unreachable } from './api/client'
import { fetchedOnce, LOOK_AGAIN_MS } from './api/modules'
import { showNotice } from './on-demand/on-demand'

interface Module<Props> {
  default: ComponentType<Props>
}

/** What has each view that could not be fetched be fetched anew. */
const failed = new Set<() => void>()

/** Has views that could not be fetched be fetched anew when they are next shown: React keeps a failure for ever. */
export function forgetFailures(): void {
  for (const forget of failed) forget()
  failed.clear()
}

/**
 * A view that is fetched when it is first shown.
 * @throws in the view's place an `ApiError` where it cannot be fetched: of status 401 where the session is over, of 0 where the
 *   server is away, or has another version of the page by now
 */
export function lazyView<Props extends object>(load: () => Promise<Module<Props>>): FunctionComponent<Props> {
  const fetchView = fetchedOnce(load)
  const make = () =>
    lazy(() =>
      fetchView().catch((error): never => {
        failed.add(() => (view = make()))
        throw error
      })
    )
  let view: ComponentType<Props> = make()
  return (props) => createElement(view, props)
}

/**
 * A part of a view, such as a menu, that is fetched when it is first wanted. While the server is away this is said and the view stays
 * as it is, with what was entered in it; the part comes once the server is back.
 */
export function lazyPart<Props extends object>(load: () => Promise<Module<Props>>): ComponentType<Props> {
  const fetchPart = fetchedOnce(load)
  const arrival = async (isTold = false): Promise<Module<Props>> => {
    try {
      return await fetchPart()
    } catch (error) {
      if (!(error instanceof ApiError && error.code === unreachable().code)) throw error
      if (!isTold) showNotice({ color: 'rust', message: 'The server does not answer. This comes once it is back.' })
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
      return arrival(true)
    }
  }
  return lazy(() => arrival())
}
