import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileToData, linkPolicy, loadPolicy, type PolicySource, parsePolicy } from '@rightdesk/engine'
import { drawing } from '@rightdesk/engine/answer'
import { describe, expect, test } from 'vitest'
import type { OutputOf } from '../src/app/api.ts'
import { sayAnswer } from '../src/pages/policy/answer-words.ts'
import {
  fitted,
  layoutOf,
  neighbour,
  pathThrough,
  showing,
  zoomed,
} from '../src/pages/policy/diagram-layout.ts'
import { chosenOption, knownFacts, optionsFor, statedBy } from '../src/pages/policy/fact-options.ts'
import { filterLines, groupsOf, linesOf, ownerSpans, waysOf } from '../src/pages/policy/matrix-lines.ts'
import { patchFiles } from '../src/pages/policy/patch-lines.ts'
import {
  compareSearch,
  factsOf,
  matrixSearch,
  playgroundSearch,
  proposalsSearch,
  searchFor,
} from '../src/pages/policy/search.ts'

const folder = fileURLToPath(new URL('../../../policy', import.meta.url))
const source: PolicySource = {
  folder: 'policy',
  files: readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(folder, path), 'utf8') })),
}
const linked = linkPolicy(parsePolicy(source).policy!, { now: '2026-11-01T00:00:00Z' }).policy!
const policy = loadPolicy(compileToData(linked))

describe('addresses of the policy pages', () => {
  test('keep what they know and drop the rest', () => {
    expect(matrixSearch({ q: 'M7', by: 'topics', team: 'cse', junk: 1 })).toEqual({
      q: 'M7',
      by: 'topics',
      team: 'cse',
    })
    expect(matrixSearch({ by: 'nothing', q: { deep: 1 }, open: '' })).toEqual({})
    expect(compareSearch({ from: 'policy_1', to: ['x'] })).toEqual({ from: 'policy_1' })
    expect(proposalsSearch({ show: 'change' })).toEqual({ show: 'change' })
    expect(proposalsSearch({ show: 'everything' })).toEqual({})
  })

  test('carry facts there and back', () => {
    const facts = { plan: 'pro', arr: 12_000, churnRisk: true, cause: ['platform', 'unknown'] }
    const search = searchFor('edge-config', facts)
    expect(factsOf(playgroundSearch(search))).toEqual(facts)
    expect(playgroundSearch({ 'f.plan': { no: 'value' }, 'f.cause': [] })).toEqual({})
  })
})

describe('facts of the playground', () => {
  const fact = (name: string) => policy.factByName.get(name)!

  test('come back as what was chosen', () => {
    for (const one of policy.facts.filter(({ kind }) => kind !== 'topic' && kind !== 'switch')) {
      for (const { value } of optionsFor(one, undefined)) {
        expect(chosenOption(one, statedBy(one, value, undefined)), `${one.name} ${value}`).toBe(value)
      }
    }
  })

  test('tell not knowing from a default', () => {
    expect(optionsFor(fact('plan'), undefined).map(({ label }) => label)).toEqual([
      'Not known',
      'Hobby',
      'Pro',
      'Enterprise',
    ])
    const labels = optionsFor(fact('churnRisk'), undefined).map(({ label }) => label)
    expect(labels).toEqual(['Not said: no', 'Not known: could be any', 'No', 'Yes'])
    expect(statedBy(fact('churnRisk'), 'any', undefined)).toEqual([false, true])
    expect(statedBy(fact('churnRisk'), '', true)).toBeUndefined()
  })

  test('show several values that are still possible as one choice', () => {
    const several = ['platform', 'unknown']
    expect(chosenOption(fact('cause'), several)).toBe('several')
    expect(optionsFor(fact('cause'), several)).toContainEqual({
      value: 'several',
      label: 'Platform or Unknown',
    })
    expect(statedBy(fact('cause'), 'several', several)).toBe(several)
  })

  test('that the policy does not know are dropped', () => {
    const said = { plan: 'free', arr: -5, cause: 'platform', topic: 'v0', nonsense: 1, churnRisk: 'yes' }
    expect(knownFacts(policy, said)).toEqual({ cause: 'platform' })
  })
})

describe('the matrix', () => {
  const team = (id: string) => ({ id, name: id.toUpperCase() })
  const line = (
    row: string,
    text: string,
    owners: readonly string[],
  ): OutputOf<'policy.matrix'>['rows'][number] => ({
    row,
    source: 'Routing',
    text,
    topics: ['edge-config'],
    owners: ['hobby', 'pro', 'enterprise'].map((value, at) => ({
      value,
      say: `on ${value}`,
      teams: owners[at] ? [team(owners[at])] : [],
      verdicts: [],
    })),
    rules: [{ table: 'owner', rule: 'billing-enterprise', text: 'Bills.', source: 'matrix', at: 'a.yaml:1' }],
    tests: [],
    examples: { count: 0, some: [] },
    past: { cases: 0, corrected: 0 },
  })
  const matrix = {
    version: '1',
    rows: [
      line('M1', 'Something is broken', ['cse', 'cse', 'cse']),
      line('M10', 'Bills', ['cse', 'cse', 'legal']),
      line('P1', 'Engineering after review', ['', '', '']),
    ],
    topics: [],
  }
  const lines = linesOf(matrix, 'rows')
  const ids = (words: string, wanted?: string) =>
    filterLines(lines, { words, team: wanted, topic: undefined }, () => 'Edge Config').map(({ id }) => id)

  test('stands in parts by the letters of its rows', () => {
    expect(groupsOf(lines).map(({ title, range }) => [title, range])).toEqual([
      ['Routing', 'M1–M10'],
      ['Routing', 'P1'],
    ])
  })

  test('is found by row, words, team and topic', () => {
    expect(ids('m1')).toEqual(['M1'])
    expect(ids('BILLS legal')).toEqual(['M10'])
    expect(ids('edge')).toEqual(['M1', 'M10', 'P1'])
    expect(ids('nothing of the sort')).toEqual([])
    expect(ids('', 'legal')).toEqual(['M10'])
  })

  test('takes equal owners of neighbouring plans together', () => {
    expect(ownerSpans(lines[1]!.owners).map(({ values, teams }) => [values, teams[0]?.id])).toEqual([
      [['hobby', 'pro'], 'cse'],
      [['enterprise'], 'legal'],
    ])
  })

  test('says who helps and where it goes as the rules of the owner do', () => {
    const ways = waysOf(lines[0]!, policy.compiled)
    expect(ways.helpers).toEqual(['finops', 'deal-desk', 'finfra'])
    expect(ways.channels).toEqual(['#help-billing-ops', '#help-deal-desk'])
    expect(ways.paths).toHaveLength(1)
  })
})

