/** The two pages of the API for people: its reference, made from the OpenAPI document, and one about each problem. */
import { createHash } from 'node:crypto'
import type { DescribedOperation, OpenApi, Parameter } from './openapi.ts'
import { type ProblemCode, problems } from './problems.ts'
import type { JsonSchema } from './schemas.ts'

const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 16%, transparent);
  --soft: color-mix(in srgb, currentColor 5%, transparent); --dim: color-mix(in srgb, currentColor 66%, transparent); --mark: light-dark(#1f5fbf, #8ab4f8) }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.55 system-ui, sans-serif }
a { color: var(--mark) }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace }
code { background: var(--soft); padding: 1px 4px; border-radius: 4px }
pre { background: var(--soft); padding: 12px 14px; border-radius: 8px; overflow-x: auto }
pre code { background: none; padding: 0 }
.frame { display: grid; grid-template-columns: 260px minmax(0, 1fr); max-width: 1200px; margin: 0 auto }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 24px 16px; border-right: 1px solid var(--line); font-size: 13.5px }
nav a { display: block; padding: 2px 0; text-decoration: none; color: inherit }
nav a:hover { color: var(--mark) }
nav h2 { font-size: 12px; margin: 18px 0 4px; text-transform: capitalize; color: var(--dim) }
main { padding: 28px 32px 80px }
main.page { max-width: 640px; margin: 0 auto }
h1 { font-size: 26px; margin: 0 0 8px }
section { border-top: 1px solid var(--line); padding: 24px 0 8px; margin-top: 24px }
h3 { font-size: 17px; margin: 0 0 6px }
h4 { font-size: 13px; margin: 18px 0 4px; color: var(--dim) }
.route { font: 13.5px ui-monospace, Menlo, monospace; overflow-wrap: anywhere; margin: 0 0 8px }
.method { display: inline-block; min-width: 60px; font-weight: 700; color: var(--mark) }
.dim { color: var(--dim) }
table { border-collapse: collapse; width: 100%; font-size: 13.5px }
td { vertical-align: top; padding: 5px 12px 5px 0; border-top: 1px solid var(--line) }
tr:first-child td { border-top: 0 }
td:first-child { width: 30%; overflow-wrap: anywhere }
td:nth-child(2) { width: 26% }
@media (max-width: 800px) { .frame { display: block } nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line) } main { padding: 20px 16px } td { display: block; width: auto !important; border: 0; padding: 1px 0 } tr { display: block; padding: 6px 0; border-top: 1px solid var(--line) } }
`
const styleHash = createHash('sha256').update(style).digest('base64')
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

const page = (title: string, body: string): Response =>
  new Response(
    `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${style}</style></head><body>${body}</body></html>
`,
    { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy } },
  )

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Escaped, with what stands in backticks as code. */
const prose = (text: string): string => escaped(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')

/** What a problem's `type` leads to; nothing where there is no such problem. */
export function problemPage(code: string): Response | undefined {
  if (!Object.hasOwn(problems, code)) return undefined
  const { status, title, means, help } = problems[code as ProblemCode]
  return page(
    `${title} · Rightdesk`,
    `<main class="page"><p class="dim">${status} · <code>${code}</code></p><h1>${escaped(title)}</h1>
<p>${prose(means)}</p><p>${prose(help)}</p><p><a href="/api/v1/reference">API reference</a></p></main>`,
  )
}

/** The reference: every operation with its parameters, body, answer and an example. */
export function referencePage(document: OpenApi): Response {
  const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const groups = document.tags.map(({ name }) => ({
    name,
    members: listed.filter(({ operation }) => operation.tags.includes(name)),
  }))
  const nav = groups.map(
    ({ name, members }) =>
      `<h2>${escaped(name.replaceAll('-', ' '))}</h2>${members.map(({ operation: { operationId } }) => `<a href="#${operationId}">${operationId}</a>`).join('')}`,
  )
  const sections = groups.flatMap(({ members }) => members.map((one) => section(one, document)))
  return page(
    'Rightdesk API',
    `<div class="frame"><nav aria-label="Operations"><strong>Rightdesk API</strong>${nav.join('')}</nav><main>
