import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { readFiles } from '../../files'
import { scratchFolder } from './scratch'

export const REGISTRY = 'packages/destination-actions/src/destinations/index.ts'
export const FOLDER = 'packages/destination-actions/src/destinations/tractionboard'

/** The file that registers destinations, in miniature. */
export const REGISTRY_TEXT = `export const manifest = {}

register('60f64ae3eaebd66d17d28e9f', './first')
register('6388fddea33fcc69c0f8d9ce', './second')

function register(id: string, destinationPath: string) {
  manifest[id] = require(destinationPath).default
}
`

/** A made-up checkout of the monorepo, without Git. */
export function plainCheckout(): string {
  return scratchFolder({
    'package.json': '{ "name": "action-destinations" }',
    'packages/destination-actions/package.json': '{ "name": "@segment/action-destinations" }',
    [REGISTRY]: REGISTRY_TEXT
  })
}

/** A made-up checkout of the monorepo with all of it committed. */
export function gitCheckout(): string {
  const root = plainCheckout()
  git(root, 'init', '--quiet')
  commitAll(root)
  return root
}

export function commitAll(root: string): void {
  git(root, 'add', '--all')
  git(root, '-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message', 'Work')
}

export function git(root: string, ...command: string[]): string {
  return execFileSync('git', ['-C', root, ...command], { encoding: 'utf8' })
}

export const filesOf = (root: string) => readFiles(path.join(root, 'packages'))
