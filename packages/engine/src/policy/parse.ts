/**
 * Reads the files of a policy folder into typed data that remembers where everything stood. Decides whether the
 * YAML is sound and has the right shape; whether names refer to something is `link.ts`'s business.
 */
import type { Diagnostic } from '../diagnostic.ts'
import {
  type FactsFile,
  type FileKind,
  fileKinds,
  POLICY_FORMAT,
  type PolicyFile,
  type ProgrammeFile,
  type ReaderFile,
  type TableFile,
  type TeamsFile,
  type TestsFile,
  type TopicFile,
  tableSchemaFor,
} from './schema.ts'
import { checkShape } from './shape.ts'
import { type Path, type Place, readYaml } from './yaml-file.ts'

export type { Path, Place } from './yaml-file.ts'

/** One file of a policy folder; `path` is relative to the folder, with `/`. */
export type PolicyText = { readonly path: string; readonly text: string }
/** A policy as text. `folder` is how diagnostics and citations name it, such as `policy`. */
export type PolicySource = { readonly folder: string; readonly files: readonly PolicyText[] }

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
  for (const kind of ['policy', 'facts', 'teams', 'reader', 'programme'] as const) {
    const [, second] = source.files.filter((file) => kindOf(file.path) === kind)
    if (second) diagnostics.push(thereTwice(source.folder, second.path))
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

const thereTwice = (folder: string, path: string): Diagnostic => ({
  code: 'duplicate',
  severity: 'error',
  file: `${folder}/${path}`,
  line: 1,
  column: 1,
  message: `\`${path}\` stands there a second time, with another ending`,
  help: 'Keep one of the two.',
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
  const yaml = readYaml(file, text, (code, place, message, help) => {
    diagnostics.push({ code, severity: 'error', ...place, message, help })
  })
  if (!yaml) return undefined
  const { raw, place } = yaml
  if (kind === 'policy' && isOfOtherFormat(raw)) {
    diagnostics.push({
      code: 'policy-format',
      severity: 'error',
      ...place(['format']),
      message: `the policy is written in format \`${String(raw.format)}\`, this engine reads ${POLICY_FORMAT}`,
      help: 'Use the matching version of Rightdesk, or bring the policy up to date.',
    })
    return undefined
  }
  const schema = kind === 'table' ? tableSchemaFor(raw) : fileKinds[kind].schema
  const content = checkShape<unknown>(schema, yaml, diagnostics)
  return content === undefined ? undefined : { content, place }
}

const isOfOtherFormat = (raw: unknown): raw is { format: unknown } =>
  typeof raw === 'object' && raw !== null && 'format' in raw && raw.format !== POLICY_FORMAT
