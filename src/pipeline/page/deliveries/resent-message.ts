import { formatCount } from '../../../look/format'

export function resentMessage(resent: number): string {
  if (resent === 0) return 'There is nothing to send again.'
  return resent === 1
    ? 'One delivery is on its way again.'
    : `${formatCount(resent)} deliveries are on their way again.`
}

export function discardedMessage(discarded: number): string {
  return discarded === 1 ? 'One delivery is given up.' : `${formatCount(discarded)} deliveries are given up.`
}
