import { workerData } from 'node:worker_threads'
import type { EngineOptions } from './engine'
import { serve } from './serve'

void serve(workerData as EngineOptions)
