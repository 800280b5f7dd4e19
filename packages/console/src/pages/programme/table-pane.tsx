/** Sets a table in from the edges of the page, so that its first column stands under the heading. */
import type { ReactNode } from 'react'

export const TablePane = ({ children }: { readonly children: ReactNode }) => (
  <div className="md:px-2">{children}</div>
)
