/** Reads one YAML file of a policy into plain data that remembers where everything stood. Knows nothing of policies. */
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { DiagnosticCode } from '../diagnostic.ts'

/** A place in a file; lines and columns count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number }
/** The keys that lead to a value inside one YAML file. */
export type Path = readonly (string | number)[]

export type YamlFile = {
  readonly raw: unknown
  /** Where the value at `path` stands, or its nearest ancestor that exists. */
  readonly place: (path: Path) => Place
  /** Where the key itself stands that ends `path`. */
  readonly placeOfKey: (path: Path) => Place
}

/** Faults told of one file; whoever has mended so many looks again. */
export const faultsMax = 100

type ReportFault = (code: DiagnosticCode, place: Place, message: string, help: string) => void
type Document = ReturnType<typeof parseDocument>

/** A file of a policy is text that people review; anything larger is a mistake. In UTF-16 units. */
const fileLengthMax = 2_000_000

/** Parses a file; `undefined` when it has faults, which are all reported. */
export function readYaml(file: string, text: string, report: ReportFault): YamlFile | undefined {
  const start: Place = { file, line: 1, column: 1 }
  if (text.length > fileLengthMax) {
    const message = `the file has ${text.length} characters, more than ${fileLengthMax}`
    report('file-too-large', start, message, 'Split it into several files.')
    return undefined
  }
  try {
    return parse(file, text, report)
  } catch (error) {
    // Deep nesting overflows the stack of the parser or of what walks its result; nothing else is thrown for text.
    if (!(error instanceof RangeError)) throw error
    report('yaml-syntax', start, 'the file is nested too deeply', 'Write it flat.')
    return undefined
  }
}

function parse(file: string, text: string, report: ReportFault): YamlFile | undefined {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false })
  if (document.errors.some(({ message }) => /call stack/i.test(message)))
    throw new RangeError('nested too deeply')
  const placeAt = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  if (faultsOf(document, placeAt, report) > 0) return undefined
  const place = (path: Path): Place => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
      if (isNode(node) && node.range) return placeAt(node.range[0])
    }
    return { file, line: 1, column: 1 }
  }
  const placeOfKey = (path: Path): Place => {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
    const pairs = isMap(parent) ? parent.items : []
    const key = pairs.map((pair) => pair.key).find((one) => isScalar(one) && one.value === path.at(-1))
    return isNode(key) && key.range ? placeAt(key.range[0]) : place(path)
  }
  return { raw: document.toJS(), place, placeOfKey }
}

/** Reports what is wrong with the YAML itself, and what a policy must not use of it; gives the number of faults. */
function faultsOf(document: Document, placeAt: (offset: number) => Place, report: ReportFault): number {
  const faults: { code: DiagnosticCode; offset: number; message: string; help: string }[] = []
  const fault = (code: DiagnosticCode, offset: number, message: string, help: string): void => {
    faults.push({ code, offset, message: message.replace(/\s+/g, ' ').trim(), help })
  }
  for (const { pos, message } of document.errors)
    fault('yaml-syntax', pos[0], message, 'Mend the YAML at this place.')
  visit(document, {
    Alias: (_, { source, range }) => {
      fault('yaml-alias', range?.[0] ?? 0, `\`*${source}\` is a YAML alias`, 'Write the value out.')
    },
    // The parser's own check compares every key with every other.
    Map: (_, { items }) => {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        const at = key.range?.[0] ?? 0
        if (key.value === '__proto__') fault('shape', at, '`__proto__` is not a name', 'Rename it.')
        if (seen.has(key.value))
          fault('duplicate', at, `\`${String(key.value)}\` stands there twice`, 'Keep one of the two.')
        seen.add(key.value)
      }
    },
  })
  faults.sort((a, b) => a.offset - b.offset)
  for (const { code, offset, message, help } of faults.slice(0, faultsMax))
    report(code, placeAt(offset), message, help)
  return faults.length
}
