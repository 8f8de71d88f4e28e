import { use } from 'react'
import { PathsContext } from './paths'

/** The id that inputs name it by. */
export const PATHS_LIST = 'paths'

/** The fields of recent events, which a browser suggests where a path is entered. */
export function PathsList() {
  return (
    <datalist id={PATHS_LIST}>
      {use(PathsContext).map(({ path, example }) => (
        <option key={path} value={path} label={example} />
      ))}
    </datalist>
  )
}
