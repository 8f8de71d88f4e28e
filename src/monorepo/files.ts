import { createTwoFilesPatch } from 'diff'
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Files by their path relative to a folder, with forward slashes. */
export type Files = Record<string, string>

/** A file as it is and as it should be; undefined where there is none. */
export interface Change {
  path: string
  before?: string
  after?: string
}

/** The paths of all files below a folder, sorted. Hidden ones, such as an editor's, are no part of it. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => !name.split('/').some((part) => part.startsWith('.')))
    .sort()
}

export function readFiles(folder: string): Files {
  return Object.fromEntries(listFiles(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]))
}

export function readIfExists(file: string): string | undefined {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, 'utf8') : undefined
}

/** What has to change in a folder so that it holds these files; others in it are left alone. */
export function changesTo(folder: string, wanted: Files): Change[] {
  return Object.entries(wanted)
    .map(([name, after]) => ({ path: name, before: readIfExists(path.join(folder, name)), after }))
    .filter(({ before, after }) => before !== after)
}

export function unifiedDiff(changes: readonly Change[]): string {
  return changes
    .map(({ path: name, before, after }) =>
      createTwoFilesPatch(
        before === undefined ? '/dev/null' : `a/${name}`,
        after === undefined ? '/dev/null' : `b/${name}`,
        before ?? '',
        after ?? ''
      )
    )
    .join('')
}

export function applyChanges(folder: string, changes: readonly Change[]): void {
  for (const { path: name, after } of changes) {
    const file = path.join(folder, name)
    if (after === undefined) {
      rmSync(file)
    } else {
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, after)
    }
  }
}
