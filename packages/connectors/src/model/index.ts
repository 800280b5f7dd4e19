/** A language model as one more reader of asks: it proposes topics and facts, and never decides. */
export { combine, modelWeight } from './combine.ts'
export { type AnswerSchema, type Prompt, promptOf } from './prompt.ts'
export { type FactReading, type Proposal, proposalOf, type Source, silence } from './proposal.ts'
export { type Redacted, redact, type Span } from './redact.ts'
export { type ModelReader, type ModelReaderOptions, modelReader } from './wire.ts'
