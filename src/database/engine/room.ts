import { statfsSync } from 'node:fs'
import { DatabaseError } from '../errors'

/**
 * What is left free on the disk, in bytes. PostgreSQL panics when its log cannot grow: writing ends before that. A request of
 * 5 MB may take several times as much in log, rows and indexes, and two databases may share a disk.
 */
export const RESERVE = 100 * 1024 * 1024

/** What a new database takes at first. */
const NEW_DATABASE = 50 * 1024 * 1024

export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** @throws where the disk has too little room to begin with */
export function demandRoom(folder: string, isNew: boolean): void {
  const needed = RESERVE + (isNew ? NEW_DATABASE : 0)
  const free = freeBytes(folder)
  if (free >= needed) return
  const megabytes = (bytes: number) => Math.floor(bytes / 1024 / 1024)
  throw new DatabaseError(
    '53100',
    `The disk of ${folder} has ${megabytes(free)} MB free, and ${megabytes(needed)} MB are needed. Make room, or choose another folder.`
  )
}
