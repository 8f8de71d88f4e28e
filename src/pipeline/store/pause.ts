import { setTimeout as sleep } from 'node:timers/promises'

/** A request takes a few statements, each of which may wait for a portion of upkeep: this lets it through meanwhile. */
const PAUSE_MS = 10

/** Between two portions of upkeep, so that what has come in goes first. */
export const pause = (): Promise<void> => sleep(PAUSE_MS)
