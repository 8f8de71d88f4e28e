import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { BOARD_SCHEMA } from '../src/board'
import { openDatabase, type Schema } from '../src/database'
import { PIPELINE_SCHEMA } from '../src/pipeline'

const COLUMNS = `
  SELECT tables.relname AS table, columns.attname || ' ' || format_type(columns.atttypid, columns.atttypmod)
    || CASE WHEN columns.attcollation NOT IN (0, types.typcollation) THEN ' COLLATE "' || collations.collname || '"' ELSE '' END
    || CASE columns.attidentity WHEN 'a' THEN ' GENERATED ALWAYS AS IDENTITY' ELSE '' END
    || CASE WHEN defaults.adbin IS NULL THEN '' ELSE ' DEFAULT ' || pg_get_expr(defaults.adbin, defaults.adrelid) END
    || CASE WHEN columns.attnotnull THEN ' NOT NULL' ELSE '' END AS line
  FROM pg_class AS tables
  JOIN pg_attribute AS columns ON columns.attrelid = tables.oid AND columns.attnum > 0 AND NOT columns.attisdropped
  JOIN pg_type AS types ON types.oid = columns.atttypid
  LEFT JOIN pg_collation AS collations ON collations.oid = columns.attcollation
  LEFT JOIN pg_attrdef AS defaults ON defaults.adrelid = tables.oid AND defaults.adnum = columns.attnum
  WHERE tables.relnamespace = $1::regnamespace AND tables.relkind IN ('r', 'p') AND NOT tables.relispartition
  ORDER BY tables.relname, columns.attnum`
const CONSTRAINTS = `
  SELECT relname AS table, pg_get_constraintdef(pg_constraint.oid) AS line
  FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
  WHERE connamespace = $1::regnamespace AND contype IN ('p', 'u', 'c', 'f') ORDER BY relname, contype DESC, conname`
const INDEXES = `
  SELECT tablename AS table, indexdef AS line FROM pg_indexes
  WHERE schemaname = $1 AND indexname NOT IN (SELECT conname FROM pg_constraint) ORDER BY indexname`

const OPTIONS = `
  SELECT relname AS table, CASE relkind WHEN 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(oid)
    ELSE ' WITH (' || array_to_string(reloptions, ', ') || ')' END AS line FROM pg_class
  WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`

interface Line {
  table: string
  line: string
}

/** The tables of a part as they are after all of its migrations. */
async function describeTables(schema: Schema): Promise<string> {
  const database = await openDatabase({ memory: true }, schema)
  const read = (sql: string) => database.query<Line>(sql, [schema.name])
  const [columns, constraints, indexes] = [await read(COLUMNS), await read(CONSTRAINTS), await read(INDEXES)]
  const options = await read(OPTIONS)
  await database.close()
  const of = (lines: Line[], table: string) => lines.filter((line) => line.table === table).map(({ line }) => line)
  const tables = [...new Set(columns.map(({ table }) => table))]
  const texts = tables.map((table) => {
    const body = [...of(columns, table), ...of(constraints, table)].map((line) => `  ${line}`).join(',\n')
    return [
      `CREATE TABLE ${schema.name}.${table} (\n${body}\n)${of(options, table).join('')};`,
      ...of(indexes, table).map((line) => `${line};`)
    ].join('\n')
  })
  return `-- Generated: the tables after all migrations. WRITE_SCHEMA=1 npx jest __tests__/schema.test.ts writes it anew.\n\n${texts.join('\n\n')}\n`
}

it.each([BOARD_SCHEMA, PIPELINE_SCHEMA])(
  'src/$name/schema.sql is what the migrations make',
  async (schema) => {
    const file = path.join(__dirname, '..', 'src', schema.name, 'schema.sql')
    const text = await describeTables(schema)
    if (process.env.WRITE_SCHEMA) writeFileSync(file, text)
    expect(text).toBe(readFileSync(file, 'utf8'))
  },
  60_000
)
