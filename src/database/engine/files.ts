import { fdatasyncSync } from 'node:fs'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** What this module uses of Emscripten's file system on Node, which has no `fsync` of its own. */
export interface NodeFiles {
  node_ops: { mknod(parent: unknown, name: string, mode: number, device: number): unknown }
  stream_ops: Record<string, unknown> & { fsync?: (stream: FileStream) => number }
  realPath(node: unknown): string
}

export interface FileStream {
  /** The descriptor of the file in Node. */
  nfd: number
  node: unknown
}

const OWNER_ONLY = 0o700

type Init = NodeFS['init']

/** A folder whose files are synced when PostgreSQL asks for it, and are their owner's alone. */
export class SyncedFiles extends NodeFS {
  override async init(...[engine, options]: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(engine, options)
    const adapt = ({ NODEFS }: { NODEFS: NodeFiles }) => this.adapt(NODEFS)
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun as never[]), adapt] } }
  }

  protected adapt(files: NodeFiles): void {
    files.stream_ops.fsync = ({ nfd }) => {
      fdatasyncSync(nfd)
      return 0
    }
    const { mknod } = files.node_ops
    files.node_ops.mknod = (parent, name, mode, device) => {
      const kind = mode & ~0o777
      return mknod(parent, name, kind | (mode & OWNER_ONLY), device)
    }
  }
}
