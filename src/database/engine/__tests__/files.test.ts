import { mkdirSync, mkdtempSync, openSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { FileStream, NodeFiles, SyncedFiles } from '../files'
import { filesWrittenSince, syncFiles } from '../sync-files'

class RecordedFiles extends SyncedFiles {
  readonly synced: string[] = []

  fsync(path: string): void {
    const files = { node_ops: {}, stream_ops: {}, realPath: (node: unknown) => node } as unknown as NodeFiles
    this.adapt(files)
    const stream: FileStream = { nfd: openSync(path, 'a'), node: path }
    files.stream_ops.fsync!(stream)
  }

  protected override sync(descriptor: number, path: string): void {
    super.sync(descriptor, path)
    this.synced.push(path)
  }

  protected override syncTogether(paths: readonly string[]): void {
    super.syncTogether(paths)
    this.synced.push(...paths)
  }
}

test('tables are synced together, and before the control file says that they are; one that was dropped needs no sync', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tractionboard-files-'))
  mkdirSync(join(folder, 'base/5'), { recursive: true })
  const [table, index, dropped, control, map] = [
    ...['base/5/16384', 'base/5/16384_vm', 'base/5/99', 'pg_control', 'base/5/pg_filenode.map']
  ].map((name) => join(folder, name))
  for (const path of [table, index, dropped, control, map]) writeFileSync(path, 'page')
  const files = new RecordedFiles(folder)
  for (const path of [table, index, dropped]) files.fsync(path)
  expect(files.synced).toEqual([])
  rmSync(dropped)
  files.fsync(control)
  expect(files.synced).toEqual([table, index, dropped, control])
  // What is renamed once it is synced is synced at once.
  files.fsync(map)
  expect(files.synced.at(-1)).toBe(map)
  rmSync(folder, { recursive: true })
})

test('the thread that syncs is started before a checkpoint needs it', async () => {
  class CountedFiles extends RecordedFiles {
    begun = 0
    protected override begin(): Worker {
      this.begun++
      return super.begin()
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'tractionboard-files-'))
  mkdirSync(join(folder, 'base/5'), { recursive: true })
  const [table, control] = ['base/5/16384', 'pg_control'].map((name) => join(folder, name))
  for (const path of [table, control]) writeFileSync(path, 'page')
  const files = new CountedFiles(folder)
  await files.prepare()
  expect(files.begun).toBe(1)
  await files.prepare()
  for (const path of [table, control]) files.fsync(path)
  expect(files.synced).toEqual([table, control])
  expect(files.begun).toBe(1)
  rmSync(folder, { recursive: true })
})

test('what was written of tables since the last time is synced ahead of a checkpoint, also where a table is dropped meanwhile', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tractionboard-files-'))
  mkdirSync(join(folder, 'base/5'), { recursive: true })
  const [old, written, dropped] = ['base/5/1', 'base/5/2', 'base/5/3'].map((name) => join(folder, name))
  for (const path of [old, written, dropped]) writeFileSync(path, 'page')
  utimesSync(old, 1, 1)
  const paths = await filesWrittenSince(folder, 2_000)
  expect(paths.sort()).toEqual([written, dropped])
  rmSync(dropped)
  await syncFiles(paths)
  rmSync(folder, { recursive: true })
})
