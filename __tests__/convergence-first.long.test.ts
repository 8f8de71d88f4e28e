import { openBoardDatabase } from './__helpers__/board'
import { describeConvergence } from './__helpers__/convergence'

// Half of the histories; the other half is a file of its own, so that both cores have something to do.
describeConvergence(openBoardDatabase, { orders: 1_000, deletions: 100 })
