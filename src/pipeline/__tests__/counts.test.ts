import { describeCounts } from './__helpers__/counts'

describe('of an embedded database', () => {
  describeCounts(() => Promise.resolve({ memory: true }))
})
