import { openBoardDatabase } from '../../../../__tests__/__helpers__/board'
import { describeProof } from '../../../../__tests__/__helpers__/proof'

describeProof(openBoardDatabase)
