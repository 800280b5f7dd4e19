/** What stands in place of a page's content while it loads, when it cannot be had, and when there is none. */
import { CircleAlert, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { sayError } from '../app/say-error.ts'
import { Button } from './button.tsx'
import { cx } from './cx.ts'

/** Grey bars in the place of rows to come; appears only where loading takes a moment. */
export function Loading({ rows = 6, className }: { readonly rows?: number; readonly className?: string }) {
  return (
    <div role="status" className={cx('flex animate-pulse flex-col gap-3 p-4', className)}>
      <span className="sr-only">Loading…</span>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: bars are all alike
          key={row}
          className="h-4 rounded-sm bg-hover"
          style={{ width: `${92 - ((row * 17) % 45)}%` }}
        />
      ))}
    </div>
  )
}

/** What went wrong in the desk's own words, and a way on. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { title, text } = sayError(error)
  return (
    <div role="alert" className="m-4 flex items-start gap-3 rounded-md border border-bad/30 bg-bad-soft p-4">
      <CircleAlert size={18} className="mt-0.5 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere">{title}</p>
        {text && <p className="mt-0.5 text-sm wrap-anywhere">{text}</p>}
        {retry && (
          <Button size="sm" className="mt-3" icon={<RotateCw size={14} />} onClick={retry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  )
}

export type EmptyProps = {
  readonly icon?: ReactNode
  readonly title: string
  /** What to do next. */
  readonly text: ReactNode
  readonly children?: ReactNode
}

export function Empty({ icon, title, text, children }: EmptyProps) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-14 text-center">
      {icon && <div className="text-dim">{icon}</div>}
      <p className="font-semibold">{title}</p>
      <p className="text-sm text-dim">{text}</p>
      {children && <div className="mt-3 flex gap-2">{children}</div>}
    </div>
  )
}

type Query<Data> = {
  readonly data: Data | undefined
  readonly error: unknown
  readonly refetch: () => unknown
}

/** Draws what a query gave, or what stands in its place. */
export function Loaded<Data>({
  query,
  rows,
  children,
}: {
  readonly query: Query<Data>
  readonly rows?: number
  readonly children: (data: Data) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />
  return <Loading {...(rows !== undefined && { rows })} />
}
