import type { DestinationDefinition, JSONObject } from '@segment/actions-core'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { destinations } from '..'
import { listFiles } from './files'

/** A definition whose settings its reader does not know. */
export type AnyDefinition = DestinationDefinition<JSONObject>

/** The name of the destination's folder, here and in the monorepo. */
export const DIRECTORY = 'tractionboard'

const PACKAGE_ROOT = path.join(__dirname, '../..')
/** The folder that the definition is loaded from: compiled, or the source itself under Jest. */
const LOADED_FROM = path.join(__dirname, '../destinations', DIRECTORY)

export const definition: AnyDefinition = destinations[DIRECTORY]

/**
 * The destination's TypeScript folder, in a checkout of this project as in an installed package.
 *
 * @throws Error where there is none
 */
export function sourceFolder(packageRoot = PACKAGE_ROOT): string {
  const folder = path.join(packageRoot, 'src/destinations', DIRECTORY)
  if (!existsSync(path.join(folder, 'index.ts'))) {
    throw new Error(`The destination's source folder is missing: ${folder}.`)
  }
  return folder
}

/**
 * The source folder, once it is certain that the loaded definition is that of the source as it is now. What is
 * generated or checked would otherwise be that of an older source.
 *
 * @throws Error where there is no source folder, or one that was not compiled since it was changed
 */
export function currentSourceFolder(): string {
  const folder = sourceFolder()
  // An installed package has no tsconfig, and the order in which npm unpacked its files says nothing.
  const compiles = existsSync(path.join(PACKAGE_ROOT, 'src/tsconfig.json')) && folder !== LOADED_FROM
  const newer = compiles ? newerThanCompiled(folder, LOADED_FROM) : undefined
  if (newer !== undefined) {
    throw new Error(`${newer} was changed after it was last compiled: run "npm run build" first.`)
  }
  return folder
}

/** The first source file that is newer than its compiled form. Generated types leave no trace in that form. */
export function newerThanCompiled(source: string, compiled: string): string | undefined {
  return listFiles(source)
    .filter((name) => name.endsWith('.ts') && !name.includes('__tests__/') && !name.endsWith('generated-types.ts'))
    .find((name) => {
      const output = statSync(path.join(compiled, name.replace(/\.ts$/, '.js')), { throwIfNoEntry: false })
      return output === undefined || output.mtimeMs < statSync(path.join(source, name)).mtimeMs
    })
}
