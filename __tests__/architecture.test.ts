import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const SOURCE = path.join(__dirname, '..', 'src')

/** Which parts of `src` each part may import from, beside itself. The arrows run one way. */
const ALLOWED: Record<string, readonly string[]> = {
  'destinations/tractionboard': [],
  index: ['destinations/tractionboard'],
  database: [],
  web: ['database'],
  look: [],
  lib: [],
  board: ['database', 'web', 'demo'],
  pipeline: ['database', 'web', 'index'],
  'board/page': ['look', 'board'],
  'pipeline/page': ['look', 'pipeline'],
  monorepo: ['index'],
  demo: [],
  cli: ['database', 'board', 'pipeline', 'monorepo', 'demo', 'web', 'destinations/tractionboard']
}
const PARTS = Object.keys(ALLOWED).sort((one, other) => other.length - one.length)

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === '__tests__' ? [] : filesBelow(file)
    return /\.tsx?$/.test(entry.name) ? [file] : []
  })
}

function partOf(file: string): string {
  const relative = path.relative(SOURCE, file).split(path.sep).join('/')
  const part = PARTS.find((name) => relative === `${name}.ts` || relative === name || relative.startsWith(`${name}/`))
  if (part === undefined) throw new Error(`src/${relative} belongs to no part`)
  return part
}

function importsOf(file: string): string[] {
  return ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles.map(({ fileName }) => fileName)
}

const files = filesBelow(SOURCE)

describe('the parts of the product', () => {
  it.each(PARTS.filter((part) => files.some((file) => partOf(file) === part)))(
    '%s imports only what it may',
    (part) => {
      const forbidden = files
        .filter((file) => partOf(file) === part)
        .flatMap((file) =>
          importsOf(file)
            .filter((name) => name.startsWith('.'))
            .map((name) => path.resolve(path.dirname(file), name))
            .map((target) => (target === SOURCE ? path.join(SOURCE, 'index.ts') : target))
            .filter((target) => ![part, ...ALLOWED[part]].includes(partOf(target)))
            .map((target) => `${path.relative(SOURCE, file)} -> ${path.relative(SOURCE, target)}`)
        )
      expect(forbidden).toEqual([])
    }
  )

  it('keeps the destination to the packages that it has in the monorepo', () => {
    const packages = files
      .filter((file) => partOf(file) === 'destinations/tractionboard')
      .flatMap(importsOf)
      .filter((name) => !name.startsWith('.') && !['@segment/actions-core', 'dayjs', 'dayjs/plugin/utc'].includes(name))
    expect(packages).toEqual([])
  })

  it('lets the pages take nothing but types from their servers', () => {
    const pages = files.filter((file) => partOf(file).endsWith('/page'))
    const taken = pages.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^import (?!type )[^'"]*['"]([^'"]+)['"]/gm)]
        .filter(([, name]) => name.startsWith('.'))
        .map(([, name]) => partOf(path.resolve(path.dirname(file), name)))
        .filter((part) => part === 'board' || part === 'pipeline')
        .map((part) => `${path.relative(SOURCE, file)} -> ${part}`)
    )
    expect(taken).toEqual([])
  })
})

/** What both servers are made of, under the same names. */
const ROOMS = [
  'start.ts',
  'server.ts',
  'errors.ts',
  'migrations.ts',
  'schema.sql',
  'read-api/routes.ts',
  'store',
  'page'
]

describe('the two servers', () => {
  const server = files.filter((file) => ['board', 'pipeline', 'web'].includes(partOf(file)))
  const held = server.map((file) => ({ name: path.relative(SOURCE, file), text: readFileSync(file, 'utf8') }))

  it.each(['board', 'pipeline'])('have the same rooms: %s', (part) => {
    expect(ROOMS.filter((room) => !existsSync(path.join(SOURCE, part, room)))).toEqual([])
  })

  it('take their server, their sign-in and the form of their errors from one place', () => {
    const packages = ['fastify', '@fastify/cookie', '@fastify/helmet', '@fastify/static', 'rate-limiter-flexible']
    const own = files
      .filter((file) => ['board', 'pipeline'].includes(partOf(file)))
      .flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/^import (?!type )[^'"]*['"]([^'"]+)['"]/gm)]
          .filter(([, name]) => packages.includes(name))
          .map(([, name]) => `${path.relative(SOURCE, file)} -> ${name}`)
      )
    expect(own).toEqual([])
  })

  it('write to the log, never past it', () => {
    const past = server.filter((file) =>
      /^(?! \*).*\b(console\.|process\.std(out|err)\.write)/m.test(readFileSync(file, 'utf8'))
    )
    expect(past.map((file) => path.relative(SOURCE, file))).toEqual([])
  })

  it('name fixed figures in capitals', () => {
    const figures = held.flatMap(({ name, text }) =>
      [...text.matchAll(/^(?:export )?const ([a-z]\w*) = [-\d][\d_.e* ]*$/gm)].map(([, figure]) => `${name}: ${figure}`)
    )
    expect(figures).toEqual([])
  })

  it('describe objects by interfaces', () => {
    const types = held.filter(({ text }) => /^(export )?type \w+ = \{(\n( .*\n)+| [^|&[\]]*)\}$/m.test(text))
    expect(types.map(({ name }) => name)).toEqual([])
  })

  it('write the keywords of SQL in capitals', () => {
    const small = held.filter(({ text }) =>
      /(^ *|[`'])(select|insert into|update|delete from|create|alter) [a-z]/m.test(text)
    )
    expect(small.map(({ name }) => name)).toEqual([])
  })
})
