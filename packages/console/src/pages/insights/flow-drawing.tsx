/** The flow drawn: bands and bars that are links to their cases, by pointer and by keyboard alike. */
import { useNavigate, useRouter } from '@tanstack/react-router'
import { type MouseEvent, type ReactNode, useMemo, useState } from 'react'
import { ResponsiveContainer, Sankey, type SankeyLinkProps, type SankeyNodeProps } from 'recharts'
import { caseSearch } from '../../parts/case-search.ts'
import type { FlowGraph, FlowLink, FlowNode } from './flow-graph.ts'
import { counted } from './say.ts'

const sideWidth = 226
const margin = { top: 18, right: sideWidth, bottom: 8, left: sideWidth }
const nodeWidth = 8
const nodePadding = 16
const rowHeight = 30
const heightMin = 380
const labelLengthMax = 33

export type FlowDrawingProps = {
  readonly graph: FlowGraph
  /** Draws the topics one by one that stand together. */
  readonly onSpread: () => void
}

type Pointed = { readonly id: string; readonly words: string }

const sayLink = ({ from, to, cases, moved }: FlowLink): string =>
  `${from} → ${to}: ${counted(cases, 'case')}${moved ? ', moved on' : ''}`

const shortened = (name: string): string =>
  name.length > labelLengthMax ? `${name.slice(0, labelLengthMax - 1).trimEnd()}…` : name

const standing = { topic: '', first: ' got first', owner: ' now' } as const

/** Begins with what is drawn, so that speaking it finds the link. */
const sayNode = ({ kind, name, cases }: FlowNode): string => {
  const shown = shortened(name)
  return `${shown} ${counted(cases, 'case')}${standing[kind]}${shown === name ? '' : `, ${name}`}`
}

export function FlowDrawing({ graph, onSpread }: FlowDrawingProps) {
  const [pointed, setPointed] = useState<Pointed>()
  const tallest = Math.max(
    ...(['topic', 'first', 'owner'] as const).map(
      (kind) => graph.nodes.filter((node) => node.kind === kind).length,
    ),
  )
  const height = Math.max(heightMin, tallest * rowHeight)
  // What is pointed at changes often, the places of bands and bars do not: they are computed once for each graph.
  const data = useMemo(
    () => ({
      nodes: graph.nodes.map((node) => ({ ...node })),
      links: graph.links.map((link) => ({ ...link })),
    }),
    [graph],
  )
  const point = { pointed: pointed?.id, onPoint: setPointed, onSpread }
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-xs text-dim">
        <p className="flex items-center gap-1.5">
          <svg width={22} height={8} aria-hidden="true">
            <line x1={0} y1={4} x2={22} y2={4} stroke="var(--bad)" strokeWidth={8} strokeDasharray="5 2" />
          </svg>
          Striped: moved on to another team
        </p>
        <p className="min-h-4 font-medium text-ink">{pointed?.words}</p>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section aria-label="Flow of asks, drawn" tabIndex={0} className="scroll-thin overflow-x-auto">
        <div className="min-w-[52rem]">
          <div aria-hidden="true" className="flex justify-between pt-1 text-xs font-medium text-dim">
            <span className="w-[226px] text-right">Topic</span>
            <span className="w-0 whitespace-nowrap">First owner</span>
            <span className="w-[226px]">Has it now</span>
          </div>
          <ResponsiveContainer width="100%" height={height}>
            <Sankey
              data={data}
              margin={margin}
              nodeWidth={nodeWidth}
              nodePadding={nodePadding}
              iterations={48}
              accessibilityLayer={false}
              node={(props: SankeyNodeProps) => <Bar {...props} {...point} />}
              link={(props: SankeyLinkProps) => <Band {...props} {...point} />}
            />
          </ResponsiveContainer>
        </div>
      </section>
    </div>
  )
}

type Pointing = {
  readonly pointed: string | undefined
  readonly onPoint: (pointed: Pointed | undefined) => void
  readonly onSpread: () => void
}

function Band({ pointed, onPoint, onSpread, ...props }: SankeyLinkProps & Pointing) {
  const { sourceX, sourceY, sourceControlX, targetX, targetY, targetControlX, linkWidth } = props
  const link = props.payload as unknown as FlowLink
  const isPointed = pointed === link.id
  return (
    <Part part={link} words={sayLink(link)} onPoint={onPoint} onSpread={onSpread}>
      <path
        d={`M${sourceX},${sourceY} C${sourceControlX},${sourceY} ${targetControlX},${targetY} ${targetX},${targetY}`}
        fill="none"
        stroke={link.moved ? 'var(--bad)' : 'var(--series-8)'}
        strokeWidth={Math.max(2, linkWidth)}
        strokeOpacity={isPointed ? 0.9 : link.moved ? 0.75 : pointed === undefined ? 0.3 : 0.18}
        {...(link.moved && { strokeDasharray: '5 2' })}
      />
    </Part>
  )
}

function Bar({ pointed, onPoint, onSpread, ...props }: SankeyNodeProps & Pointing) {
  const { x, y, width, height } = props
  const node = props.payload as unknown as FlowNode
  const isLeft = node.kind === 'topic'
  // In the middle the name stands above its bar: beside it, thin bands would strike it through.
  const isMiddle = node.kind === 'first'
  return (
    <Part part={node} words={sayNode(node)} onPoint={onPoint} onSpread={onSpread}>
      <rect
        x={x}
        y={y}
        width={width}
        height={Math.max(2, height)}
        fill={pointed === node.id ? 'var(--accent-strong)' : 'var(--series-1)'}
        rx={1}
      />
      <text
        x={isMiddle ? x : isLeft ? x - 6 : x + width + 6}
        y={isMiddle ? y - 4 : y + height / 2}
        dy={isMiddle ? 0 : '0.35em'}
        textAnchor={isLeft ? 'end' : 'start'}
        fontSize={isMiddle ? 11 : 12}
        fill="var(--ink)"
        stroke="var(--panel)"
        strokeWidth={3}
        strokeLinejoin="round"
        paintOrder="stroke"
        className="tabular-nums"
      >
        {shortened(node.name)}
        <tspan fill="var(--dim)"> {node.cases}</tspan>
      </text>
    </Part>
  )
}

type PartProps = {
  readonly part: FlowLink | FlowNode
  readonly words: string
  readonly onPoint: (pointed: Pointed | undefined) => void
  readonly onSpread: () => void
  readonly children: ReactNode
}

/** A link to the cases of a part; to the topics one by one, where several stand together. */
function Part({ part, words, onPoint, onSpread, children }: PartProps) {
  const router = useRouter()
  const navigate = useNavigate()
  const pointing = {
    onMouseEnter: () => onPoint({ id: part.id, words }),
    onMouseLeave: () => onPoint(undefined),
    onFocus: () => onPoint({ id: part.id, words }),
    onBlur: () => onPoint(undefined),
  }
  if (part.filter === undefined && !part.others) return <g {...pointing}>{children}</g>
  const to =
    part.filter === undefined
      ? ({ to: '/insights', search: { topics: 'all' } } as const)
      : ({ to: '/cases', search: caseSearch(part.filter) } as const)
  const go = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    if (part.filter === undefined) onSpread()
    else void navigate(to)
  }
  return (
    <a
      href={router.buildLocation(to).href}
      aria-label={`${words}. ${part.filter === undefined ? 'Show every topic' : 'Show these cases'}`}
      onClick={go}
      className="cursor-pointer"
      {...pointing}
    >
      {children}
    </a>
  )
}
