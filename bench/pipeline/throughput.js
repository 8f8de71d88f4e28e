/**
 * Events a second, end to end: batches of 100 over HTTP into the pipeline until they are committed at the board, for a
 * minute, as fast as they are accepted. Demanded: 10,000, at 200 µs of processor time each. Run `npm run build` first.
 * With several clones that were built they take turns, under the same load.
 *
 * node bench/pipeline/throughput.js [seconds] [folder of a clone]...
 */
const { startProduct, load, drain } = require('./load')

async function measure(seconds, clone) {
  const { url, state, stop } = await startProduct({ clone })
  await load(url, { rate: 2000, seconds: 2 }).then(({ sent }) => drain(state, sent))
  const before = state.delivered
  const { cpu } = state
  const { sent, started } = await load(url, { rate: Infinity, seconds })
  const within = state.delivered - before
  await drain(state, before + sent)
  const total = (Date.now() - started) / 1000
  console.log(`accepted in ${seconds} s:   ${sent} events, ${Math.round(sent / seconds)} a second`)
  console.log(`delivered in ${seconds} s:  ${within} events, ${Math.round(within / seconds)} a second`)
  console.log(`all delivered after: ${total.toFixed(1)} s, ${Math.round(sent / total)} events a second`)
  console.log(`memory: ${Math.round(state.memory / 1e6)} MB, other outcomes: ${JSON.stringify(state.others)}`)
  // On a machine that others use too, this tells more than the clock: both threads' work for an event, in microseconds.
  console.log(`processor time: ${Math.round((state.cpu - cpu) / sent)} µs an event`)
  await stop()
}

async function main() {
  const [, , seconds = '60', ...clones] = process.argv
  for (const clone of clones.length > 0 ? clones : [undefined]) {
    if (clone) console.log(clone)
    await measure(Number(seconds), clone)
  }
}

main()
