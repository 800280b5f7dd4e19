/**
 * Reads the files of a policy folder into typed data that remembers where everything stood. Decides whether the
 * YAML is sound and has the right shape; whether names refer to something is `link.ts`'s business.
 */
import { isAlias, LineCounter, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import type { Diagnostic, DiagnosticCode } from '../diagnostic.ts'
import { nearest, suggest } from '../nearest.ts'
import {
  type FactsFile,
  type FileKind,
  fileKinds,
  type PolicyFile,
  POLICY_FORMAT,
  type ProgrammeFile,
  type ReaderFile,
  type TableFile,
  type TeamsFile,
  type TestsFile,
  type TopicFile,
  tableSchemaFor,
} from './schema.ts'

/** One file of a policy folder; `path` is relative to the folder, with `/`. */
export type PolicyText = { readonly path: string; readonly text: string }
/** A policy as text. `folder` is how diagnostics and citations name it, such as `policy`. */
export type PolicySource = { readonly folder: string; readonly files: readonly PolicyText[] }

/** A place in a file; lines and columns count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number }
/** The keys that lead to a value inside one YAML file. */
export type Path = readonly (string | number)[]

/** A file's content with the means to say where a part of it stands. */
export type Parsed<T> = {
  readonly content: T
  /** Where the value at `path` stands, or its nearest ancestor that exists. */
  readonly place: (path: Path) => Place
}

export type ParsedPolicy = {
  readonly policy: Parsed<PolicyFile>
  readonly facts: Parsed<FactsFile>
  readonly teams: Parsed<TeamsFile>
  readonly reader: Parsed<ReaderFile> | undefined
  readonly programme: Parsed<ProgrammeFile> | undefined
  readonly topics: readonly Parsed<TopicFile>[]
  readonly tables: readonly Parsed<TableFile>[]
  readonly tests: readonly Parsed<TestsFile>[]
}

/** A file of a policy is text that people review; anything larger is a mistake. In UTF-16 units. */
const fileLengthMax = 2_000_000

/** Parses all files and reports every fault at once; `policy` is absent when there is an error. */
export function parsePolicy(source: PolicySource): { policy?: ParsedPolicy; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const found: { [K in FileKind]?: Parsed<unknown>[] } = {}
  for (const file of source.files) {
    const kind = kindOf(file.path)
    if (!kind) {
      diagnostics.push(unknownFile(source.folder, file.path))
      continue
    }
    const parsed = parseFile(kind, `${source.folder}/${file.path}`, file.text, diagnostics)
    if (!parsed) continue
    found[kind] ??= []
    found[kind].push(parsed)
  }
  for (const kind of ['policy', 'facts', 'teams'] as const) {
    const broken = source.files.some((file) => kindOf(file.path) === kind)
    if (!broken) diagnostics.push(missingFile(source.folder, kind))
  }
  if (diagnostics.some((d) => d.severity === 'error')) return { diagnostics }
  const all = <T>(kind: FileKind): Parsed<T>[] => (found[kind] ?? []) as Parsed<T>[]
  const policy: ParsedPolicy = {
    policy: all<PolicyFile>('policy')[0]!,
    facts: all<FactsFile>('facts')[0]!,
    teams: all<TeamsFile>('teams')[0]!,
    reader: all<ReaderFile>('reader')[0],
    programme: all<ProgrammeFile>('programme')[0],
    topics: all('topic'),
    tables: all('table'),
    tests: all('tests'),
  }
  return { policy, diagnostics }
}

const kindOf = (path: string): FileKind | undefined =>
  (Object.keys(fileKinds) as FileKind[]).find((kind) => fileKinds[kind].pattern.test(path))

const unknownFile = (folder: string, path: string): Diagnostic => ({
  code: 'file-unknown',
  severity: 'error',
  file: `${folder}/${path}`,
  line: 1,
  column: 1,
  message: `\`${path}\` is not a file of a policy`,
  help: `Rename or remove it. A policy has ${Object.values(fileKinds)
    .map((kind) => `\`${kind.where}\``)
    .join(', ')}.`,
})

const missingFile = (folder: string, kind: FileKind): Diagnostic => ({
  code: 'file-missing',
  severity: 'error',
  file: `${folder}/${fileKinds[kind].where}`,
  line: 1,
  column: 1,
  message: `\`${fileKinds[kind].where}\` is missing`,
  help: 'Every policy needs it. `rightdesk init` writes a complete policy to start from.',
})

