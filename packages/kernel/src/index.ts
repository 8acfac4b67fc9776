/** Running programmes: acts, ledger, deadlines and log, on a database that keeps its word. */
export { type Beginning, begin } from './begin.ts'
export { type Clock, systemClock } from './clock.ts'
export { fromJson, type Json, readJson, toJson } from './codec.ts'
export { backup } from './db/backup.ts'
export { BackupError, type Manifest } from './db/backup-file.ts'
export * from './db/database.ts'
export { isConnectionLost, sqlState } from './db/errors.ts'
export { FolderInUse } from './db/lock-file.ts'
export { restore } from './db/restore.ts'
export * from './delivery/index.ts'
export type { Body, Entry } from './entry.ts'
export { type FactState, factsOn } from './facts.ts'
export { type FileGiven, fileBytesMax, fileOf, isDigest, mediaTypes, storeFile } from './files.ts'
export * from './import/index.ts'
export { Kernel, type KernelOptions } from './kernel.ts'
export {
  type AccountState,
  accountAt,
  accountsOf,
  type BrokenInvariant,
  balanceOn,
  brokenInvariants,
  type Movement,
  statementOf,
} from './ledger.ts'
export * from './log/index.ts'
export {
  type DeadlineState,
  type MatterFilter,
  type MatterRow,
  type MatterState,
  matterAt,
  mattersOf,
  type NoticeState,
  noticesOf,
  noticesOn,
} from './matters.ts'
export {
  firstPeople,
  installedSlugs,
  type PersonName,
  peopleAt,
  type SubjectName,
  subjectsAt,
} from './names.ts'
export { OpenError, type OpenOptions, openData, openKernel, verifierIn } from './open.ts'
export { type OpenActs, openActs, policyFor, registryOf } from './open-acts.ts'
export { consistencyFrom, exportLogOf, headOf, receiptOf } from './receipts.ts'
export type { Installed, Registry } from './registry.ts'
export { type Difference, type ReplayReport, replay } from './replay.ts'
export {
  type ActRequest,
  type Answer,
  type Asker,
  BadRequest,
  type Done,
  type Refused,
  type SlotChoice,
  type Target,
} from './request.ts'
export { type Said, type SaidReason, sayRefusal } from './said.ts'
export { type SweepReport, sweep } from './sweep.ts'
export { recomputeProvisional } from './system/provisional.ts'
export { registeredBy } from './system/register.ts'
