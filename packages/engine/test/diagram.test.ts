/**
 * The diagram against brute force: on small random worlds every point is looked at, so that nothing about the
 * structure has to be believed.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePolicy, type Leaf } from '../src/policy/compile.ts'
import type { Conditions } from '../src/policy/conditions.ts'
import {
  type Box,
  DiagramBuilder,
  type FrozenDiagram,
  type LeafOperation,
  NONE,
  NodeBudgetExceeded,
  type Ref,
} from '../src/policy/diagram.ts'
import type { FactDomain } from '../src/policy/domain.ts'
import type { LinkedPolicy, LinkedRule, LinkedTable } from '../src/policy/link.ts'

type Point = readonly number[]
type World = { readonly sizes: readonly number[]; readonly boxes: readonly Box[] }

const sizesOfWorlds = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 5 })

/** A box leaves about half of the facts alone; a condition may allow anything from one atom to all. */
const boxesIn = (sizes: readonly number[]): fc.Arbitrary<Box> =>
  fc.tuple(
    ...sizes.map((size) => {
      const atoms = fc.subarray(
        Array.from({ length: size }, (_, atom) => atom),
        { minLength: 1 },
      )
      return fc.option(
        atoms.map((allowed) => new Set(allowed)),
        { nil: undefined },
      )
    }),
  )

const worlds: fc.Arbitrary<World> = sizesOfWorlds.chain((sizes) =>
  fc.record({ sizes: fc.constant(sizes), boxes: fc.array(boxesIn(sizes), { minLength: 1, maxLength: 6 }) }),
)

function pointsOf(sizes: readonly number[]): Point[] {
  return sizes.reduce<Point[]>(
    (points, size) => points.flatMap((point) => Array.from({ length: size }, (_, atom) => [...point, atom])),
    [[]],
  )
}

const isInside = (box: Box, point: Point): boolean =>
  box.every((atoms, level) => atoms?.has(point[level]!) ?? true)

function at(builder: DiagramBuilder, root: Ref, point: Point): Ref {
  let ref = root
  while (ref >= 0) ref = builder.child(ref, point[builder.level(ref)]!)
  return ref
}

function atFrozen({ root, nodes }: FrozenDiagram, point: Point): Ref {
  let ref = root
  while (ref >= 0) ref = nodes[ref + 1 + point[nodes[ref]!]!]!
  return ref
}

const CONFLICT: Ref = ~1
const leafOf = (rule: number): Ref => ~(2 + rule)

const hitPolicies: Readonly<Record<'first' | 'unique', LeafOperation>> = {
  first: (a, b) => (a === NONE ? b : b === NONE || a < 0 ? a : undefined),
  unique: (a, b) => {
    if (a === NONE) return b
    if (b === NONE) return a
    return a < 0 && b < 0 ? CONFLICT : undefined
  },
}
type Hit = keyof typeof hitPolicies
const hits = fc.constantFrom<Hit>('first', 'unique')

/** What the rules say at a point, from their boxes alone. */
function naively(boxes: readonly Box[], hit: Hit, point: Point): Ref {
  const [first, second] = boxes.flatMap((box, rule) => (isInside(box, point) ? [rule] : []))
  if (first === undefined) return NONE
  return hit === 'unique' && second !== undefined ? CONFLICT : leafOf(first)
}

function build(builder: DiagramBuilder, boxes: readonly Box[], hit: Hit): Ref {
  return boxes
    .map((box, rule) => builder.box(box, leafOf(rule)))
    .reduce((a, b) => builder.combine(a, b, hitPolicies[hit]), NONE)
}

