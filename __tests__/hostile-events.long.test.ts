import { describeHostileEvents } from './__helpers__/hostile-events'

describeHostileEvents({ batches: 2000 })
