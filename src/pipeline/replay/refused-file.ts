import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { describeFailure } from './files'
import type { Refusal } from './parse'

/** One refused event or line, as the file keeps it. */
export type Refused = Refusal & { file: string; line: number; event: unknown }

/** Where refused events go, one JSON object a line. Made when the first one comes. */
export class RefusedFile {
  private handle: FileHandle | undefined
  private position = 0

  constructor(readonly name: string) {}

  /** Goes on behind the first `bytes`; what an interrupted replay wrote after its checkpoint comes again. */
  async resume(bytes: number): Promise<void> {
    if (bytes > 0) {
      await this.ready()
      await this.handle?.truncate(bytes)
      this.position = bytes
    }
  }

  get bytes(): number {
    return this.position
  }

  async append(refused: readonly Refused[]): Promise<void> {
    if (refused.length === 0) return
    await this.ready()
    const text = Buffer.from(refused.map((each) => JSON.stringify(each) + '\n').join(''))
    await this.handle?.write(text, 0, text.length, this.position)
    this.position += text.length
  }

  async close(): Promise<void> {
    await this.handle?.close()
  }

  private async ready(): Promise<void> {
    if (this.handle) return
    try {
      this.handle = await open(this.name, 'r+').catch(() => open(this.name, 'w+'))
      this.position = (await this.handle.stat()).size
    } catch (error) {
      throw describeFailure(this.name, error as NodeJS.ErrnoException)
    }
  }
}
