/** A part of a side sheet with a small heading. */
import type { ReactNode } from 'react'

export type SheetPartProps = {
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export const SheetPart = ({ title, actions, children }: SheetPartProps) => (
  <section className="min-w-0">
    <div className="mb-1.5 flex min-h-7 items-center gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {actions && <div className="ml-auto flex items-center gap-2">{actions}</div>}
    </div>
    {children}
  </section>
)
