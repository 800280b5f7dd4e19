/** Where the parts of a drawing stand: questions from left to right, each answer on its way to what follows. */

import { Graph, layout } from '@dagrejs/dagre'
import type { DrawnTable } from '@rightdesk/engine/answer'

export type Point = { readonly x: number; readonly y: number }
/** `x` and `y` are the upper left corner. */
export type Box = Point & { readonly width: number; readonly height: number }
type PlacedEdge = { readonly path: string; readonly label: Box }

export type Layout = {
  readonly width: number
  readonly height: number
  readonly boxes: ReadonlyMap<string, Box>
  readonly edges: ReadonlyMap<string, PlacedEdge>
}

const node = { width: 150, height: 36 }
const leaf = { width: 188, height: 44 }
const labelHeight = 18
const labelWidthMax = 118
const letterWidth = 6

/** Lays a drawing out; `wordsOf` gives the words on an edge. Some tens of milliseconds for the largest. */
export function layoutOf(table: DrawnTable, wordsOf: (edge: string) => string): Layout {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 12, ranksep: 18, edgesep: 8, marginx: 4, marginy: 4 })
  for (const { id } of table.nodes) graph.setNode(id, { ...node })
  for (const { id } of table.leaves) graph.setNode(id, { ...leaf })
  for (const { id, from, to } of table.edges) {
    const width = Math.min(labelWidthMax, wordsOf(id).length * letterWidth + 14)
    graph.setEdge(from, to, { width, height: labelHeight, labelpos: 'c' })
  }
  layout(graph)
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return {
    width,
    height,
    boxes: new Map(graph.nodes().map((id: string) => [id, cornered(graph.node(id) as Box)])),
    edges: new Map(
      table.edges.map(({ id, from, to }) => {
        const edge = graph.edge(from, to) as unknown as Box & { readonly points: readonly Point[] }
        return [id, { path: pathThrough(edge.points), label: cornered(edge) }]
      }),
    ),
  }
}

/** From dagre's middle to the corner. */
const cornered = ({ x, y, width, height }: Box): Box => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
})

/** A curve that passes the middles between the points, so that it bends softly. */
export function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (!first) return ''
  const bends = rest.map((point, at) => {
    const next = rest[at + 1]
    if (!next) return `L${point.x} ${point.y}`
    return `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`
  })
  return `M${first.x} ${first.y}${bends.join('')}`
}

export type View = Point & { readonly scale: number }

const scaleMin = 0.35
const scaleMax = 2

/** Shows the whole where it stays readable, else its beginning. */
export function fitted(
  { width, height }: Layout,
  size: { readonly width: number; readonly height: number },
): View {
  const whole = Math.min(1, size.width / (width + 16), size.height / (height + 16))
  const scale = Math.max(readableScale, whole)
  return {
    scale,
    x: whole >= readableScale ? (size.width - width * scale) / 2 : 8,
    y: (size.height - height * scale) / 2,
  }
}

const readableScale = 0.62

/** Larger or smaller around a point of the window. */
export function zoomed({ x, y, scale }: View, factor: number, around: Point): View {
  const next = Math.min(scaleMax, Math.max(scaleMin, scale * factor))
  const by = next / scale
  return { scale: next, x: around.x - (around.x - x) * by, y: around.y - (around.y - y) * by }
}

/** Moved just as far as it takes to have a box in the window. */
export function showing(
  view: View,
  box: Box,
  size: { readonly width: number; readonly height: number },
): View {
  const shift = (from: number, length: number, offset: number, room: number): number => {
    const [low, high] = [from * view.scale + offset, (from + length) * view.scale + offset]
    if (low < 8) return 8 - low
    return high > room - 8 ? room - 8 - high : 0
  }
  return {
    ...view,
    x: view.x + shift(box.x, box.width, view.x, size.width),
    y: view.y + shift(box.y, box.height, view.y, size.height),
  }
}

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

/** The part that an arrow key leads to: along an edge, or to the one above or below. */
export function neighbour(
  table: DrawnTable,
  { boxes }: Layout,
  id: string,
  direction: Direction,
): string | undefined {
  const here = boxes.get(id)
  if (!here) return undefined
  const distance = (other: string): number => Math.abs((boxes.get(other)?.y ?? 0) - here.y)
  const nearest = (ids: readonly string[]): string | undefined =>
    ids.toSorted((a, b) => distance(a) - distance(b))[0]
  if (direction === 'ArrowRight')
    return nearest(table.edges.flatMap(({ from, to }) => (from === id ? [to] : [])))
  if (direction === 'ArrowLeft')
    return nearest(table.edges.flatMap(({ from, to }) => (to === id ? [from] : [])))
  const sign = direction === 'ArrowDown' ? 1 : -1
  return nearest(
    [...boxes].flatMap(([other, box]) => {
      const isThere = (box.y - here.y) * sign > 0 && box.x < here.x + here.width && here.x < box.x + box.width
      return isThere ? [other] : []
    }),
  )
}
