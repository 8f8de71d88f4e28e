import { relative, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** `src/board/page` is built into `dist/board/page`, which the board serves; every other page likewise. */
const sameFolderInDist: Plugin = {
  name: 'same-folder-in-dist',
  config: ({ root = '.' }) => ({ build: { outDir: resolve('dist', relative('src', root)) } })
}

/** Builds the page that is named on the command line: `vite build src/board/page --config vite.config.mts`. */
export default defineConfig({
  plugins: [react(), sameFolderInDist],
  build: {
    emptyOutDir: true,
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
    // Data URLs would need a looser Content-Security-Policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Libraries apart from the page, so that a browser keeps them when only the page has changed.
          groups: [
            { name: 'charts', test: /node_modules[\\/](recharts|d3-|victory-)/, priority: 2 },
            { name: 'libraries', test: /node_modules/, priority: 1 }
          ]
        }
      }
    }
  }
})
