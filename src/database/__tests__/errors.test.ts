import { unavailability } from '..'

test.each([
  ['53100', 'could not extend file', 'full'],
  ['55P03', 'canceling statement due to lock timeout', 'busy'],
  ['57014', 'canceling statement due to statement timeout', 'busy'],
  ['57P01', 'terminating connection due to unexpected postmaster exit', 'away'],
  [undefined, 'Connection terminated unexpectedly', 'away'],
  // As the coordinator of a Citus says that a node has gone.
  ['08006', 'connection to the remote node postgres@127.0.0.1:9701 failed', 'away'],
  ['58030', 'failed to COPY to shard 102038 on 127.0.0.1:9702', 'away'],
  ['XX000', 'failure on connection marked as essential: 127.0.0.1:9702', 'away'],
  ['XX000', 'server closed the connection unexpectedly', 'away'],
  ['XX000', 'SSL SYSCALL error: EOF detected', 'away'],
  ['XX000', 'duplicate key value violates unique constraint "events_pkey_102036"', undefined],
  ['23505', 'duplicate key value violates unique constraint "events_pkey"', undefined],
  ['42P01', 'relation "board.none" does not exist', undefined]
])('%s %s: %s', (code, message, expected) => {
  expect(unavailability(Object.assign(new Error(message), { code }))).toBe(expected)
})
