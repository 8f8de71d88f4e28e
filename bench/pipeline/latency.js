/**
 * How long after its 200 an event is committed at the board, at 500 events a second. Demanded: p99 under 300 ms. The
 * time is taken when the pipeline has recorded the delivery, which is a little later. Run `npm run build` first.
 *
 * node bench/pipeline/latency.js [seconds]
 */
const { startProduct, load, drain } = require('./load')

async function main() {
  const seconds = Number(process.argv[2] ?? 60)
  const { url, state, stop } = await startProduct({ ids: true })
  await load(url, { rate: 2000, seconds: 2 }).then(({ sent }) => drain(state, sent))
  const before = state.delivered
  const { sent, accepted } = await load(url, { rate: 500, seconds })
  await drain(state, before + sent)
  const deliveredAt = new Map(state.deliveries.flatMap(({ ids, at }) => ids.map((id) => [id, at])))
  const delays = accepted
    .flatMap(({ ids, at }) => ids.map((id) => deliveredAt.get(id) - at))
    .sort((one, other) => one - other)
  const percentile = (share) => delays[Math.min(Math.floor(delays.length * share), delays.length - 1)]
  console.log(`${sent} events at ${Math.round(sent / seconds)} a second`)
  console.log(
    `from 200 to recorded: p50 ${percentile(0.5)} ms, p99 ${percentile(0.99)} ms, longest ${percentile(1)} ms`
  )
  await stop()
}

main()
