import { describeCrashes } from './__helpers__/crash'

describeCrashes({ kills: 2, events: 200 })
