/**
 * The fault run at full length: 20,000 events, ten kills, on both databases. Run `npm run build` first.
 *
 * node bench/pipeline/faults.js [seed]
 */
const { spawnSync } = require('node:child_process')
const path = require('node:path')

const root = path.join(__dirname, '..', '..')
const { status } = spawnSync('npm', ['run', 'test:long', '--', '__tests__/faults'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FAULT_EVENTS: '20000', FAULT_KILLS: '10', SEED: process.argv[2] ?? String(Date.now()) }
})
process.exit(status)
