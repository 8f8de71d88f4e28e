const { existsSync } = require('node:fs')
const { join } = require('node:path')

/**
 * Runs in a process of its own what `tractionboard start` of a clone runs: a pipeline, and a board in a thread beside it, each on an
 * embedded database below the folder that is given. Tells the parent how many events are delivered, and where it is asked for which:
 * the message ids, and when they were committed at the board, by the pipeline's record of it, which comes a little later.
 */
async function main() {
  const [folder, clone, ids] = process.argv.slice(2)
  const dist = join(clone, 'dist')
  const { startBoardInWorker } = require(join(dist, 'board'))
  const { startPipeline } = require(join(dist, 'pipeline'))
  const garbage = join(dist, 'cli/garbage.js')
  if (existsSync(garbage)) require(garbage).collectGarbageAlone()
  const board = await startBoardInWorker({
    database: { folder: `${folder}/board` },
    host: '127.0.0.1',
    port: 0,
    boards: [{ name: 'Bench', tokenId: 'bench-token-id', adminKey: 'bench-admin-key-1' }]
  })
  let news = { delivered: 0, ids: [] }
  const others = {}
  const tell = (at) => {
    const { user, system } = process.cpuUsage()
    process.send({ ...news, others, at, memory: process.memoryUsage().rss, cpu: user + system })
    news = { delivered: 0, ids: [] }
  }
  const pipeline = await startPipeline({
    database: { folder: `${folder}/pipeline` },
    port: 0,
    adminKey: 'bench-admin-key-1',
    sources: [{ name: 'Bench', writeKey: 'bench', settings: { tokenId: 'bench-token-id', endpoint: board.url } }],
    onOutcome({ messageId, outcome }) {
      if (outcome === 'delivered') news.delivered++
      else others[outcome] = (others[outcome] ?? 0) + 1
      if (ids && outcome === 'delivered') news.ids.push(messageId)
      // Outcomes of a batch come in one go.
      if (news.delivered === 1) setImmediate(tell, Date.now())
    }
  })
  process.send({ url: pipeline.url })
  process.on('message', async () => {
    await pipeline.close()
    await board.close()
    process.exit()
  })
}

main()
