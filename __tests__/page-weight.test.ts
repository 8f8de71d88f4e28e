import { existsSync, readdirSync, readFileSync, statSync } from 'fs'
import { join } from 'path'
import { builtPage } from './__helpers__/window'

/** In bytes, compressed as they are sent. */
const LIMITS = { plain: 170_000, draws: 250_000 }
/** Views with a chart. */
const DRAW = ['OverviewPage', 'DeliveriesPage']
/** What comes with a file on the wire. */
const HEADERS = 350

interface Chunk {
  file: string
  isDynamicEntry?: boolean
  imports?: string[]
  css?: string[]
}

/** The built page of a part: its chunks by their source, and how many bytes a file of it takes on the wire. */
function built(part: 'board' | 'pipeline') {
  const folder = builtPage(part)
  const chunks = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>
  const sizeOf = (file: string) => {
    const compressed = join(folder, `${file}.br`)
    return statSync(existsSync(compressed) ? compressed : join(folder, file)).size + HEADERS
  }
  return { folder, chunks, sizeOf }
}

/** All that a browser loads for these chunks before it shows them. */
function filesOf(chunks: Record<string, Chunk>, sources: readonly string[], files = new Set<string>()): Set<string> {
  for (const { file, css = [], imports = [] } of sources.map((source) => chunks[source])) {
    if (files.has(file)) continue
    for (const one of [file, ...css]) files.add(one)
    filesOf(chunks, imports, files)
  }
  return files
}

describe.each(['board', 'pipeline'] as const)('the page of the %s', (part) => {
  it('has no first view that is heavier than it may be', () => {
    const { chunks, sizeOf } = built(part)
    const font = Object.values(chunks).find(({ file }) => /inter-latin-wght/.test(file))!
    const views = Object.entries(chunks).filter(
      ([source, { isDynamicEntry }]) => isDynamicEntry && /Page\.tsx$/.test(source)
    )
    expect(views.length).toBeGreaterThan(6)
    const tooHeavy = views.flatMap(([source]) => {
      const files = ['index.html', font.file, 'favicon.svg', ...filesOf(chunks, ['index.html', source])]
      const weight = files.reduce((sum, file) => sum + sizeOf(file), 0)
      const limit = DRAW.some((name) => source.includes(`/${name}.`)) ? LIMITS.draws : LIMITS.plain
      return weight > limit ? [`${source}: ${weight}`] : []
    })
    expect(tooHeavy).toEqual([])
  })

  it('brings the style of every component of Mantine that it shows', () => {
    const { folder } = built(part)
    const read = (ending: string) =>
      readdirSync(join(folder, 'assets'))
        .filter((name) => name.endsWith(ending))
        .map((name) => readFileSync(join(folder, 'assets', name), 'utf8'))
        .join('\n')
    const all = ['core', 'notifications'].map((name) =>
      readFileSync(require.resolve(`@mantine/${name}/styles.css`), 'utf8')
    )
    const classesIn = (text: string) => new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g))
    // The arrow of a NativeSelect, styled in look.css, bears the names of the whole of a Select with it.
    const ofSelect = classesIn(readFileSync(require.resolve('@mantine/core/styles/Combobox.css'), 'utf8'))
    const brought = classesIn(read('.css'))
    const styled = [...classesIn(all.join('\n'))].filter((name) => !ofSelect.has(name))
    const shown = classesIn(read('.js'))
    expect(styled.filter((name) => shown.has(name) && !brought.has(name))).toEqual([])
  })
})
