import { readFileSync } from 'node:fs'
import { MemoryFS, PGlite } from '@electric-sql/pglite'
import { SyncedFiles } from './files'
import { prepareFolder } from './folder'
import { RESERVE, freeBytes } from './room'
import { filesWrittenSince, syncFiles } from './sync-files'

export interface EngineOptions {
  folder?: string
  archive?: string
}

export interface OpenOptions extends EngineOptions {
  /** How files are written. Default: by `SyncedFiles`. */
  files?: (folder: string) => SyncedFiles
  /** Told what PostgreSQL says when it cannot go on. It must not return. */
  onPanic: (message: string) => void
}

/**
 * Small buffers; but the log of a large transaction as a whole, which is then written in one go rather than page by page. Statistics from
 * a sample that is soon read: of the default one a large table is read as a whole.
 */
const SETTINGS = ['shared_buffers=24MB', 'wal_buffers=4MB', 'default_statistics_target=10']
const asParameters = (settings: readonly string[]) => settings.flatMap((setting) => ['-c', setting])

/** `-F` would turn syncs off. Of the ways to sync, `fsync` is the one that reaches the files (`SyncedFiles`). */
const SYNCED = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...asParameters(['wal_sync_method=fsync', ...SETTINGS])
]

/** As what the driver sends: a query of one message. */
const SET_READ_ONLY = (on: boolean) => simpleQuery(`SET default_transaction_read_only = ${on ? 'on' : 'off'}`)

/** What PostgreSQL says at the end of every answer outside of a transaction. */
const IDLE = 'I'.charCodeAt(0)

/** PostgreSQL in the thread that calls it. */
export class Engine {
  private isIdle = true
  private isReadOnly = false
  private syncedAt = 0

  private constructor(
    private readonly postgres: PGlite,
    private readonly folder?: string,
    private readonly files?: SyncedFiles
  ) {}

  /** @throws Error that says in one line what is wrong with the folder */
  static async open({
    folder,
    archive,
    onPanic,
    files = (root) => new SyncedFiles(root)
  }: OpenOptions): Promise<Engine> {
    if (folder === undefined) return new Engine(await openInMemory(archive))
    prepareFolder(folder, archive)
    let last = ''
    let opened = false
    const onStderr = (line: string): boolean => {
      const [, severity, message] = /\b(PANIC|FATAL):\s+(.*)/.exec(line) ?? []
      last = message ?? last
      if (opened && severity === 'PANIC') onPanic(`The embedded database cannot go on: ${last}.`)
      return false
    }
    try {
      const fs = files(folder)
      const postgres = await PGlite.create({ fs, startParams: SYNCED, onStderr } as never)
      opened = true
      return new Engine(postgres, folder, fs)
    } catch (error) {
      throw new Error(
        `The database in ${folder} cannot be opened: ${last || (error as Error).message}. Restore the folder, or choose another one.`
      )
    }
  }

  /** How many times something was carried out. */
  exchanges = 0

  /** Whether no transaction is open. */
  get idle(): boolean {
    return this.isIdle
  }

  /** Whether the disk has no room, so that only reading is possible. */
  get full(): boolean {
    return this.folder !== undefined && freeBytes(this.folder) < RESERVE
  }

  /** Carries out what a driver sends, and gives what it is answered. */
  exchange(message: Uint8Array): Uint8Array {
    if (this.isIdle) this.watchRoom()
    this.exchanges++
    // A copy: the answer to the first message is a view of a buffer that is used again.
    const answer = this.postgres.execProtocolRawSync(message).slice()
    this.isIdle = answer.at(-1) === IDLE
    return answer
  }

  /** Runs a statement of the engine's own upkeep, outside of a transaction. */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.postgres.query<Row>(sql, [...parameters])
    return rows
  }

  /** Syncs what was written of tables since the last time, while statements run: a checkpoint has the less to wait for. */
  async syncTables(): Promise<void> {
    if (this.folder === undefined) return
    const since = this.syncedAt
    this.syncedAt = Date.now()
    await this.files?.prepare()
    await syncFiles(await filesWrittenSince(this.folder, since))
  }

  close(): Promise<void> {
    return this.postgres.close()
  }

  private watchRoom(): void {
    const isFull = this.full
    if (isFull === this.isReadOnly) return
    this.postgres.execProtocolRawSync(SET_READ_ONLY(isFull))
    this.isReadOnly = isFull
  }
}

async function openInMemory(archive: string | undefined): Promise<PGlite> {
  const startParams = [...PGlite.defaultStartParams, ...asParameters(SETTINGS)]
  if (archive === undefined) return PGlite.create({ fs: new MemoryFS(), startParams })
  const loadDataDir = new File([readFileSync(archive)], 'archive.tar.gz', { type: 'application/x-gzip' })
  return PGlite.create({ fs: new MemoryFS(), startParams, loadDataDir })
}

function simpleQuery(sql: string): Uint8Array {
  const text = Buffer.from(sql)
  const message = Buffer.alloc(text.length + 6)
  message.write('Q')
  message.writeInt32BE(text.length + 5, 1)
  text.copy(message, 5)
  return message
}
