import { setFlagsFromString } from 'node:v8'

/**
 * Lets each thread collect its young garbage itself and mark its old garbage itself, once that has doubled its heap. A pipeline, a
 * board and their engines, or a replay beside a board, keep all processors busy: V8's helpers would only take these from them, at a
 * tenth of all processor time each, and left to itself V8 would use the memory of the machine before it collects. Sooner would cost
 * more than it frees: each collection goes through all that lives, and lets go compiled code that is then compiled again.
 */
export function collectGarbageAlone(): void {
  setFlagsFromString('--no-parallel-scavenge')
  setFlagsFromString('--no-concurrent-marking')
  setFlagsFromString('--heap-growing-percent=100')
}
