/** The engine's public surface: reads an ask, decides who owns it, and says why. */

export { answerer } from './answer.ts'
export { type Ask, checkAsk, checkFacts, textLengthMax } from './ask.ts'
export { decide } from './decide.ts'
export type { Because, Decision, DecisionFact, Otherwise, Question, Status } from './decision.ts'
export {
  type Diagnostic,
  type DiagnosticCode,
  diagnosticCodes,
  placeOf,
  sortDiagnostics,
} from './diagnostic.ts'
export { capitalised, teamName } from './explain.ts'
export { suggest } from './names.ts'
export { type Check, checkPolicy, type Figures } from './policy/check.ts'
export {
  type Comparing,
  comparePolicies,
  type Move,
  type PastAsk,
  type PolicyComparison,
  type RuleChange,
} from './policy/compare.ts'
export { type CompiledPolicy, loadPolicy, type Policy, type Programme } from './policy/compiled.ts'
export { type Change, diffPolicies, type PolicyDiff } from './policy/diff.ts'
export type { FactValue } from './policy/domain.ts'
export { type Drawing, drawing, type Lit, lit } from './policy/drawing.ts'
export { mismatches } from './policy/expect.ts'
export { compileToData } from './policy/freeze.ts'
export { policyJsonSchemas } from './policy/json-schema.ts'
export {
  applyInsertions,
  type Insertion,
  insertion,
  type LearnProposal,
  proposeLearning,
} from './policy/learn.ts'
export { type LinkedPolicy, linkPolicy } from './policy/link.ts'
export { type ParsedPolicy, type PolicySource, type PolicyText, parsePolicy } from './policy/parse.ts'
export { patchOf } from './policy/patch.ts'
export { type Page, publishPolicy } from './policy/publish.ts'
export { type PolicyStudy, studyPolicy } from './policy/study.ts'
export { type TestResult, type TestRun, testPolicy } from './policy/test.ts'
export { givesOrders } from './read/orders.ts'
export { packReader } from './read/packed-reader.ts'
export {
  learnCorrections,
  type Reader,
  type ReaderSource,
  read,
  readerSourceOf,
  trainReader,
  unlearnCorrection,
  withoutCorrections,
} from './read/read.ts'
export type { Reading } from './read/reading.ts'
export { type Segment, segment } from './read/segment.ts'
export type { Correction } from './read/topic-reader.ts'
export { Refusal, type RefusalCode, refusalCodes } from './refusal.ts'
export { answers, type Facts } from './walk.ts'
