/** The frame of a picture: what it shows, a sentence that reads it, its data as a table, and as files. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChartNoAxesColumn, Download, Table2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import { csvOf, type Data, jsonOf, saveFile } from './data-file.ts'
import { DataTable } from './data-table.tsx'
import { type Period, type PictureId, pictures } from './search.ts'

export type PictureProps<Row extends object> = {
  readonly id: PictureId
  readonly title: string
  /** What the picture says, in a sentence. */
  readonly reading: string
  readonly data: Data<Row>
  readonly period: Period
  readonly team: string | undefined
  /** What stands there while there is nothing to draw. */
  readonly nothing: string
  readonly actions?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

export function Picture<Row extends object>({
  id,
  title,
  reading,
  data,
  period,
  team,
  nothing,
  actions,
  className,
  children,
}: PictureProps<Row>) {
  const navigate = useNavigate({ from: '/insights' })
  const { table = [] } = useSearch({ from: '/insights' })
  const isTable = table.includes(id)
  const toggle = (): void => {
    const next = pictures.filter((one) => (one === id ? !isTable : table.includes(one)))
    void navigate({
      to: '/insights',
      search: (before) => ({ ...before, table: next.length > 0 ? next : undefined }),
      replace: true,
      resetScroll: false,
    })
  }
  const save = (kind: 'csv' | 'json'): void => {
    const name = `rightdesk-${data.name}-${period.from}-to-${period.to}.${kind}`
    if (kind === 'csv') saveFile(name, csvOf(data), 'text/csv')
    else saveFile(name, jsonOf(data, { ...period, team: team ?? null }), 'application/json')
    toast({ title: `Saved ${name}` })
  }
  return (
    <Section
      title={title}
      {...(className !== undefined && { className })}
      flush
      actions={
        data.rows.length > 0 && (
          <>
            {actions}
            <Button
              size="icon"
              look="ghost"
              aria-label={isTable ? `${title}: show the picture` : `${title}: show as a table`}
              title={isTable ? 'Show the picture' : 'Show as a table'}
              icon={isTable ? <ChartNoAxesColumn size={15} /> : <Table2 size={15} />}
              onClick={toggle}
            />
            <Menu
              items={[
                { label: 'As CSV, for spreadsheets', run: () => save('csv') },
                { label: 'As JSON, for programs', run: () => save('json') },
              ]}
            >
              <Button
                size="icon"
                look="ghost"
                aria-label={`${title}: save the data`}
                title="Save the data"
                icon={<Download size={15} />}
              />
            </Menu>
          </>
        )
      }
    >
      <p className="px-4 pb-3 text-sm text-dim">{data.rows.length === 0 ? nothing : reading}</p>
      {data.rows.length > 0 &&
        (isTable ? <DataTable data={data} label={title} /> : <div className="px-4 pb-4">{children}</div>)}
    </Section>
  )
}
