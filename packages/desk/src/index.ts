/** The running desk's public surface: the operations, how one is performed, and the store beneath. */
export {
  type Actor,
  demand,
  type Grant,
  holds,
  type Role,
  roleNames,
  roles,
  type Scope,
  scopes,
  systemActor,
  teamsWith,
} from './access.ts'
export { currentReader } from './answering.ts'
export { type AuditVerification, sealAudit, verifyAudit, writeAudit } from './audit.ts'
export type { Answering, Context, Services, Surface } from './context.ts'
export { asOneTransaction, hadDemo, isUntouched, noteDemo, playTimers } from './demo.ts'
export { idMaker } from './ids.ts'
export { type Listening, type Live, type LiveMessage, startLive } from './live/live.ts'
export { type Call, type Operation, perform } from './operation.ts'
export {
  type InputOf,
  type OperationName,
  type OperationsByName,
  type OutputOf,
  operations,
  operationsByName,
} from './operations/index.ts'
export {
  acceptInvitation,
  contextOf,
  type Invitation,
  inviteFirstAdmin,
  nobody,
  type OpenInvitation,
  openInvitation,
  personForSignIn,
} from './people/invitations.ts'
export { actorOfKey, keyPrefix } from './people/keys.ts'
export { actorOf } from './people/person.ts'
export { type Performed, performed } from './performed.ts'
export { recordPolicy } from './policies/versions.ts'
export { asName } from './shapes.ts'
export { backUp, restore } from './store/backup.ts'
export type { Progress as StoreProgress } from './store/carry.ts'
export { dumpSchema } from './store/dump.ts'
export { type StoreKind, storeKindOf } from './store/kind.ts'
export { move } from './store/move.ts'
export { openStore, type Store } from './store/open.ts'
export type { Deliver, DeliveryOutcome, DeliveryTarget } from './work/deliveries.ts'
export { type DeskGauges, deskGauges } from './work/gauges.ts'
export { type Message, type MessageKind, messageKinds } from './work/outbox.ts'
export { keyFor, type Vault, vaultWith } from './work/vault.ts'
export { beginDay, startWorker, type Worker, type WorkerLog, type WorkerOptions } from './work/worker.ts'
