import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** `src/board/page` is built into `dist/board/page`, which the board serves; every other page likewise. */
const sameFolderInDist: Plugin = {
  name: 'same-folder-in-dist',
  config: ({ root = '.' }) => ({ build: { outDir: resolve('dist', relative('src', root)) } })
}

const CHARTS =
  /node_modules[\\/](cmdk|@radix-ui|recharts|d3-|victory-|internmap|@reduxjs|redux|react-redux|reselect|immer|es-toolkit|eventemitter3|decimal\.js-light)/

/** Files below this size do not get shorter. */
const SHORTEST_COMPRESSED = 1024

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
  plugins: [react(), sameFolderInDist, compressed],
  build: {
    emptyOutDir: true,
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
    // Data URLs would need a looser Content-Security-Policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Libraries apart from the page, so that a browser keeps them when only the page has changed. What only charts need stays
          // with the views that draw them.
          groups: [{ name: 'libraries', test: (id) => /node_modules/.test(id) && !CHARTS.test(id) }]
        }
      }
    }
  }
})
