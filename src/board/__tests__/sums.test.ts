import { openBoardDatabase } from '../../../__tests__/__helpers__/board'
import { describeSums } from '../../../__tests__/__helpers__/sums'

describeSums(openBoardDatabase, { runs: 8 })
