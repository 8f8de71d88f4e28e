import { cutPowerOfBoard, cutPowerOfPipeline } from './__helpers__/power-cuts'

describe('board', () => {
  cutPowerOfBoard(2)
})
describe('pipeline', () => {
  cutPowerOfPipeline(2)
})
