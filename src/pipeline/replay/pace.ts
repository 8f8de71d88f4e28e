import { setTimeout as sleep } from 'node:timers/promises'

/** Gives the function that holds back what would go out faster than so many events a second. */
export function createPace(eventsPerSecond = Infinity): (events: number) => Promise<void> {
  let next = 0
  return async (events) => {
    const now = performance.now()
    const start = Math.max(now, next)
    next = start + (events / eventsPerSecond) * 1000
    if (start > now) await sleep(start - now)
  }
}
