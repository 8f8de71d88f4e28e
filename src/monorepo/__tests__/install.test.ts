import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { sourceFolder } from '../destination'
import { readFiles, unifiedDiff } from '../files'
import { install, planInstallation } from '../install'
import {
  FOLDER,
  REGISTRY,
  REGISTRY_TEXT,
  commitAll,
  filesOf,
  git,
  gitCheckout,
  plainCheckout
} from './__helpers__/checkout'
import { removeScratchFolders, scratchFolder, write } from './__helpers__/scratch'

const SOURCE = {
  'index.ts': 'export default {}\n',
  'track/index.ts': 'export default {}\n',
  '__tests__/track.test.ts': 'it("tracks", () => {})\n',
  '__tests__/__snapshots__/track.test.ts.snap': '// Jest Snapshot v1\n'
}
const LINE = "register('569007b3e954a874ca44cd4e', './tractionboard')"
const REGISTERED = REGISTRY_TEXT.replace("'./second')\n", `'./second')\n${LINE}\n`)

const readRegistry = (root: string) => readFileSync(path.join(root, REGISTRY), 'utf8')
const run = (root: string, source: string, id?: string) => install(planInstallation(root, source, { id }))

afterAll(removeScratchFolders)

describe('into a checkout', () => {
  it('copies the folder with its tests and snapshots and adds one line after the last of its kind', () => {
    const root = gitCheckout()
    run(root, scratchFolder(SOURCE))
    expect(readFiles(path.join(root, FOLDER))).toEqual(SOURCE)
    expect(readRegistry(root)).toBe(REGISTERED)
    expect(git(root, 'status', '--porcelain').split('\n')).toEqual([` M ${REGISTRY}`, `?? ${FOLDER}/`, ''])
  })

  it('copies the real destination as it is', () => {
    const root = plainCheckout()
    run(root, sourceFolder())
    expect(readFiles(path.join(root, FOLDER))).toEqual(readFiles(sourceFolder()))
  })

  it('keeps the line ends of the file', () => {
    const root = plainCheckout()
    write(root, { [REGISTRY]: REGISTRY_TEXT.replace(/\n/g, '\r\n') })
    run(root, scratchFolder(SOURCE))
    expect(readRegistry(root)).toBe(REGISTERED.replace(/\n/g, '\r\n'))
  })

  it.each([
    ['with Git', gitCheckout],
    ['without Git', plainCheckout]
  ])('changes nothing the second time, %s', (_, makeCheckout) => {
    const root = makeCheckout()
    const source = scratchFolder(SOURCE)
    run(root, source)
    expect(planInstallation(root, source)).toEqual({ root, changes: [], unsaved: [] })
  })

  it('only plans until it is told to install, and the plan shows as a diff', () => {
    const root = gitCheckout()
    const diff = unifiedDiff(planInstallation(root, scratchFolder(SOURCE)).changes)
    expect(git(root, 'status', '--porcelain')).toBe('')
    expect(diff).toContain(`--- /dev/null\n+++ b/${FOLDER}/track/index.ts\n@@ -0,0 +1,1 @@\n+export default {}\n`)
    expect(diff).toContain(`--- a/${REGISTRY}\n+++ b/${REGISTRY}\n`)
    expect(diff.split('\n').filter((line) => /^[-+] ?register/.test(line))).toEqual([`+${LINE}`])
  })

  it('brings an older copy up to date and deletes what is gone from it', () => {
    const root = gitCheckout()
    run(root, scratchFolder({ ...SOURCE, 'old/index.ts': 'export default {}\n' }))
    commitAll(root)
    const newer = { ...SOURCE, 'index.ts': 'export default { name: "newer" }\n' }
    const installation = planInstallation(root, scratchFolder(newer))
    expect(installation.unsaved).toEqual([])
    expect(unifiedDiff(installation.changes)).toContain(`--- a/${FOLDER}/old/index.ts\n+++ /dev/null\n`)
    install(installation)
    expect(readFiles(path.join(root, FOLDER))).toEqual(newer)
    expect(filesOf(root)).toMatchObject({ 'destination-actions/src/destinations/index.ts': REGISTERED })
  })
})

