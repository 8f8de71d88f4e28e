import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A column: its heading, and what stands in it. */
export type Column<Row> = readonly [heading: string, value: (row: Row) => unknown]

/** A cell that begins with one of these is a formula to a spreadsheet, which may send what it reads elsewhere. */
const FORMULA = /^[\s]*[=+\-@\t\r|]/
const NUMBER = /^-?\d+(\.\d+)?$/

/** Whether the client asks for a table instead of JSON. */
export function wantsCsv({ headers }: FastifyRequest): boolean {
  return /\btext\/csv\b/i.test(headers.accept ?? '')
}

/**
 * Answers with a table, https://www.rfc-editor.org/rfc/rfc4180, while its rows are read. Text that a spreadsheet would take for a formula
 * gets an apostrophe before it.
 */
export async function sendCsv<Row>(
  reply: FastifyReply,
  name: string,
  columns: readonly Column<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>
): Promise<FastifyReply> {
  const lines = linesOf(columns, rows)
  // What is wrong with the request shows with the first of it, while it can still be answered as an error.
  const first = await lines.next()
  return reply
    .type('text/csv; charset=utf-8')
    .header('Content-Disposition', `attachment; filename="${name}.csv"`)
    .send(Readable.from(prepend(first.value ?? '', lines)))
}

async function* prepend(first: string, rest: AsyncIterable<string>): AsyncIterable<string> {
  yield first
  yield* rest
}

const CHUNK = 16_384

async function* linesOf<Row>(
  columns: readonly Column<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>
): AsyncGenerator<string, undefined> {
  let text = lineOf(columns.map(([heading]) => heading))
  for await (const row of rows) {
    text += lineOf(columns.map(([, value]) => value(row)))
    if (text.length < CHUNK) continue
    yield text
    text = ''
  }
  yield text
  return undefined
}

const lineOf = (cells: readonly unknown[]) => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const guarded = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** All rows of a list that comes in pages. */
export async function* allPages<Row>(
  page: (cursor: string | undefined) => Promise<{ rows: readonly Row[]; next_cursor: string | null }>
): AsyncIterable<Row> {
  let cursor: string | undefined
  do {
    const { rows, next_cursor } = await page(cursor)
    yield* rows
    cursor = next_cursor ?? undefined
  } while (cursor !== undefined)
}
