/** The frame of every page: its heading, what can be done there, and its content. */
import { Link, type LinkProps } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { cx } from './cx.ts'

export type PageParts = {
  /** What all of them belong to; read out as the name of the list. */
  readonly label: string
  readonly links: readonly { readonly to: NonNullable<LinkProps['to']>; readonly label: string }[]
}

export type PageProps = {
  readonly title: string
  /** Beside the title: a count, a state. */
  readonly beside?: ReactNode
  readonly actions?: ReactNode
  /** The neighbours of this page, under its heading. */
  readonly parts?: PageParts
  /** Draws without the heading bar, for pages with a heading of their own. */
  readonly bare?: boolean
  readonly children: ReactNode
}

export function Page({ title, beside, actions, parts, bare = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Rightdesk`
  }, [title])
  return (
    <>
      {!bare && (
        <header className="sticky top-0 z-20 border-b bg-panel print:static">
          <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 md:px-6">
            <h1 className="truncate text-base font-semibold">{title}</h1>
            {beside}
            {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
          </div>
          {parts && <PartLinks {...parts} />}
        </header>
      )}
      {children}
    </>
  )
}

/** On a narrow window the link to the page shown may lie beside it. */
const intoView = (nav: HTMLElement | null): void =>
  nav?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })

const PartLinks = ({ label, links }: PageParts) => (
  <nav
    ref={intoView}
    aria-label={label}
    className="scroll-thin flex gap-1 overflow-x-auto px-2 md:px-4 print:hidden"
  >
    {links.map(({ to, label: words }) => (
      <Link
        key={to}
        to={to}
        activeOptions={{ exact: true, includeSearch: false }}
        className="flex h-8 shrink-0 items-center border-b-2 border-transparent px-2 text-sm font-medium text-dim hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink max-md:h-11"
      >
        {words}
      </Link>
    ))}
  </nav>
)

export type SectionProps = {
  readonly title: string
  readonly text?: ReactNode
  readonly actions?: ReactNode
  readonly className?: string
  /** Content without padding, for tables and lists. */
  readonly flush?: boolean
  readonly children: ReactNode
}

/** A panel with a heading. */
export function Section({ title, text, actions, className, flush = false, children }: SectionProps) {
  return (
    <section className={cx('min-w-0 rounded-lg border bg-panel', className)}>
      <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-2.5 pb-1.5">
        <div className="min-w-0">
          <h2 className="text-sm font-semibold">{title}</h2>
          {text && <p className="text-xs text-dim">{text}</p>}
        </div>
        {actions && <div className="ml-auto flex items-center gap-2">{actions}</div>}
      </header>
      <div className={cx(!flush && 'px-4 pb-4')}>{children}</div>
    </section>
  )
}

/** Names and values, such as the facts of a case. */
export function Facts({ rows }: { readonly rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-dim">{name}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
