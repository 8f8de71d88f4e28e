import { cutPowerOfBoard } from './__helpers__/power-cuts'

cutPowerOfBoard(100)