describe('changes that are not committed', () => {
  const newer = { ...SOURCE, 'index.ts': 'export default { name: "newer" }\n' }

  it('are named where they would be overwritten', () => {
    const root = gitCheckout()
    run(root, scratchFolder(SOURCE))
    commitAll(root)
    write(root, { [`${FOLDER}/index.ts`]: 'mine\n', [`${FOLDER}/mine.ts`]: 'mine\n' })
    expect(planInstallation(root, scratchFolder(newer)).unsaved).toEqual([`${FOLDER}/index.ts`, `${FOLDER}/mine.ts`])
  })

  it('are named when they are staged or ignored by Git', () => {
    const root = gitCheckout()
    write(root, { '.gitignore': 'ignored.ts\n', [`${FOLDER}/ignored.ts`]: 'mine\n', [`${FOLDER}/index.ts`]: 'mine\n' })
    git(root, 'add', '--all')
    expect(planInstallation(root, scratchFolder(SOURCE)).unsaved).toEqual([
      `${FOLDER}/index.ts`,
      `${FOLDER}/ignored.ts`
    ])
  })

  it('are any difference at all without Git, or before the first commit', () => {
    const root = plainCheckout()
    write(root, { [`${FOLDER}/index.ts`]: 'mine\n' })
    expect(planInstallation(root, scratchFolder(SOURCE)).unsaved).toEqual([`${FOLDER}/index.ts`])
    git(root, 'init', '--quiet')
    expect(planInstallation(root, scratchFolder(SOURCE)).unsaved).toEqual([`${FOLDER}/index.ts`])
  })

  it('elsewhere in the checkout stay, and hinder nothing', () => {
    const root = gitCheckout()
    write(root, { [REGISTRY]: `// mine\n${REGISTRY_TEXT}`, 'packages/mine.ts': 'mine\n' })
    const installation = planInstallation(root, scratchFolder(SOURCE))
    expect(installation.unsaved).toEqual([])
    install(installation)
    expect(readRegistry(root)).toBe(`// mine\n${REGISTERED}`)
    expect(filesOf(root)['mine.ts']).toBe('mine\n')
  })

  it('are found in a checkout that lies within another repository', () => {
    const outer = scratchFolder({ 'README.md': 'outer\n' })
    const root = path.join(outer, 'inner')
    write(root, readFiles(plainCheckout()))
    write(root, { [`${FOLDER}/index.ts`]: 'committed\n' })
    git(outer, 'init', '--quiet')
    commitAll(outer)
    expect(planInstallation(root, scratchFolder(SOURCE)).unsaved).toEqual([])
    write(root, { [`${FOLDER}/index.ts`]: 'mine\n' })
    expect(planInstallation(root, scratchFolder(SOURCE)).unsaved).toEqual([`${FOLDER}/index.ts`])
  })
})

describe('the metadata id', () => {
  const other = 'aaaaaaaaaaaaaaaaaaaaaaaa'

  it('may be another', () => {
    const root = gitCheckout()
    run(root, scratchFolder(SOURCE), other)
    expect(readRegistry(root)).toBe(REGISTERED.replace('569007b3e954a874ca44cd4e', other))
  })

  it('stays as it is registered unless another is asked for, which replaces the line once it is committed', () => {
    const root = gitCheckout()
    const source = scratchFolder(SOURCE)
    run(root, source, other)
    expect(planInstallation(root, source).changes).toEqual([])
    expect(planInstallation(root, source, { id: 'bbbbbbbbbbbbbbbbbbbbbbbb' }).unsaved).toEqual([REGISTRY])
    commitAll(root)
    const installation = planInstallation(root, source, { id: 'bbbbbbbbbbbbbbbbbbbbbbbb' })
    expect(installation.unsaved).toEqual([])
    install(installation)
    expect(readRegistry(root)).toBe(REGISTERED.replace('569007b3e954a874ca44cd4e', 'bbbbbbbbbbbbbbbbbbbbbbbb'))
  })

  it('cannot be that of another destination', () => {
    expect(() => planInstallation(plainCheckout(), scratchFolder(SOURCE), { id: '6388fddea33fcc69c0f8d9ce' })).toThrow(
      'The id 6388fddea33fcc69c0f8d9ce is registered for ./second already: choose another with --id.'
    )
  })

  it('has 24 hexadecimal digits', () => {
    expect(() => planInstallation(plainCheckout(), scratchFolder(SOURCE), { id: "'); evil('" })).toThrow(
      `"'); evil('" is not a metadata id: one has 24 digits of 0-9 and a-f.`
    )
  })
})

describe('without a registration', () => {
  it.each([
    ['that is not there', REGISTRY_TEXT],
    ['that is there', REGISTERED]
  ])('the folder is copied, and a line %s stays so', (_, registry) => {
    const root = plainCheckout()
    write(root, { [REGISTRY]: registry })
    install(planInstallation(root, scratchFolder(SOURCE), { register: false }))
    expect(readFiles(path.join(root, FOLDER))).toEqual(SOURCE)
    expect(readRegistry(root)).toBe(registry)
  })

  it('an id would say nothing', () => {
    const options = { id: 'aaaaaaaaaaaaaaaaaaaaaaaa', register: false }
    expect(() => planInstallation(plainCheckout(), scratchFolder(SOURCE), options)).toThrow('give one of them')
  })
})

describe('what is no checkout', () => {
  const plan = (root: string) => () => planInstallation(root, scratchFolder(SOURCE))

  it('is named with what it lacks', () => {
    const root = scratchFolder()
    expect(plan(root)).toThrow(
      `${root} is not a checkout of segmentio/action-destinations: it lacks a package.json that names it "action-destinations" and ${REGISTRY}.`
    )
  })

  it('may lack the register lines', () => {
    const root = plainCheckout()
    write(root, { [REGISTRY]: 'export {}\n' })
    expect(plan(root)).toThrow(
      `${root} is not a checkout of segmentio/action-destinations: it lacks the register lines in ${REGISTRY}.`
    )
  })

  it('may have a package.json of another name, or one that is broken', () => {
    const root = plainCheckout()
    rmSync(path.join(root, 'packages/destination-actions/package.json'))
    for (const text of ['{ "name": "other" }', '{']) {
      write(root, { 'package.json': text })
      expect(plan(root)).toThrow('it lacks a package.json that names it "action-destinations".')
    }
  })

  it('may be no folder', () => {
    expect(plan('/nowhere/at/all')).toThrow('/nowhere/at/all is not a folder.')
  })
})
