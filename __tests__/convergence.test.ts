import { openBoardDatabase } from './__helpers__/board'
import { describeConvergence } from './__helpers__/convergence'

describeConvergence(openBoardDatabase, { orders: 30, deletions: 6 })