<h1>Rightdesk API</h1>
<p>All addresses begin with <code>/api/v1</code>. Send <code>Authorization: Bearer</code> with an API key. Errors are
problems as RFC 9457 has them, with what to do in <code>help</code>. The whole description for programs is
<a href="/api/v1/openapi.json">openapi.json</a>.</p>${sections.join('')}</main></div>`,
  )
}

type Listed = { readonly path: string; readonly method: string; readonly operation: DescribedOperation }

function section({ path, method, operation }: Listed, document: OpenApi): string {
  const { operationId, summary, description, requestBody, responses } = operation
  const parameters = operation.parameters.map((one) =>
    '$ref' in one ? document.components.parameters[one.$ref.split('/').at(-1)!]! : one,
  )
  const content = requestBody?.content['application/json']
  const answer = Object.entries(responses)[0]!
  return `<section id="${operationId}"><h3>${operationId}</h3>
<p class="route"><span class="method">${method}</span> /api/v1${escaped(path)}</p>
<p>${prose(summary)} <span class="dim">${prose(description)}</span></p>
${parameters.length > 0 ? `<h4>Parameters</h4><table>${parameters.map(parameterRow).join('')}</table>` : ''}
${content ? `<h4>Body</h4>${fields(content.schema)}` : ''}
<h4>Answer ${answer[0]}</h4>${answerFields(answerSchema(answer[1], document))}
<h4>For example</h4><pre><code>${escaped(curl(method, path, content?.example))}</code></pre></section>`
}

function answerSchema(response: object, { components }: OpenApi): JsonSchema {
  const { content } = response as { content: { 'application/json': { schema: JsonSchema } } }
  const { schema } = content['application/json']
  return schema.$ref ? (components.schemas[schema.$ref.split('/').at(-1)!] ?? schema) : schema
}

const parameterRow = ({ name, in: where, required, description = '', schema }: Parameter): string =>
  row(name, `${where} · ${kindOf(schema)}`, required === true, description)

const row = (name: string, kind: string, required: boolean, description: string): string =>
  `<tr><td><code>${escaped(name)}</code>${required ? ' <span class="dim">required</span>' : ''}</td><td class="dim">${escaped(kind)}</td><td>${prose(description)}</td></tr>`

/** A page is told by what stands on it. */
function answerFields(schema: JsonSchema): string {
  const { items, next } = schema.properties ?? {}
  if (!items?.items?.properties || !next) return fields({ ...schema, required: [] })
  return `<p class="dim">A page of <code>items</code>, each with these fields, and <code>next</code>.</p>${fields({ ...items.items, required: [] })}`
}

function fields(schema: JsonSchema): string {
  const { properties = {}, required = [] } = schema
  const rows = Object.entries(properties).map(([name, one]) =>
    row(name, kindOf(one), required.includes(name), one.description ?? ''),
  )
  if (rows.length > 0) return `<table>${rows.join('')}</table>`
  return `<p>${prose(schema.description ?? kindOf(schema))}</p>`
}

/** A schema in few words. */
function kindOf(schema: JsonSchema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1)!
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (schema.anyOf) return [...new Set(schema.anyOf.map(kindOf))].join(' | ')
  if (schema.type === 'array') return `list of ${kindOf(schema.items ?? {})}`
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : ((schema.type as string) ?? 'anything')
  if (schema.format === 'date-time') return type.replace('string', 'time')
  return schema.maxLength === undefined ? type : `${type}, up to ${schema.maxLength.toLocaleString('en')}`
}

function curl(method: string, path: string, example: unknown): string {
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"$RIGHTDESK_URL/api/v1${path}"`,
    '  -H "Authorization: Bearer $RIGHTDESK_TOKEN"',
    ...(example === undefined
      ? []
      : [
          "  -H 'Content-Type: application/json'",
          `  -d '${JSON.stringify(example).replaceAll("'", "'\\''")}'`,
        ]),
  ]
  return lines.join(' \\\n')
}
