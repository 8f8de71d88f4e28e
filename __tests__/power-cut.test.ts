import { cutPowerOfBoard, cutPowerOfPipeline } from './__helpers__/power-cuts'

describe('board', () => {
  cutPowerOfBoard(1)
})
describe('pipeline', () => {
  cutPowerOfPipeline(1)
})
