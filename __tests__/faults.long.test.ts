import { describeFaults } from './__helpers__/fault-run'

describeFaults(1, () => undefined)
