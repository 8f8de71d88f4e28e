import { fdatasyncSync } from 'node:fs'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** What this module uses of Emscripten's file system on Node, which has no `fsync` of its own. */
export interface NodeFiles {
  node_ops: {
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
    const { mknod, setattr } = files.node_ops
    files.node_ops.mknod = (parent, name, mode, device) => {
      return mknod(parent, name, mode & ~OTHERS, device)
    }
    // A new file is given its mode a second time.
    files.node_ops.setattr = (node, { mode, ...attributes }) =>
      setattr(node, mode === undefined ? attributes : { ...attributes, mode: mode & ~OTHERS })
  }
}
