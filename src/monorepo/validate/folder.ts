import path from 'node:path'
import type { AnyDefinition } from '../destination'
import { changesTo, readFiles } from '../files'
import type { Files } from '../files'
import { generateMetadata, generateTypes } from '../generate'
import type { Finding } from './finding'
import { findingIf } from './finding'

/** The rules for the files of the destination's folder. */
export async function folderFindings(folder: string, definition: AnyDefinition): Promise<Finding[]> {
  const files = readFiles(folder)
  return [
    ...Object.keys(definition.actions).flatMap((key) =>
      findingIf(
        files[`${key}/index.ts`] === undefined,
        key,
        `The action "${key}" has no folder of its own.`,
        `Define it in ${key}/index.ts: the monorepo writes its types beside it.`
      )
    ),
    ...versioningFindings(files),
    ...testFindings(files),
    ...Object.entries(files).flatMap(([name, text]) => sourceFindings(name, text)),
    ...generatedFindings(folder, await generateTypes(definition), 'tractionboard types'),
    ...generatedFindings(folder, generateMetadata(definition), 'tractionboard metadata')
  ]
}

/** The monorepo looks for outdated APIs by this file. */
function versioningFindings({ 'versioning-info.ts': text }: Files): Finding[] {
  return findingIf(
    text === undefined || !/export const [A-Z0-9_]*VERSION = '[^']+'/.test(text),
    'versioning-info.ts',
    'The file that names the version of the API is missing, or names none.',
    "Write it: export const EVENTS_API_VERSION = 'v1'"
  )
}

/** "Pull requests that do not include relevant tests will not be approved", and snapshots are among them. */
function testFindings(files: Files): Finding[] {
  const names = Object.keys(files).filter((name) => name.includes('__tests__/'))
  const orphans = names.filter((name) => name.endsWith('.snap') && files[testOf(name)] === undefined)
  return [
    ...findingIf(!names.some((name) => name.endsWith('.test.ts')), '__tests__', 'There are no tests.', 'Add some.'),
    ...findingIf(
      !names.some((name) => name.endsWith('.snap')),
      '__tests__/__snapshots__',
      'There are no snapshots.',
      'Add snapshot tests that send all fields, and only the required ones.'
    ),
    ...orphans.map((name) => ({ where: name, what: 'No test writes this snapshot.', fix: 'Delete it.' }))
  ]
}

const testOf = (snapshot: string) => path.posix.join(snapshot, '../..', path.posix.basename(snapshot, '.snap'))

function sourceFindings(name: string, text: string): Finding[] {
  if (!name.endsWith('.ts') || name.includes('__tests__/')) {
    return []
  }
  return [
    ...findingIf(
      /\bnew (?:Type|Range)?Error\(/.test(text),
      name,
      'It throws a plain Error, which tells Segment neither a code nor whether to try again.',
      'Throw an error class of @segment/actions-core, such as PayloadValidationError.'
    ),
    ...findingIf(
      /\bconsole\.\w+\(/.test(text),
      name,
      'It writes to the console, where events and secrets must not go.',
      'Remove it.'
    )
  ]
}

function generatedFindings(folder: string, wanted: Files, command: string): Finding[] {
  return changesTo(folder, wanted).map(({ path: name }) => ({
    where: name,
    what: 'The generated file does not fit the definition.',
    fix: `Run "${command}".`
  }))
}
