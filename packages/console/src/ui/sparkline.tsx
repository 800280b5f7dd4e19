/** A row of numbers as a small line; the words beside it say what it shows. */
export type SparklineProps = {
  readonly values: readonly number[]
  /** Read out in its place, such as `Going well: 3, 4, 4, 5`. */
  readonly label: string
  readonly width?: number
  readonly height?: number
  /** The scale's ends; the values' own where left out. */
  readonly min?: number
  readonly max?: number
}

export function Sparkline({ values, label, width = 72, height = 20, min, max }: SparklineProps) {
  const low = min ?? Math.min(...values)
  const span = (max ?? Math.max(...values)) - low || 1
  const x = (index: number): number => 2 + (index * (width - 4)) / Math.max(1, values.length - 1)
  const y = (value: number): number => height - 3 - ((value - low) / span) * (height - 6)
  const last = values.at(-1)
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      className="shrink-0 overflow-visible text-accent"
    >
      <polyline
        points={values.map((value, index) => `${x(index)},${y(value)}`).join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {last !== undefined && <circle cx={x(values.length - 1)} cy={y(last)} r={2} fill="currentColor" />}
    </svg>
  )
}
