import { existsSync } from 'node:fs'
import path from 'node:path'
import { CATALOG_ID } from '../..'
import { DIRECTORY } from '../destination'
import { applyChanges, changesTo, listFiles, readFiles, readIfExists } from '../files'
import type { Change } from '../files'
import { DESTINATIONS, REGISTRY, hasDependencies, requireCheckout, uncommitted } from './checkout'
import { withRegistration } from './registration'

const FOLDER = `${DESTINATIONS}/${DIRECTORY}`

export interface Installation {
  /** The checkout. */
  root: string
  /** What has to change in it, by path within it; empty where all is in place. */
  changes: Change[]
  /** Files that would be overwritten or deleted, though Git could not bring them back. */
  unsaved: string[]
}

export interface InstallationOptions {
  /** The metadata id to register the destination under; by default its id in Segment's catalog. */
  id?: string
  /** `false` leaves the registration as it is: Segment's operators give a new destination its id. */
  register?: boolean
}

/**
 * What it takes to have the destination in a checkout of the monorepo: its folder as it is here, registered once.
 *
 * @throws Error for a folder that is no checkout, an id that is none or taken, or one that would not be registered
 */
export function planInstallation(root: string, source: string, options: InstallationOptions = {}): Installation {
  const { id, register = true } = options
  if (id !== undefined && !/^[0-9a-f]{24}$/.test(id)) {
    throw new Error(`"${id}" is not a metadata id: one has 24 digits of 0-9 and a-f.`)
  }
  if (id !== undefined && !register) {
    throw new Error('--id says what to register, and --no-register to leave that to Segment: give one of them.')
  }
  requireCheckout(root)
  const before = readIfExists(path.join(root, REGISTRY)) ?? ''
  const after = register ? withRegistration(before, DIRECTORY, id ?? CATALOG_ID, id !== undefined) : before
  const folder = folderChanges(path.join(root, FOLDER), source)
  // A line that is added overwrites nothing; one that is replaced does.
  const registry = before === after ? [] : [{ path: REGISTRY, before, after }]
  const replaced = registry.filter(() => before.includes(`'./${DIRECTORY}'`))
  const endangered = [...folder, ...replaced].filter((change) => change.before !== undefined)
  return {
    root,
    // The line comes last: it must never name a folder that is not there.
    changes: [...folder, ...registry],
    unsaved: uncommitted(
      root,
      endangered.map((change) => change.path)
    )
  }
}

/** Makes a planned installation. */
export function install({ root, changes }: Installation): void {
  applyChanges(root, changes)
}

function folderChanges(target: string, source: string): Change[] {
  const wanted = readFiles(source)
  const surplus = existsSync(target) ? listFiles(target).filter((name) => wanted[name] === undefined) : []
  return [
    ...changesTo(target, wanted),
    ...surplus.map((name) => ({ path: name, before: readIfExists(path.join(target, name)) }))
  ].map((change) => ({ ...change, path: `${FOLDER}/${change.path}` }))
}

/** The commands that the monorepo's own checks run, in their order. Its `validate` looks at registered destinations alone. */
export function nextCommands(root: string, isRegistered: boolean): string[] {
  return [
    `cd ${root}`,
    ...(hasDependencies(root) ? [] : ['yarn install']),
    `./bin/run generate:types --path ./${FOLDER}/index.ts`,
    'yarn build',
    `./bin/run generate:metadata-payload --path ${FOLDER}/index.ts`,
    ...(isRegistered ? ['yarn validate'] : []),
    `./bin/run validate-secret-fields --path ./${FOLDER}/index.ts`,
    'yarn cloud typecheck',
    `npx eslint --ext .ts ${FOLDER}`,
    `TZ=UTC yarn cloud jest --ci --testPathPattern=src/destinations/${DIRECTORY}`,
    `./bin/run serve --destination=${DIRECTORY} --noUI`
  ]
}
