import { once } from 'node:events'
import { existsSync, fdatasyncSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { SYNCED, SYNCING, type SyncRequest } from './sync-request'

/** What this module uses of Emscripten's file systems. */
interface FileSystems {
  FS: { ErrnoError: new (code: number) => unknown }
  NODEFS: NodeFiles
}

/** The one on Node, which has no `fsync` of its own. */
export interface NodeFiles {
  node_ops: {
    lookup(parent: unknown, name: string): unknown
    mknod(parent: unknown, name: string, mode: number, device: number): unknown
    setattr(node: unknown, attributes: { mode?: number }): void
  }
  stream_ops: Record<string, unknown> & { fsync?: (stream: FileStream) => number }
  realPath(node: unknown): string
}

export interface FileStream {
  /** The descriptor of the file in Node. */
  nfd: number
  node: unknown
}

/** What a mode allows to others than the owner. */
const OTHERS = 0o077

/** Emscripten's code for a file that is not there. */
const ENOENT = 44

/** Longer than any disk takes: who waits for a thread that died learns of it. */
const PATIENCE_MS = 120_000

/** The files of tables and indexes. */
const OF_TABLES = /\/base\/\d+\/\d[^/]*$/

type Init = NodeFS['init']

/**
 * A folder whose files are synced when PostgreSQL asks for it, and are their owner's alone. At a checkpoint it asks for dozens of
 * tables and indexes one by one, and everybody waits: they are synced together, before the log or the control file is, which
 * say that it was done.
 */
export class SyncedFiles extends NodeFS {
  private readonly unsynced = new Set<string>()
  private thread: Worker | undefined

  override async init(...[engine, options]: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(engine, options)
    const adapt = ({ FS, NODEFS }: FileSystems) => {
      this.adapt(NODEFS)
      missQuickly(FS, NODEFS)
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun as never[]), adapt] } }
  }

  protected adapt(files: NodeFiles): void {
    files.stream_ops.fsync = ({ nfd, node }) => {
      const path = files.realPath(node)
      if (OF_TABLES.test(path)) {
        this.unsynced.add(path)
        return 0
      }
      if (this.unsynced.size > 0) this.syncTogether([...this.unsynced])
      this.unsynced.clear()
      this.sync(nfd, path)
      return 0
    }
    const { mknod, setattr } = files.node_ops
    files.node_ops.mknod = (parent, name, mode, device) => {
      return mknod(parent, name, mode & ~OTHERS, device)
    }
    // A new file is given its mode a second time.
    files.node_ops.setattr = (node, { mode, ...attributes }) =>
      setattr(node, mode === undefined ? attributes : { ...attributes, mode: mode & ~OTHERS })
  }
  protected sync(descriptor: number, _path: string): void {
    fdatasyncSync(descriptor)
  }

  /** Starts the thread that syncs, if it has not begun: a checkpoint that has to start it takes twice as long. */
  async prepare(): Promise<void> {
    if (!this.thread) await once(this.begin(), 'message')
  }

  protected syncTogether(paths: readonly string[]): void {
    const thread = this.thread ?? this.begin()
    const state = new Int32Array(new SharedArrayBuffer(4))
    thread.postMessage({ paths, state } satisfies SyncRequest)
    Atomics.wait(state, 0, SYNCING, PATIENCE_MS)
    if (state[0] !== SYNCED) throw new Error('The files of the database cannot be synced.')
  }

  protected begin(): Worker {
    this.thread = new Worker(require.resolve('./sync-thread'))
    this.thread.unref()
    return this.thread
  }
}

/** PostgreSQL asks again and again for what most indexes lack, a map of free pages: the error that Node makes is dear. */
function missQuickly({ ErrnoError }: FileSystems['FS'], files: NodeFiles): void {
  const { lookup } = files.node_ops
  files.node_ops.lookup = (parent, name) => {
    if (!existsSync(join(files.realPath(parent), name))) throw new ErrnoError(ENOENT)
    return lookup(parent, name)
  }
}
