/** What charts by week share: axes, the words beside the pointer, and the key to their series. */
import type { ReactNode } from 'react'
import { CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { sayShortDay } from './say.ts'

export const chartHeight = 208
export const chartMargin = { top: 8, right: 8, bottom: 0, left: 0 }

const tick = { fill: 'var(--dim)', fontSize: 11 }

/** The weeks below a chart, by their first day. */
export const weekAxis = (
  <XAxis
    dataKey="starts"
    tickFormatter={sayShortDay}
    tick={tick}
    tickLine={false}
    axisLine={{ stroke: 'var(--line)' }}
    minTickGap={12}
  />
)

type Scale = {
  readonly max?: number
  /** Counts things that have no halves. */
  readonly whole?: boolean
}

/** The scale beside a chart. */
export const scaleAxis = (say: (value: number) => string, { max, whole = false }: Scale = {}) => (
  <YAxis
    tickFormatter={say}
    tick={tick}
    tickLine={false}
    axisLine={false}
    width={44}
    allowDecimals={!whole}
    domain={[0, max ?? 'auto']}
  />
)

export const grid = <CartesianGrid vertical={false} stroke="var(--line)" />

export type Series = {
  readonly id: string
  readonly label: string
  readonly color: string
  /** Told apart by more than its colour. */
  readonly dash?: string
}

type TipProps = {
  readonly active?: boolean
  readonly label?: string | number
  readonly payload?: readonly { readonly payload?: Readonly<Record<string, unknown>> }[]
}

/** The figures of the week under the pointer, or the one that arrow keys went to. */
export const weekTip = (
  series: readonly Series[],
  say: (value: number) => string,
  also?: (row: Readonly<Record<string, unknown>>) => ReactNode,
) => (
  <Tooltip
    isAnimationActive={false}
    cursor={{ fill: 'var(--hover)', stroke: 'var(--edge)' }}
    content={({ active, label, payload }: TipProps) => {
      const row = payload?.[0]?.payload
      if (!active || !row) return null
      return (
        <div className="rounded-md bg-raised px-3 py-2 text-xs shadow-pop">
          <p className="mb-1 font-medium">Week of {sayShortDay(String(label))}</p>
          {series.map(({ id, label: name, color, dash }) => {
            const value = row[id]
            return (
              <p key={id} className="flex items-center gap-2 tabular-nums">
                <Sample color={color} {...(dash !== undefined && { dash })} />
                <span className="flex-1 text-dim">{name}</span>
                {typeof value === 'number' ? say(value) : '–'}
              </p>
            )
          })}
          {also?.(row)}
        </div>
      )
    }}
  />
)

const Sample = ({ color, dash }: { readonly color: string; readonly dash?: string }) => (
  <svg width={16} height={8} aria-hidden="true" className="shrink-0">
    <line x1={0} y1={4} x2={16} y2={4} stroke={color} strokeWidth={3} strokeDasharray={dash} />
  </svg>
)

/** Which series is which. */
export const Key = ({ series }: { readonly series: readonly Series[] }) => (
  <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-dim">
    {series.map(({ id, label, color, dash }) => (
      <li key={id} className="flex items-center gap-1.5">
        <Sample color={color} {...(dash !== undefined && { dash })} />
        {label}
      </li>
    ))}
  </ul>
)
