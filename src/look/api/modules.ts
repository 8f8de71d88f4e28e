import { ApiError, outdated, unreachable } from './client'

/** How often it is looked whether a server that was away is back. */
export const LOOK_AGAIN_MS = 4_000

/** The first module comes with the page: whether the server is there needs no question. */
let isFirst = true

/**
 * What fetches a module when it is first wanted, and again where that failed. A browser that has failed once to import an address never
 * tries it again, so that it is not asked to while the server is away.
 * @throws ApiError as `checkServer` does; of status 0, `outdated`, where the server has other files by now
 */
export function fetchedOnce<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let module: Promise<Module> | undefined
  const fetchModule = async () => {
    if (!isFirst) await checkServer()
    isFirst = false
    return load().catch(async (): Promise<never> => {
      await checkServer()
      throw outdated()
    })
  }
  return () => {
    module ??= fetchModule()
    module.catch(() => (module = undefined))
    return module
  }
}

/**
 * Asks whether the server is there and knows this browser: files are for who is signed in alone, and none of an answer's status is told
 * to who imports one.
 * @throws ApiError of status 0, `unreachable`, or of 401
 */
export async function checkServer(): Promise<void> {
  const status = await fetch(window.location.href, { method: 'HEAD' }).then(
    (answer) => answer.status,
    () => 0
  )
  if (status === 401) throw new ApiError(401, 'invalid_session', 'You are signed out.')
  if (status === 0 || status >= 500) throw unreachable()
}

// A style sheet that could not be fetched would count as there when its module is fetched again.
document.addEventListener('error', ({ target }) => target instanceof HTMLLinkElement && target.remove(), true)