describe('answers of a comparison', () => {
  const name = (id: string): string =>
    ({ cse: 'Support', finfra: 'Finfra', 'account-team': 'Account team' })[id] ?? id

  test.each([
    ['owner', 'cse', 'Support'],
    ['owner', 'cse with finfra, account-team/ae', 'Support with Finfra, Account team (AE)'],
    ['owner', 'account-team (ae, csm) with finfra', 'Account team (AE, CSM) with Finfra'],
    ['owner', 'nobody with cse', 'Nobody of ours with Support'],
    ['owner', 'no rule', 'No rule'],
    ['engagement', 'engage investigation', 'Engage: investigation'],
    ['engagement', 'reroute to account-team', 'Reroute to Account team'],
    ['engagement', 'not-needed', 'Not needed'],
    ['escalation', 'at once: the incident channel', 'at once: the incident channel'],
  ])('name teams and verdicts: %s, %s', (table, answer, said) => {
    expect(sayAnswer(table, answer, name)).toBe(said)
  })
})

describe('a patch', () => {
  const patch = `diff --git a/policy/topics/v0.yaml b/policy/topics/v0.yaml
--- a/policy/topics/v0.yaml
+++ b/policy/topics/v0.yaml
@@ -3,2 +3,3 @@
 examples:
+  - "--- a/looks like a head"
   - old
@@ -20,2 +21,1 @@
-  - gone
   - last
\\ No newline at end of file
diff --git a/policy/tests/new.yaml b/policy/tests/new.yaml
new file mode 100644
--- /dev/null
+++ b/policy/tests/new.yaml
@@ -0,0 +1,1 @@
+tests: []
`

  test('is read as files with numbered lines', () => {
    const [first, second] = patchFiles(patch)
    expect(first).toMatchObject({ path: 'policy/topics/v0.yaml', isNew: false, added: 1, removed: 1 })
    expect(first!.lines.map(({ kind, number }) => [kind, number])).toEqual([
      ['same', 3],
      ['added', 4],
      ['same', 5],
      ['gap', undefined],
      ['removed', 20],
      ['same', 21],
    ])
    expect(first!.lines[1]!.text).toBe('  - "--- a/looks like a head"')
    expect(second).toMatchObject({ path: 'policy/tests/new.yaml', isNew: true, added: 1, removed: 0 })
  })

  test('that is empty has no files', () => {
    expect(patchFiles('')).toEqual([])
  })
})

describe('the layout of a diagram', () => {
  test('places every part of every topic without one upon another', () => {
    for (const topic of Object.keys(policy.compiled.topics)) {
      for (const table of [drawing(policy, topic).owner, drawing(policy, topic).engagement]) {
        const { boxes, edges } = layoutOf(table, () => 'Yes')
        expect(boxes.size).toBe(table.nodes.length + table.leaves.length)
        expect(edges.size).toBe(table.edges.length)
        const all = [...boxes.values()]
        const clashes = all.filter((a, at) =>
          all
            .slice(at + 1)
            .some(
              (b) =>
                a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
            ),
        )
        expect(clashes, topic).toEqual([])
      }
    }
  })

  test('leads by arrow keys to every part', () => {
    const table = drawing(policy, 'technical-call').owner
    const layout = layoutOf(table, () => 'Yes')
    const seen = new Set([table.root])
    for (const id of seen) {
      for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown'] as const) {
        const next = neighbour(table, layout, id, key)
        if (next !== undefined) seen.add(next)
      }
    }
    expect(seen.size).toBe(layout.boxes.size)
  })

  test('zooms around the pointer and moves what is hidden into sight', () => {
    const size = { width: 400, height: 300 }
    const view = zoomed({ x: 0, y: 0, scale: 1 }, 1.5, { x: 100, y: 60 })
    expect(view).toEqual({ scale: 1.5, x: -50, y: -30 })
    const box = { x: 600, y: 10, width: 100, height: 40 }
    const moved = showing({ x: 0, y: 0, scale: 1 }, box, size)
    expect(box.x + box.width + moved.x).toBeLessThanOrEqual(size.width)
    expect(moved.y).toBe(0)
    const small = { width: 200, height: 100, boxes: new Map(), edges: new Map() }
    expect(fitted(small, size)).toEqual({ scale: 1, x: 100, y: 100 })
  })

  test('draws a curve from the first point to the last', () => {
    const path = pathThrough([
      { x: 0, y: 0 },
      { x: 10, y: 5 },
      { x: 20, y: 0 },
    ])
    expect(path).toBe('M0 0Q10 5 15 2.5L20 0')
  })
})
