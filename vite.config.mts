import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import subsetFont from 'subset-font'
import { defineConfig, type Plugin } from 'vite'

/** `src/board/page` is built into `dist/board/page`, which the board serves; every other page likewise. */
const sameFolderInDist: Plugin = {
  name: 'same-folder-in-dist',
  config: ({ root = '.' }) => ({ build: { outDir: resolve('dist', relative('src', root)) } })
}

type Range = [from: number, to: number]

/** The characters that a page is written in: the face of these comes with every view. */
const PLAIN: Range[] = [
  [0x20, 0x7e],
  [0xa0, 0xa0],
  [0xb7, 0xb7],
  [0xd7, 0xd7],
  [0xf7, 0xf7],
  [0x2013, 0x2014],
  [0x2018, 0x2019],
  [0x201c, 0x201d],
  [0x2026, 0x2026],
  [0x202f, 0x202f],
  [0x20ac, 0x20ac],
  [0x2190, 0x2193],
  [0x2212, 0x2212]
]

/** What else of Latin a name is likely to have: a face of its own, which comes where one of these is shown. */
const ACCENTED: Range[] = [
  [0xa1, 0xb6],
  [0xb8, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0xff],
  [0x131, 0x131],
  [0x152, 0x153],
  [0x2010, 0x2012],
  [0x2015, 0x2015],
  [0x201a, 0x201b],
  [0x201e, 0x201e],
  [0x2020, 0x2025],
  [0x2030, 0x2030],
  [0x2039, 0x203a],
  [0x2122, 0x2122]
]

/** Of the font's weights those between regular text and headings, of its features what the look asks for. */
const LEAN = {
  targetFormat: 'woff2' as const,
  variationAxes: { wght: { min: 400, max: 650 } },
  keepFeatures: ['kern', 'tnum']
}

function leanFace(font: Buffer, ranges: Range[]): Promise<Buffer> {
  const characters = ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index))
  )
  return subsetFont(font, characters.join(''), LEAN)
}

const unicodeRange = (ranges: Range[]) =>
  `unicode-range:${ranges.map(([from, to]) => `U+${from.toString(16)}-${to.toString(16)}`).join()}`

/** Makes two lean faces of the Latin one. */
const leanFont: Plugin = {
  name: 'lean-font',
  async generateBundle(_options, bundle) {
    const assets = Object.values(bundle).filter((file) => file.type === 'asset')
    const latin = assets.find(({ fileName }) => /inter-latin-wght-normal.*\.woff2$/.test(fileName))
    if (!latin) throw new Error('The page has no font.')
    const font = Buffer.from(latin.source)
    latin.source = await leanFace(font, PLAIN)
    const source = await leanFace(font, ACCENTED)
    const accented = this.getFileName(
      this.emitFile({ type: 'asset', name: 'inter-accented-wght-normal.woff2', source })
    )
    for (const css of assets.filter(({ fileName }) => fileName.endsWith('.css'))) {
      css.source = String(css.source).replace(/@font-face\{[^}]*inter-latin-wght-normal[^}]*\}/, (face) =>
        [face.replace(/inter-latin-wght-normal[^)"']*/, basename(accented)), face]
          .map((rule, index) => rule.replace(/unicode-range:[^;}]*/, unicodeRange([ACCENTED, PLAIN][index])))
          .join('')
      )
    }
  }
}

/** What opens over a view: nearly half as large as all the rest of Mantine that is used. */
const OVERLAYS = inLibrary(
  '@floating-ui',
  'react-(remove|style|transition)',
  'use-(callback-ref|sidecar)',
  'tslib',
  '@mantine/(modals|notifications|store)',
  '@mantine/hooks/esm/use-focus-(trap|return)',
  '@mantine/core/esm/utils/Floating/',
  '@mantine/core/esm/components/(Modal|Drawer|Menu|Popover|ScrollArea|Overlay|Portal|FocusTrap|Notification)',
  '@mantine/core/esm/components/Combobox/(?!ComboboxChevron|Combobox.module|get-parsed)'
)
const SEGMENTED = inLibrary('@mantine/core/(esm/components|styles)/(SegmentedControl|FloatingIndicator)')
const READ_JSON = /node_modules[\\/]jsonc-parser|[\\/]json[\\/]read-json/
const CHARTS = /node_modules[\\/]d3-|src[\\/]look[\\/]charts[\\/]/

function inLibrary(...paths: string[]): RegExp {
  return new RegExp(`node_modules/(${paths.join('|')})`.replaceAll('/', '[\\\\/]'))
}

const isForSome = (id: string) => [OVERLAYS, SEGMENTED, CHARTS].some((part) => part.test(id))
const isCommon = (id: string) => !isForSome(id)

/** Files below this size do not get shorter. */
const SHORTEST_COMPRESSED = 256

/** Puts a `.br` and a `.gz` beside each file of text; the servers send those to who accepts them. index.html is filled in first. */
const compressed: Plugin = {
  name: 'compressed',
  writeBundle({ dir = '' }) {
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(js|css|svg)$/.test(name)) continue
      const content = readFileSync(join(dir, name))
      if (content.length < SHORTEST_COMPRESSED) continue
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(content))
      writeFileSync(join(dir, `${name}.gz`), gzipSync(content, { level: 9 }))
    }
  }
}

/** Builds the page that is named on the command line: `vite build src/board/page --config vite.config.mts`. */
export default defineConfig({
  plugins: [react(), sameFolderInDist, leanFont, compressed],
  build: {
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
    // Data URLs would need a looser Content-Security-Policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Libraries apart from the page, so that a browser keeps them when only the page has changed.
            { name: 'libraries', test: /node_modules/, tags: ['$initial'], priority: 6 },
            { name: 'common', test: isCommon, minShareCount: 2, priority: 5 },
            { name: 'charts', test: CHARTS, priority: 3 },
            { name: 'overlays', test: OVERLAYS, priority: 2 },
            { name: 'read-json', test: READ_JSON, priority: 6 },
            // Else it would come with the reader of JSON, which uses it, too.
            { name: 'json-object', test: /[\\/]json[\\/]json-object/, priority: 7 },
            { name: 'segmented', test: SEGMENTED, priority: 3 }
          ]
        }
      }
    }
  }
})
