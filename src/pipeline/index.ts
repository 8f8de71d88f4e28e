export { startPipeline, type RunningPipeline, type StartOptions } from './start'
export type { Outcome, State } from './outcomes'
export type { SourceOptions } from './sources'
export { PIPELINE_SCHEMA } from './migrations'
