import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { extract } from 'tar'
import { demandRoom } from './room'

/** The PostgreSQL that PGlite is built from. It reads the files of no other. */
const POSTGRES_VERSION = '18'
const PAGE_BYTES = 8192
/** `DB_SHUTDOWNED` of PostgreSQL's `DBState`, which stands at this place of `pg_control`. */
const SHUT_DOWN = 1
const STATE_OFFSET = 16

/**
 * Makes a folder ready for PostgreSQL: a new one from the archive, in one step, so that a power cut leaves either all of it
 * or nothing; one that exists is looked through first, and then made its owner's alone.
 * @throws Error that says in one line what is wrong; nothing has been changed then
 */
export function prepareFolder(folder: string, archive: string | undefined): void {
  try {
    const isNew = !existsSync(folder) || readdirSync(folder).length === 0
    if (!isNew) inspect(folder)
    demandRoom(isNew ? dirname(folder) : folder, isNew)
    if (isNew && archive !== undefined) unpack(folder, archive)
    else mkdirSync(folder, { recursive: true, mode: 0o700 })
    keepToOwner(folder)
  } catch (error) {
    throw inWords(folder, error as Error)
  }
}

/** What the operating system says about a folder, as a person needs it. */
export function inWords(folder: string, error: Error & NodeJS.ErrnoException): Error {
  if (error.code === undefined || error.syscall === undefined) return error
  if (error.code === 'ENOSPC') return new Error(`The disk of ${folder} is full. Make room, or choose another folder.`)
  return new Error(
    `The folder ${folder} cannot be used (${error.code}, ${error.syscall}). Choose one that you may write to.`
  )
}

/** Makes what was written last, however long ago. */
export function syncTree(folder: string): void {
  for (const { path } of walk(folder)) sync(path)
  sync(dirname(folder))
}

function inspect(folder: string): void {
  const damaged = (what: string) =>
    new Error(
      `The database in ${folder} is damaged: ${what}. Nothing was changed. Restore the folder, or choose another one.`
    )
  const version = join(folder, 'PG_VERSION')
  if (!existsSync(version)) {
    throw new Error(`The folder ${folder} is not empty, and holds no database. Choose another one.`)
  }
  const found = readFileSync(version, 'utf8').trim()
  if (found === '') throw damaged('PG_VERSION is empty')
  if (found !== POSTGRES_VERSION) {
    throw new Error(
      `The database in ${folder} was made by PostgreSQL ${found}, and this one is ${POSTGRES_VERSION}. Choose another folder.`
    )
  }
  const missing = ['base', 'global', 'pg_wal', 'pg_xact'].find((part) => !existsSync(join(folder, part)))
  if (missing !== undefined) throw damaged(`${missing} is missing`)
  const control = join(folder, 'global', 'pg_control')
  if (!existsSync(control) || statSync(control).size !== PAGE_BYTES) throw damaged('global/pg_control is not whole')
  // Only of one that was closed in order is known that every file is whole; else the log brings it back.
  if (readFileSync(control).readInt32LE(STATE_OFFSET) !== SHUT_DOWN) return
  for (const { path, isFile } of [...walk(join(folder, 'base')), ...walk(join(folder, 'global'))]) {
    if (isFile && /\/\d+(\.\d+)?$/.test(path) && statSync(path).size % PAGE_BYTES !== 0) {
      throw damaged(`${path.slice(folder.length + 1)} is not whole`)
    }
  }
}

function unpack(folder: string, archive: string): void {
  const draft = `${folder}.new`
  rmSync(draft, { recursive: true, force: true })
  try {
    mkdirSync(draft, { recursive: true, mode: 0o700 })
    extract({ file: archive, cwd: draft, sync: true })
    syncTree(draft)
    renameSync(draft, folder)
    sync(dirname(folder))
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** New files are made so (`SyncedFiles`); those of earlier versions are readable by all. */
function keepToOwner(folder: string): void {
  for (const { path, isFile } of walk(folder)) chmodSync(path, isFile ? 0o600 : 0o700)
  if (process.platform !== 'win32' && (statSync(folder).mode & 0o077) !== 0) {
    throw new Error(
      `The file system of ${folder} keeps no permissions, so that others could read the database. Choose a folder on another one.`
    )
  }
}

function* walk(folder: string): Generator<{ path: string; isFile: boolean }> {
  yield { path: folder, isFile: false }
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(path)
    else yield { path, isFile: true }
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
