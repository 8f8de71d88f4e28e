import { closeSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { FileStream, NodeFiles, SyncedFiles } from '../../../src/database/engine/files'

/** A disk writes this much in one piece, or not at all. */
const BLOCK = 4096

/** What a file was when it was last synced, as far as it has been written to since. */
interface Unsynced {
  size: number
  blocks: Map<number, Buffer>
}

/**
 * The files of a database on a machine whose power fails: of what was written and not synced
 * then, any part may be lost. Creations, renames and removals count at once, as they do with a journaling file system.
 */
export class UnsyncedFiles extends SyncedFiles {
  private readonly unwritten = new Map<string, Unsynced>()

  private left = Infinity

  constructor(
    folder: string,
    private readonly next: () => number
  ) {
    super(folder)
  }

  /** Lets the power fail after so many writes and syncs from now on. */
  cutAfter(count: number): void {
    this.left = count
  }

  protected override adapt(files: NodeFiles): void {
    super.adapt(files)
    const { stream_ops: streams, node_ops: nodes } = files as unknown as {
      stream_ops: Record<string, (...parameters: any[]) => any>
      node_ops: Record<string, (...parameters: any[]) => any>
    }
    const { write, setattr } = streams
    const change = { ...nodes }
    const below = (parent: unknown, name: string) => `${files.realPath(parent)}/${name}`
    streams.write = (stream: FileStream, buffer, offset, length: number, position: number) => {
      this.keep(files.realPath(stream.node), position, length)
      const written: number = write(stream, buffer, offset, length, position)
      this.count()
      return written
    }
    const cut = (path: string, size: number | undefined) => {
      const file = this.unwritten.get(path)
      if (size !== undefined && file) file.size = Math.min(file.size, size)
    }
    streams.setattr = (stream: FileStream, attributes: { size?: number }) => {
      cut(files.realPath(stream.node), attributes.size)
      return setattr(stream, attributes)
    }
    nodes.setattr = (node, attributes: { size?: number }) => {
      cut(files.realPath(node), attributes.size)
      return change.setattr(node, attributes)
    }
    nodes.unlink = (parent, name: string) => {
      this.unwritten.delete(below(parent, name))
      return change.unlink(parent, name)
    }
    nodes.rename = (node, parent, name: string) => {
      const [from, to] = [files.realPath(node), below(parent, name)]
      const file = this.unwritten.get(from)
      this.unwritten.delete(from)
      this.unwritten.delete(to)
      if (file) this.unwritten.set(to, file)
      return change.rename(node, parent, name)
    }
  }

  protected override sync(_descriptor: number, path: string): void {
    this.unwritten.delete(path)
    this.count()
  }

  protected override syncTogether(paths: readonly string[]): void {
    for (const path of paths) this.sync(0, path)
  }

  private keep(path: string, position: number, length: number): void {
    const file = this.unwritten.get(path) ?? { size: statSync(path).size, blocks: new Map<number, Buffer>() }
    this.unwritten.set(path, file)
    for (let block = Math.floor(position / BLOCK); block * BLOCK < position + length; block++) {
      if (!file.blocks.has(block)) file.blocks.set(block, readBlock(path, block))
    }
  }

  private count(): void {
    if (--this.left > 0) return
    for (const [path, file] of this.unwritten) this.lose(path, file)
    process.exit(1)
  }

  private lose(path: string, { size, blocks }: Unsynced): void {
    const isAllLost = this.next() < 0.5
    const descriptor = openSync(path, 'r+')
    for (const [block, before] of blocks) {
      if (isAllLost || this.next() < 0.5) writeSync(descriptor, before, 0, before.length, block * BLOCK)
    }
    if (isAllLost) ftruncateSync(descriptor, size)
    closeSync(descriptor)
  }
}

/** As it is on the disk; beyond the end of the file it is zeros. */
function readBlock(path: string, block: number): Buffer {
  const before = Buffer.alloc(Math.max(0, Math.min(BLOCK, statSync(path).size - block * BLOCK)))
  const descriptor = openSync(path, 'r')
  readSync(descriptor, before, 0, before.length, block * BLOCK)
  closeSync(descriptor)
  return before
}
