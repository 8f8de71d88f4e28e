export { startPipeline, type Pipeline, type PipelineOptions } from './start'
export type { Outcome, State } from './outcomes'
export type { SourceOptions } from './sources'
export { PIPELINE_SCHEMA } from './migrations'