function parseFile(
  kind: FileKind,
  file: string,
  text: string,
  diagnostics: Diagnostic[],
): Parsed<unknown> | undefined {
  const faults = diagnostics.length
  const at = (code: DiagnosticCode, place: Place, message: string, help: string): void => {
    diagnostics.push({ code, severity: 'error', ...place, message, help })
  }
  if (text.length > fileLengthMax) {
    const message = `the file has ${text.length} characters, more than ${fileLengthMax}`
    at('file-too-large', { file, line: 1, column: 1 }, message, 'Split it into several files.')
    return undefined
  }
  const lines = new LineCounter()
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  const document = parseYaml(text, lines)
  if (document instanceof RangeError) {
    at('yaml-syntax', { file, line: 1, column: 1 }, 'the file is nested too deeply', 'Write it flat.')
    return undefined
  }
  for (const error of document.errors) {
    const help =
      error.code === 'DUPLICATE_KEY' ? 'Keep one of the two.' : 'Mend the YAML at this place.'
    const code = error.code === 'DUPLICATE_KEY' ? 'duplicate' : 'yaml-syntax'
    at(code, placeAt(error.pos[0]), oneLine(error.message), help)
  }
  visit(document, {
    Alias: (_, node) => {
      at('yaml-alias', placeAt(node.range?.[0] ?? 0), `\`*${node.source}\` is a YAML alias`, 'Write the value out.')
    },
  })
  if (diagnostics.length > faults) return undefined
  const place = (path: Path): Place => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
      if (node && typeof node === 'object' && 'range' in node && !isAlias(node) && node.range) {
        return placeAt((node.range as readonly number[])[0]!)
      }
    }
    return { file, line: 1, column: 1 }
  }
  const raw: unknown = document.toJS()
  if (kind === 'policy' && differentFormat(raw)) {
    const message = `the policy is written in format \`${String(raw.format)}\`, this engine reads ${POLICY_FORMAT}`
    at('policy-format', place(['format']), message, 'Use the matching version of Rightdesk, or bring the policy up to date.')
    return undefined
  }
  const schema = kind === 'table' ? tableSchemaFor(raw) : fileKinds[kind].schema
  const shaped = schema.safeParse(raw)
  if (!shaped.success) {
    for (const issue of shaped.error.issues) reportShape(issue, raw, place, diagnostics)
    return undefined
  }
  return { content: shaped.data, place }
}

const differentFormat = (raw: unknown): raw is { format: unknown } =>
  typeof raw === 'object' && raw !== null && 'format' in raw && raw.format !== POLICY_FORMAT

function parseYaml(text: string, lineCounter: LineCounter): ReturnType<typeof parseDocument> | RangeError {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true })
  } catch (error) {
    // Deep nesting overflows the parser's stack; nothing else is thrown for text.
    if (error instanceof RangeError) return error
    throw error
  }
}

const oneLine = (message: string): string => message.replace(/\s+/g, ' ').trim()

function reportShape(
  issue: z.core.$ZodIssue,
  raw: unknown,
  place: Parsed<unknown>['place'],
  diagnostics: Diagnostic[],
): void {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  const report = (at: Path, message: string, help: string): void => {
    diagnostics.push({ code: 'shape', severity: 'error', ...place(at), message: oneLine(message), help })
  }
  const where = path.length ? `\`${path.join('.')}\`` : 'the file'
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      const known = 'expectedKeys' in issue ? (issue.expectedKeys as string[]) : []
      const close = nearest(key, known)
      const help = close ? `Did you mean \`${close}\`?` : 'Remove it, or see docs/policy.md for what may stand here.'
      report([...path, key], `\`${key}\` is not known in ${where}`, help)
    }
    return
  }
  const value = valueAt(raw, path)
  if (issue.code === 'invalid_value') {
    const shown = JSON.stringify(value)?.slice(0, 80) ?? 'nothing'
    report(path, `${where} cannot be \`${shown}\``, suggest(String(value), issue.values.map(String)))
    return
  }
  const got = value === undefined ? 'nothing' : (JSON.stringify(value)?.slice(0, 80) ?? 'nothing')
  report(path, `${where}: ${issue.message.toLowerCase()} (found \`${got}\`)`, 'See docs/policy.md for what may stand here.')
}

const valueAt = (raw: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined,
    raw,
  )
