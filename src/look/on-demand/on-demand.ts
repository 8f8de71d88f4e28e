import type { NotificationData } from '@mantine/notifications'
import { unreachable } from '../api/client'
import { fetchedOnce } from '../api/modules'
import type { ConfirmModal } from './extras'

export type ExtrasModule = typeof import('./extras')

/** What `OnDemand`, of which a page has one, lends to the functions below. */
export const onDemand = {
  mount: (_extras: ExtrasModule): void => undefined,
  say: (_message: string): void => undefined,
  ready: (): void => undefined
}

/** Fetches and mounts what shows dialogs and notices; asks again where that failed. */
export const fetchExtras = fetchedOnce(async () => {
  const extras = await import('./extras')
  const ready = new Promise<ExtrasModule>((resolve) => (onDemand.ready = () => resolve(extras)))
  onDemand.mount(extras)
  return ready
})

/** Tells somebody that something was done, or why not; as a plain line where the server has gone with what shows it better. */
export function showNotice(notice: NotificationData & { message: string }): void {
  fetchExtras().then(
    ({ notifications }) => notifications.show(notice),
    () => onDemand.say(notice.message)
  )
}

/** Asks before something is done. */
export function askFirst(question: ConfirmModal): void {
  fetchExtras().then(
    ({ ask }) => ask(question),
    () => onDemand.say(unreachable().message)
  )
}
