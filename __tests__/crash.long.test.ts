import { describeCrashes } from './__helpers__/crash'

describeCrashes({ kills: 20, events: 2_000 })
