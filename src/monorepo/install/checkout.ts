import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { readIfExists } from '../files'
import { hasRegistrations } from './registration'

/** Paths within the monorepo, with forward slashes. */
export const DESTINATIONS = 'packages/destination-actions/src/destinations'
export const REGISTRY = `${DESTINATIONS}/index.ts`

/** The names of the monorepo and of its package of destinations; forks keep them. */
const PACKAGES = {
  'package.json': 'action-destinations',
  'packages/destination-actions/package.json': '@segment/action-destinations'
}

/**
 * Makes sure that a folder is a checkout of `segmentio/action-destinations`.
 *
 * @throws Error that says what is missing
 */
export function requireCheckout(root: string): void {
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`${root} is not a folder.`)
  }
  const registry = readIfExists(path.join(root, REGISTRY))
  const named = Object.entries(PACKAGES).some(([file, name]) => nameOf(path.join(root, file)) === name)
  const missing = [
    !named && `a package.json that names it "${PACKAGES['package.json']}"`,
    registry === undefined && REGISTRY,
    registry !== undefined && !hasRegistrations(registry) && `the register lines in ${REGISTRY}`
  ].filter(Boolean)
  if (missing.length > 0) {
    throw new Error(`${root} is not a checkout of segmentio/action-destinations: it lacks ${missing.join(' and ')}.`)
  }
}

function nameOf(packageFile: string): unknown {
  try {
    return (JSON.parse(readIfExists(packageFile) ?? '{}') as { name?: unknown }).name
  } catch {
    return undefined
  }
}

/**
 * Which of these existing files Git could not bring back: changed since the last commit, or never committed. Outside a
 * Git checkout all of them.
 */
export function uncommitted(root: string, files: readonly string[]): string[] {
  if (files.length === 0) {
    return []
  }
  const changed = git(root, ['diff', '--name-only', '--relative', '-z', 'HEAD', '--', ...files])
  const untracked = git(root, ['ls-files', '--others', '-z', '--', ...files])
  if (changed === undefined || untracked === undefined) {
    return [...files]
  }
  const lost = new Set([...changed, ...untracked])
  return files.filter((file) => lost.has(file))
}

/** The paths that a Git command names, or undefined where it fails: no Git, no repository, no commit yet. */
function git(root: string, command: string[]): string[] | undefined {
  try {
    const output = execFileSync('git', ['-C', root, ...command], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore']
    })
    return output.split('\0').filter((name) => name !== '')
  } catch {
    return undefined
  }
}

export const hasDependencies = (root: string) => existsSync(path.join(root, 'node_modules'))
