/** Places of events in a batch, ascending, as text: single ones and ranges (`0-24 30`). */
export function writePositions(positions: readonly number[]): string {
  const parts: string[] = []
  for (let index = 0; index < positions.length; index++) {
    const first = positions[index]
    while (positions[index + 1] === positions[index] + 1) index++
    parts.push(first === positions[index] ? String(first) : `${first}-${positions[index]}`)
  }
  return parts.join(' ')
}

export function readPositions(text: string): number[] {
  return text.split(' ').flatMap((part) => {
    const [first, last = first] = part.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}

/** Whether a position is among those that `text` says, without listing them. */
export function hasPosition(text: string, position: number): boolean {
  return text.split(' ').some((part) => {
    const [first, last = first] = part.split('-').map(Number)
    return position >= first && position <= last
  })
}
