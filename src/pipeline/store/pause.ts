/** A request takes a few statements, each of which may wait for a portion of upkeep: this lets it through meanwhile. */
const PAUSE_MS = 10

/** Between two portions of upkeep, so that what has come in goes first. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
}
