import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { applyChanges } from '../../files'
import type { Files } from '../../files'

const folders: string[] = []

/** A folder of its own with these files. */
export function scratchFolder(files: Files = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tractionboard-monorepo-'))
  folders.push(folder)
  write(folder, files)
  return folder
}

export function write(folder: string, files: Files): void {
  applyChanges(
    folder,
    Object.entries(files).map(([name, after]) => ({ path: name, after }))
  )
}

export function removeScratchFolders(): void {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true })
  }
}