describe('a diagram, looked at on every point of small random worlds', () => {
  test('a box gives its leaf inside, and the other leaf elsewhere', () => {
    fc.assert(
      fc.property(worlds, ({ sizes, boxes }) => {
        const builder = new DiagramBuilder(sizes)
        const [box] = boxes as [Box]
        const root = builder.box(box, leafOf(0), leafOf(1))
        for (const point of pointsOf(sizes)) {
          expect(at(builder, root, point)).toBe(isInside(box, point) ? leafOf(0) : leafOf(1))
        }
      }),
      { numRuns: 60 },
    )
  })

  test('combined rules answer as their boxes do, under both hit policies', () => {
    fc.assert(
      fc.property(fc.tuple(worlds, hits), ([{ sizes, boxes }, hit]) => {
        const builder = new DiagramBuilder(sizes)
        const root = build(builder, boxes, hit)
        const wrong = pointsOf(sizes).filter(
          (point) => at(builder, root, point) !== naively(boxes, hit, point),
        )
        expect(wrong).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('two diagrams are the same node exactly when they are the same function', () => {
    const pairs = sizesOfWorlds.chain((sizes) => {
      const some = fc.array(boxesIn(sizes), { minLength: 1, maxLength: 3 })
      return fc.record({ sizes: fc.constant(sizes), a: some, b: some, hit: hits })
    })
    fc.assert(
      fc.property(pairs, ({ sizes, a, b, hit }) => {
        const builder = new DiagramBuilder(sizes)
        const same = pointsOf(sizes).every((point) => naively(a, hit, point) === naively(b, hit, point))
        expect(build(builder, a, hit) === build(builder, b, hit)).toBe(same)
        // The same function put together in another order: points in two rules are a conflict either way round.
        const reversed = [...a.entries()].reverse().map(([rule, box]) => builder.box(box, leafOf(rule)))
        const backwards = reversed.reduce((x, y) => builder.combine(x, y, hitPolicies.unique), NONE)
        expect(backwards).toBe(build(builder, a, 'unique'))
      }),
      { numRuns: 100 },
    )
  })

  test('a restricted diagram answers as if the fact had that value, whatever it has', () => {
    fc.assert(
      fc.property(
        fc.tuple(worlds, hits, fc.nat(), fc.nat()),
        ([{ sizes, boxes }, hit, someLevel, someAtom]) => {
          const builder = new DiagramBuilder(sizes)
          const level = someLevel % sizes.length
          const atom = someAtom % sizes[level]!
          const restricted = builder.restrict(build(builder, boxes, hit), level, atom)
          const wrong = pointsOf(sizes).filter(
            (point) => at(builder, restricted, point) !== naively(boxes, hit, point.with(level, atom)),
          )
          expect(wrong).toEqual([])
          builder.reachable(restricted, (ref) => expect(builder.level(ref)).not.toBe(level))
        },
      ),
      { numRuns: 100 },
    )
  })

  test('leaves, their share and their replacement are those of the points', () => {
    fc.assert(
      fc.property(fc.tuple(worlds, hits), ([{ sizes, boxes }, hit]) => {
        const builder = new DiagramBuilder(sizes)
        const root = build(builder, boxes, hit)
        const points = pointsOf(sizes)
        const found = points.map((point) => naively(boxes, hit, point))
        expect(builder.leaves(root)).toEqual(new Set(found))
        for (const leaf of new Set(found)) {
          const share = found.filter((other) => other === leaf).length / points.length
          expect(builder.share(root, (other) => other === leaf)).toBeCloseTo(share, 12)
        }
        const swapped = builder.mapLeaves(root, (leaf) => (leaf === NONE ? leafOf(0) : NONE))
        const wrong = points.filter(
          (point, k) => at(builder, swapped, point) !== (found[k] === NONE ? leafOf(0) : NONE),
        )
        expect(wrong).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('the frozen form answers like the diagram', () => {
    fc.assert(
      fc.property(fc.tuple(worlds, hits), ([{ sizes, boxes }, hit]) => {
        const builder = new DiagramBuilder(sizes)
        const frozen = builder.freeze(build(builder, boxes, hit))
        const wrong = pointsOf(sizes).filter(
          (point) => atFrozen(frozen, point) !== naively(boxes, hit, point),
        )
        expect(wrong).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})

/** Whether all points of a box are wanted ones. */
const isWithin = (box: Box, wanted: readonly Point[], sizes: readonly number[]): boolean =>
  wanted.filter((point) => isInside(box, point)).length === volume(box, sizes)

const volume = (box: Box, sizes: readonly number[]): number =>
  sizes.reduce((product, size, level) => product * (box[level]?.size ?? size), 1)

/** The conditions that could be left out without leaving the wanted points. */
const superfluous = (box: Box, wanted: readonly Point[], sizes: readonly number[]): number[] =>
  box.flatMap((atoms, level) => (atoms && isWithin(box.with(level, undefined), wanted, sizes) ? [level] : []))

describe('boxes out of a diagram, compared with the points they stand for', () => {
  const searches = fc.tuple(worlds, hits, fc.boolean())
  const search = ([{ sizes, boxes }, hit, forGaps]: [World, Hit, boolean]) => {
    const builder = new DiagramBuilder(sizes)
    const root = build(builder, boxes, hit)
    const isWanted = (leaf: Ref): boolean => (forGaps ? leaf === NONE : leaf !== NONE)
    return {
      sizes,
      builder,
      root,
      isWanted,
      wanted: pointsOf(sizes).filter((point) => isWanted(naively(boxes, hit, point))),
    }
  }

  test('the widest box holds only wanted points, needs each of its conditions, and is missing only when there are none', () => {
    fc.assert(
      fc.property(searches, (input) => {
        const { sizes, builder, root, isWanted, wanted } = search(input)
        const box = builder.widestBox(root, isWanted)
        expect(box === undefined).toBe(wanted.length === 0)
        if (!box) return
        expect(isWithin(box, wanted, sizes)).toBe(true)
        expect(superfluous(box, wanted, sizes)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('a cover holds every wanted point and no other, and each of its boxes needs each of its conditions', () => {
    fc.assert(
      fc.property(searches, (input) => {
        const { sizes, builder, root, isWanted, wanted } = search(input)
        const { boxes, complete } = builder.cover(root, isWanted, 10_000)
        expect(complete).toBe(true)
        expect(pointsOf(sizes).filter((point) => boxes.some((box) => isInside(box, point)))).toEqual(wanted)
        for (const box of boxes) expect(superfluous(box, wanted, sizes)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('a cover cut short says so, and still holds wanted points alone', () => {
    fc.assert(
      fc.property(fc.tuple(searches, fc.integer({ min: 0, max: 4 })), ([input, boxesMax]) => {
        const { sizes, builder, root, isWanted, wanted } = search(input)
        const whole = builder.cover(root, isWanted, 10_000)
        const { boxes, complete } = builder.cover(root, isWanted, boxesMax)
        expect(boxes).toHaveLength(Math.min(boxesMax, whole.boxes.length))
        expect(complete).toBe(whole.boxes.length <= boxesMax)
        for (const box of boxes) expect(isWithin(box, wanted, sizes)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})

test('a builder that would need more nodes than its budget refuses instead of going on', () => {
  const sizes = [4, 4, 4, 4]
  const parity = (builder: DiagramBuilder): Ref =>
    [0, 1, 2, 3].reduce<Ref>((root, level) => {
      const odd = builder.box(
        sizes.map((_, k) => (k === level ? new Set([1, 3]) : undefined)),
        leafOf(0),
      )
      return builder.combine(root, odd, (a, b) =>
        a < 0 && b < 0 ? ((a === NONE) === (b === NONE) ? NONE : leafOf(0)) : undefined,
      )
    }, NONE)
  const enough = new DiagramBuilder(sizes)
  parity(enough)
  expect(() => parity(new DiagramBuilder(sizes, enough.nodeCount))).not.toThrow()
  expect(() => parity(new DiagramBuilder(sizes, enough.nodeCount - 1))).toThrow(NodeBudgetExceeded)
})

// --- Whole policies -------------------------------------------------------------------------------------------

type Small = {
  readonly sizes: readonly number[]
  /** Boxes over the plain facts, then `first` (derived), then `second` (derived from `first` too). */
  readonly first: {
    readonly hit: Hit
    readonly rules: readonly { readonly box: Box; readonly gives: number }[]
  }
  readonly second: {
    readonly hit: Hit
    readonly rules: readonly { readonly box: Box; readonly gives: number }[]
  }
  readonly owner: { readonly hit: Hit; readonly boxes: readonly Box[] }
  readonly impossible: readonly Box[]
}

/** The derived facts have the values of the first plain one, so that `keep` can take them from it. */
const smallPolicies: fc.Arbitrary<Small> = fc
  .array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 4 })
  .chain((sizes) => {
    const values = sizes[0]!
    const deriving = (all: readonly number[]) =>
      fc.record({
        hit: hits,
        rules: fc.array(fc.record({ box: boxesIn(all), gives: fc.nat(values - 1) }), {
          minLength: 1,
          maxLength: 3,
        }),
      })
    return fc.record({
      sizes: fc.constant(sizes),
      first: deriving(sizes),
      second: deriving([...sizes, values]),
      owner: fc.record({
        hit: hits,
        boxes: fc.array(boxesIn([...sizes, values, values]), { minLength: 1, maxLength: 5 }),
      }),
      impossible: fc.array(boxesIn(sizes), { maxLength: 2 }),
    })
  })

const derivedNames = ['derivedFirst', 'derivedSecond']

function linkedFrom({ sizes, first, second, owner, impossible }: Small): LinkedPolicy {
  const names = [...sizes.map((_, k) => `fact${k}`), ...derivedNames]
  const facts = new Map(
    names.map((name, k): [string, FactDomain] => {
      const values = Array.from({ length: sizes[k] ?? sizes[0]! }, (_, atom) => `value${atom}`)
      const derived = derivedNames.includes(name)
      // The topmost fact of real policies is the topic; here the first one plays its part.
      const kind = k === 0 || derived ? 'topic' : 'choice'
      const rest = {
        cuts: [],
        min: 0,
        max: 0,
        unit: '',
        default: undefined,
        about: name,
        ask: undefined,
        who: 'crm' as const,
      }
      return [name, { name, kind, atoms: values.length, values, derived, say: values, ...rest }]
    }),
  )
  const conditions = (box: Box): Conditions =>
    new Map(box.flatMap((atoms, k) => (atoms ? [[names[k]!, atoms] as const] : [])))
  const rule = (table: string, box: Box, k: number, then: LinkedRule['then']): LinkedRule => {
    const place = { file: 'a.yaml', line: 1, column: 1 }
    const words = { because: '', tell: undefined, warn: undefined, cites: [] }
    return { id: `${table}${k}`, table, place, boxes: [conditions(box)], then, ...words }
  }
  const table = (
    name: string,
    hit: Hit,
    derives: LinkedTable['derives'],
    rules: LinkedRule[],
  ): LinkedTable => {
    return { name, place: { file: 'a.yaml', line: 1, column: 1 }, hit, about: '', derives, rules }
  }
  const nobody = { team: null, roles: [], with: [], not: [], internal: [], gather: [] }
  const everything = (name: string) => table(name, 'unique', undefined, [rule(name, [], 0, nobody)])
  const deriving = (name: string, { hit, rules }: Small['first'], otherwise: { keep: string } | string) => {
    const linked = rules.map(({ box, gives }, k) => rule(name, box, k, `value${gives}`))
    return table(name, hit, { fact: name, otherwise }, linked)
  }
  return {
    parsed: undefined as never,
    facts,
    parameters: new Map(),
    tables: [
      deriving('derivedFirst', first, { keep: 'fact0' }),
      deriving('derivedSecond', second, 'value1'),
      table(
        'owner',
        owner.hit,
        undefined,
        owner.boxes.map((box, k) => rule('owner', box, k, nobody)),
      ),
      everything('engagement'),
      everything('escalation'),
    ],
    impossible: impossible.map((box, k) => ({ id: `impossible${k}`, because: '', boxes: [conditions(box)] })),
    sourceOfRow: new Map(),
  }
}

/** The answer at one point, table by table as a person would read them: rules on the way, or what is wrong. */
function readNaively({ first, second, owner, impossible }: Small, point: Point): string {
  if (impossible.some((box) => isInside(box, point))) return 'impossible'
  const way: string[] = []
  const derive = (
    name: string,
    { hit, rules }: Small['first'],
    facts: Point,
    otherwise: number,
  ): number | undefined => {
    const matching = rules.flatMap(({ box, gives }, k) => (isInside(box, facts) ? [{ k, gives }] : []))
    if (matching.length > 1 && hit === 'unique') return undefined
    if (matching[0]) way.push(`${name}${matching[0].k}`)
    return matching[0]?.gives ?? otherwise
  }
  const derivedFirst = derive('derivedFirst', first, point, point[0]!)
  if (derivedFirst === undefined) return 'conflict'
  const derivedSecond = derive('derivedSecond', second, [...point, derivedFirst], 1)
  if (derivedSecond === undefined) return 'conflict'
  const matching = owner.boxes.flatMap((box, k) =>
    isInside(box, [...point, derivedFirst, derivedSecond]) ? [k] : [],
  )
  if (matching.length === 0) return 'none'
  if (matching.length > 1 && owner.hit === 'unique') return 'conflict'
  return [...way, `owner${matching[0]}`].join(' ')
}

test('a compiled policy with derived facts answers every point as its tables read one after the other', () => {
  fc.assert(
    fc.property(smallPolicies, (small) => {
      const { builder, proofs, level, leaves, rules } = compilePolicy(linkedFrom(small))!
      const say = (leaf: Leaf): string =>
        leaf.kind === 'rules' ? leaf.rules.map((k) => rules[k]!.id).join(' ') : leaf.kind
      const wrong = pointsOf(small.sizes).flatMap((point) => {
        let ref = proofs.owner
        while (ref >= 0) {
          const asked = builder.level(ref)
          ref = builder.child(ref, point[point.findIndex((_, k) => level.get(`fact${k}`) === asked)]!)
        }
        const got = say(leaves[~ref]!)
        const want = readNaively(small, point)
        return got === want ? [] : [{ point, got, want }]
      })
      expect(wrong).toEqual([])
    }),
    { numRuns: 400 },
  )
})
