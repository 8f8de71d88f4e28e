const http = require('http')

/** A loopback server that answers at once, in each destination's form: what is measured is the destination. */
const EVENTS_IN_A_BATCH = 1000
const ANSWERS = {
  '/v1/events': JSON.stringify({ results: Array(EVENTS_IN_A_BATCH).fill({ status: 201 }) }),
  '/v1/batch': JSON.stringify({ status: 'ok', accepted: EVENTS_IN_A_BATCH, failed: 0 })
}

const server = http.createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('Content-Type', 'application/json')
    response.end(ANSWERS[request.url])
  })
})

server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
