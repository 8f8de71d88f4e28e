import type { State } from '../../outcomes'

export const STATE_LABELS: Record<State, string> = {
  waiting: 'Waiting',
  retrying: 'Retrying',
  delivered: 'Delivered',
  discarded: 'Discarded',
  filtered: 'Filtered',
  refused: 'Refused',
  duplicate: 'Duplicate',
  conflict: 'Conflict'
}

/** What each state means, for those who meet it the first time. */
export const STATE_MEANINGS: Record<State, string> = {
  waiting: 'Accepted, and not tried yet.',
  retrying: 'Tried, and will be tried again.',
  delivered: 'The endpoint has it.',
  discarded: 'Given up. Mend the cause, then send it again.',
  filtered: 'Not meant for the destination.',
  refused: 'Never accepted: the call itself was wrong.',
  duplicate: 'Came again with the same message id; it counts once.',
  conflict: 'A different event under a message id that was used before.'
}

/** An event may go to several mappings: the state that needs attention most stands for it. */
export function leadingState(deliveries: readonly { state: State }[]): State {
  const order: State[] = [
    'discarded',
    'refused',
    'conflict',
    'retrying',
    'waiting',
    'delivered',
    'filtered',
    'duplicate'
  ]
  return order.find((state) => deliveries.some((delivery) => delivery.state === state)) ?? 'waiting'
}
