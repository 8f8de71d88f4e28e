'use strict'

const Sequencer = require('@jest/test-sequencer').default

/** What takes minutes: begun last, it would keep one worker busy while the others wait. Jest knows no durations in a fresh clone. */
const LONGEST = ['power-cut-pipeline', 'power-cut-board', 'hostile-events', 'sample-data', 'convergence-postgres']

/** Starts the longest suites first, and the others as Jest would: by their durations where it knows them, else by their size. */
module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = LONGEST.findIndex((name) => path.endsWith(`/${name}.long.test.ts`))
      return index < 0 ? LONGEST.length : index
    }
    return super.sort(tests).sort((one, other) => rank(one) - rank(other))
  }
}
