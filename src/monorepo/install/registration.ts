const REGISTRATION = /^register\('([0-9a-f]{24})', '\.\/([^']+)'\)(\r?)$/gm

/** True where a file registers destinations as the monorepo does. */
export function hasRegistrations(source: string): boolean {
  return [...source.matchAll(REGISTRATION)].length > 0
}

/**
 * The text of the monorepo's `destinations/index.ts` with a destination registered: after the last one, where new ones
 * go. One that is registered already keeps its id, unless another is asked for.
 *
 * @throws Error where the id belongs to another destination
 */
export function withRegistration(source: string, directory: string, id: string, askedFor: boolean): string {
  const registrations = [...source.matchAll(REGISTRATION)]
  const own = registrations.find(([, , registered]) => registered === directory)
  if (own !== undefined && (own[1] === id || !askedFor)) {
    return source
  }
  const other = registrations.find(([, registered]) => registered === id)
  if (other !== undefined) {
    throw new Error(`The id ${id} is registered for ./${other[2]} already: choose another with --id.`)
  }
  const last = own ?? registrations[registrations.length - 1]
  const line = `register('${id}', './${directory}')${last[3]}`
  const before = source.slice(0, last.index)
  const after = source.slice(last.index + last[0].length)
  return before + (own ? line : `${last[0]}\n${line}`) + after
}
