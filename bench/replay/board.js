/** A real board on an embedded database, in a thread as `tractionboard start` has it, in a process of its own. */
const path = require('node:path')
const { startBoardInWorker } = require('../../dist/board')
const { collectGarbageAlone } = require('../../dist/cli/garbage')

const [folder, tokenId] = process.argv.slice(2)

collectGarbageAlone()
startBoardInWorker({
  database: { folder: path.join(folder, 'board') },
  port: 0,
  boards: [{ name: 'Bench', tokenId, adminKey: 'bench-admin-key-1' }]
}).then((board) => process.send(board.url))
process.on('disconnect', () => process.exit())
