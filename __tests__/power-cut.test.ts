import { describePowerCuts } from './__helpers__/power-cuts'

describePowerCuts(2)
