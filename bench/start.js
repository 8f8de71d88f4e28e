/**
 * What `tractionboard start` takes in an empty folder, and in one that it knows: until the board answers. And what
 * `tractionboard --help` takes. Run `npm run build` first. A path of another `dist/cli.js` measures that one.
 *
 * node bench/start.js [dist/cli.js]
 */
const { spawn } = require('node:child_process')
const { once } = require('node:events')
const { mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const path = require('node:path')

const CLI = path.resolve(process.argv[2] ?? path.join(__dirname, '..', 'dist', 'cli.js'))

/** Preloaded into the measured process: says what it has used when it is asked, and at its end. */
function tellUsage() {
  const tell = () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    process.send({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: Math.round(maxRSS / 1024) })
  }
  process.on('message', tell)
  process.channel.unref()
  process.on('exit', tell)
}

function run(...args) {
  const began = performance.now()
  const child = spawn(process.execPath, ['--require', __filename, CLI, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, NO_COLOR: '1' }
  })
  return { child, seconds: () => (performance.now() - began) / 1000 }
}

async function start(folder) {
  const { child, seconds } = run('start', '--data', folder, '--port', '0', '--board-port', '0')
  let printed = ''
  let firstWord
  await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`It ended early:\n${printed}`)))
    child.stdout.on('data', (chunk) => {
      firstWord ??= seconds()
      printed += chunk
      if (printed.includes('Ctrl-C')) resolve()
    })
  })
  const [, url] = /^Board +(\S+)/m.exec(printed)
  await (await fetch(url)).text()
  const ready = seconds()
  child.send('usage')
  const [usage] = await once(child, 'message')
  child.removeAllListeners('exit')
  child.kill('SIGTERM')
  await once(child, 'exit')
  return { ...usage, firstWord, ready }
}

async function help() {
  const { child, seconds } = run('--help')
  child.stdout.resume()
  const [usage] = await once(child, 'message')
  return { ...usage, firstWord: NaN, ready: seconds() }
}

async function main() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tractionboard-start-'))
  try {
    const rows = { '--help': await help(), 'first start': await start(folder), 'second start': await start(folder) }
    for (const [name, { cpuSeconds, megabytes, firstWord, ready }] of Object.entries(rows)) {
      const word = Number.isNaN(firstWord) ? '' : `, the first word after ${firstWord.toFixed(2)} s`
      console.log(
        `${name}: ${cpuSeconds.toFixed(2)} s of processor time, ${megabytes} MB at the most, done after ${ready.toFixed(2)} s${word}`
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (require.main === module) main()
else if (process.send) tellUsage()
