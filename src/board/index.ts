export { startBoard, type RunningBoard, type StartOptions } from './start'
export { startBoardInWorker, type WorkerStartOptions } from './start-in-worker'
export { buildServer, type ServerOptions } from './server'
export { openApiDocument } from './openapi'
export type { BoardOptions } from './store/boards'
export { BOARD_SCHEMA } from './migrations'
export {
  addBoard,
  listBoards,
  pickBoard,
  removeBoard,
  renameBoard,
  rotateAdminKey,
  type BoardSummary
} from './store/manage'
export { rotateToken } from './store/boards'
export { verifyBoard, type Difference, type Verification } from './proof/verify'
export { bringUpToDate, rebuildBoard } from './proof/rebuild'
export { BackupError, backupBoard, checkBackup, restoreBoard } from './proof/backup'
export type { Progress } from './proof/replay'
export type { Integrations } from './read-api/shapes'
