/**
 * A fault in a policy, said so that its author can mend it: where, what, and what to do. Diagnostics are
 * collected, never thrown: an author sees all of them at once. Faults in an ask are refusals (`refusal.ts`),
 * doubts about a decision are its `warnings`.
 */

/** Every code has an entry in docs/errors.md; a test holds the two together. */
export const diagnosticCodes = [
  'yaml-syntax',
  'yaml-alias',
  'file-too-large',
  'file-unknown',
  'file-missing',
  'policy-format',
  'shape',
  'duplicate',
  'unknown-fact',
  'unknown-value',
  'unknown-team',
  'unknown-channel',
  'unknown-topic',
  'unknown-row',
  'unknown-parameter',
  'unknown-table',
  'bad-condition',
  'bad-template',
  'bad-signal',
  'derivation-order',
  'override-expired',
  'gap',
  'overlap',
  'unreachable-rule',
  'hand-off-loop',
  'fact-unused',
  'topic-without-examples',
  'row-uncited',
  'row-untested',
  'not-proven',
] as const
export type DiagnosticCode = (typeof diagnosticCodes)[number]

/** One fault. Lines and columns count from 1; `help` says what to do next. */
export type Diagnostic = {
  readonly code: DiagnosticCode
  readonly severity: 'error' | 'warning'
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
  readonly help: string
  /** For proofs: one concrete ask that shows the fault, as facts. */
  readonly example?: Readonly<Record<string, unknown>>
}

/** `file:line:column`, as editors and terminals link it. */
export const placeOf = (at: Pick<Diagnostic, 'file' | 'line' | 'column'>): string =>
  `${at.file}:${at.line}:${at.column}`

/** Errors first, then by place; the order in which an author mends them. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const rank = (d: Diagnostic): number => (d.severity === 'error' ? 0 : 1)
  return [...diagnostics].sort(
    (a, b) => rank(a) - rank(b) || a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  )
}

/** Takes a fault as it is found; without `severity` it is an error. */
export type Report = (
  code: DiagnosticCode,
  place: Pick<Diagnostic, 'file' | 'line' | 'column'>,
  message: string,
  help: string,
  severity?: Diagnostic['severity'],
) => void
