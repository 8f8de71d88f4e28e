import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { startBoard } from '../src/board'
import { startPipeline } from '../src/pipeline'

/** The examples of the public functions' comments, run as they are written there. */

const SOURCE = path.join(__dirname, '..', 'src')

function exampleIn(file: string): string {
  const [, example] =
    / \* @example\n((?: \*.*\n)+?) \*\n \* @/.exec(readFileSync(path.join(SOURCE, file), 'utf8')) ?? []
  if (example === undefined) throw new Error(`src/${file} has no example`)
  return example.replace(/^ \* ?/gm, '')
}

/** Runs an example, and gives what it prints. */
async function run(file: string): Promise<unknown[]> {
  const printed: unknown[] = []
  const { outputText } = ts.transpileModule(`(async () => {${exampleIn(file)}})`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 }
  })
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is what the comment says
  const start = new Function('startBoard', 'startPipeline', 'console', `return ${outputText}`)
  await start(startBoard, startPipeline, { log: (value: unknown) => printed.push(value) })()
  return printed
}

it.each([
  ['board/start.ts', [{ token_id: 'a-token-id', name: 'Acme', number: 1 }]],
  ['pipeline/start.ts', [200]]
])(
  'src/%s does what its example says',
  async (file, printed) => {
    expect(await run(file)).toEqual(printed)
  },
  60_000
)
