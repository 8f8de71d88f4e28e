'use strict'

const threads = require('node:worker_threads')

/** Threads that tests start from the sources: Node compiles them as Jest compiles the rest. */
if (!threads.Worker.readsTypeScript) {
  threads.Worker = class extends threads.Worker {
    static readsTypeScript = true

    constructor(file, options) {
      const execArgv = ['--require', require.resolve('./typescript-hook.js')]
      super(file, String(file).endsWith('.ts') ? { ...options, execArgv } : options)
    }
  }
}
