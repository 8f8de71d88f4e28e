import { cutPowerOfPipeline } from './__helpers__/power-cuts'

cutPowerOfPipeline(100)
