import type { EventRow } from '../read-api/shapes'

type Delivery = EventRow['deliveries'][number] & { nextAttemptAt?: string | null; finishedAt?: string | null }

/** Answers "why is this event not on my board?" in one sentence. */
export function explain({ deliveries }: { deliveries: readonly Delivery[] }): string {
  if (deliveries.length === 0) return 'It was accepted, and nothing is on record of what became of it.'
  const isWell = ({ state }: Delivery) => WELL.includes(state)
  const failuresFirst = [...deliveries.filter((each) => !isWell(each)), ...deliveries.filter(isWell)]
  return failuresFirst.map(explainDelivery).join(' ')
}

/** What asks for nothing. */
const WELL: readonly Delivery['state'][] = ['delivered', 'filtered', 'duplicate']

function explainDelivery(delivery: Delivery): string {
  const { state, attempts, code, nextAttemptAt } = delivery
  const mapping = delivery.mapping === null ? 'a mapping that is deleted' : `the mapping “${delivery.mapping}”`
  const reason = (delivery.reason ?? code ?? 'no reason is known').replace(/\.$/, '')
  switch (state) {
    case 'delivered':
      return `It is on the board: ${mapping} delivered it${attempts > 1 ? ` at attempt ${attempts}` : ''}.`
    case 'waiting':
      return `It is accepted and waits for its first attempt by ${mapping}.`
    case 'retrying':
      return `Not yet: ${mapping} failed ${times(attempts)} (${reason})${nextAttemptAt ? `; the next attempt is at ${nextAttemptAt}` : ' and will try again'}.`
    case 'discarded':
      return `It was discarded after ${times(attempts)} by ${mapping}: ${reason} (${code}). Mend the cause, then send it again.`
    case 'filtered':
      return `It was filtered: ${reason} (${code}).`
    case 'refused':
      return `It was never accepted: ${reason}.`
    case 'duplicate':
      return `It came again: ${reason}. It counts once.`
    case 'conflict':
      return `It was not accepted: ${reason}.`
  }
}

function times(attempts: number): string {
  return attempts === 1 ? 'one attempt' : `${attempts} attempts`
}
