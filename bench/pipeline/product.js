const { startBoardInWorker } = require('../../dist/board')
const { collectGarbageAlone } = require('../../dist/cli/garbage')
const { startPipeline } = require('../../dist/pipeline')

/**
 * Runs in a process of its own what `tractionboard start` runs: a pipeline, and a board in a thread beside it, each on an
 * embedded database below the folder that is given. Tells the parent of each delivery: its message id and when it was
 * committed at the board, by the pipeline's record of it, which comes a little later.
 */
async function main() {
  const [folder] = process.argv.slice(2)
  collectGarbageAlone()
  const board = await startBoardInWorker({
    database: { folder: `${folder}/board` },
    host: '127.0.0.1',
    port: 0,
    boards: [{ name: 'Bench', tokenId: 'bench-token-id', adminKey: 'bench-admin-key-1' }]
  })
  let delivered = []
  const others = {}
  const pipeline = await startPipeline({
    database: { folder: `${folder}/pipeline` },
    port: 0,
    adminKey: 'bench-admin-key-1',
    sources: [{ name: 'Bench', writeKey: 'bench', settings: { tokenId: 'bench-token-id', endpoint: board.url } }],
    onOutcome({ messageId, outcome }) {
      if (outcome === 'delivered') delivered.push(messageId)
      else others[outcome] = (others[outcome] ?? 0) + 1
      // Outcomes of a batch come in one go.
      if (delivered.length === 1) setImmediate(tell, Date.now())
    }
  })
  const tell = (at) => {
    const { user, system } = process.cpuUsage()
    process.send({ delivered, others, at, memory: process.memoryUsage().rss, cpu: user + system })
    delivered = []
  }
  process.send({ url: pipeline.url })
  process.on('message', async () => {
    await pipeline.close()
    await board.close()
    process.exit()
  })
}

main()
