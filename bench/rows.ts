/** Part of `npm run bench -- decide`: cases encoded as rows of bytes, a million of them, all distinct. */
import { policy } from '../packages/engine/test/default-policy.ts'
import { drawRows } from './cases.ts'
import { tables } from './diagrams.ts'
import { ownerLeafByHand, recode } from './hand-switch-rows.ts'
import { type Contender, compare, type Section, sectionOf } from './measure.ts'

const rowsCount = 1_000_000
const width = policy.facts.length
const { root } = tables.owner.diagram
const nodes = Int32Array.from(tables.owner.diagram.nodes)

/** The engine has no entry for encoded rows yet: this is its walk over its frozen diagram, nothing else. */
function ownerLeaf(rows: Uint8Array, row: number): number {
  let ref = root
  while (ref >= 0) ref = nodes[ref + 1 + rows[row + nodes[ref]!]!]!
  return ~ref
}

const walkRows = (rows: Uint8Array): Contender => ({
  name: 'walk over the diagram, in the bench',
  count: rowsCount,
  run: () => {
    let sum = 0
    for (let row = 0; row < rows.length; row += width) sum += ownerLeaf(rows, row)
    return sum
  },
})

const switchOnRows = (rows: Uint8Array): Contender => ({
  name: 'hand-written switch on integers',
  count: rowsCount,
  run: () => {
    let sum = 0
    for (let row = 0; row < rows.length; row += width) sum += ownerLeafByHand(rows, row)
    return sum
  },
})

export async function rows(): Promise<Section[]> {
  const encoded = drawRows(rowsCount, 2_027)
  const recoded = recode(encoded)
  for (let row = 0; row < encoded.length; row += width) {
    if (ownerLeaf(encoded, row) !== ownerLeafByHand(recoded, row))
      throw new Error(`row ${row / width} is answered differently`)
  }
  const measured = await compare([switchOnRows(recoded), walkRows(encoded)], 61)
  const title = `owner alone; ${rowsCount.toLocaleString('en')} distinct cases as rows of ${width} bytes`
  return [sectionOf(title, measured, { 'walk over the diagram, in the bench': 1.2 })]
}
