/** What Developer Success has running for whom: as a board by time-box or as a list, with one engagement in a sheet. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Columns3, Plus, Rows3, Timer } from 'lucide-react'
import { useDesk, useDeskPages } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { Board } from './board.tsx'
import { EngagementList } from './engagement-list.tsx'
import { EngagementSheet } from './engagement-sheet.tsx'
import { Filters } from './filters.tsx'
import { RequestEngagement } from './request-engagement.tsx'
import { type EngagementsSearch, filterOf } from './search.ts'

export function EngagementsPage() {
  const me = useMe()
  const search = useSearch({ from: '/engagements' })
  const navigate = useNavigate({ from: '/engagements' })
  const set = (change: Partial<EngagementsSearch>): void =>
    void navigate({ to: '/engagements', search: (before) => ({ ...before, ...change }) })
  const mayAsk = may(me, 'engagements:write')
  const isList = search.view === 'list'
  useShortcut('n', 'Request an engagement', () => set({ ask: 'new' }), { enabled: mayAsk })
  useShortcut('m', 'Mine, or everybody’s', () => set({ lead: search.lead === 'me' ? undefined : 'me' }))
  useShortcut('v', 'Board or list', () => set({ view: isList ? undefined : 'list' }))
  return (
    <Page
      title="Engagements"
      actions={
        <>
          <Button
            keys="v"
            icon={isList ? <Columns3 size={15} /> : <Rows3 size={15} />}
            onClick={() => set({ view: isList ? undefined : 'list' })}
          >
            {isList ? 'Board' : 'List'}
          </Button>
          {mayAsk && (
            <Button look="primary" keys="n" icon={<Plus size={15} />} onClick={() => set({ ask: 'new' })}>
              Request
            </Button>
          )}
        </>
      }
    >
      <Filters search={search} />
      {isList ? (
        <WholeList search={search} onOpen={(engagement) => set({ engagement })} />
      ) : (
        <WholeBoard search={search} />
      )}
      {search.engagement !== undefined && (
        <EngagementSheet id={search.engagement} onClose={() => set({ engagement: undefined })} />
      )}
      {search.ask === 'new' && (
        <RequestEngagement
          case={search.case}
          onClose={() => set({ ask: undefined, case: undefined })}
          onGranted={(engagement) => set({ ask: undefined, case: undefined, engagement })}
        />
      )}
    </Page>
  )
}

const activeMax = 200
const finishedMax = 25
const listMax = 100

function WholeBoard({ search }: { readonly search: EngagementsSearch }) {
  const filter = filterOf(search)
  const active = useDesk(
    'engagements.list',
    { ...filter, state: ['open', 'ended'], limit: activeMax },
    { keep: true },
  )
  const finished = useDeskPages(
    'engagements.list',
    { ...filter, state: ['finished'], limit: finishedMax },
    { keep: true },
  )
  const query = {
    data: active.data && finished.data ? [...active.data.items, ...finished.data] : undefined,
    error: active.error ?? finished.error,
    refetch: () => Promise.all([active.refetch(), finished.refetch()]),
  }
  return (
    <Loaded query={query} rows={8}>
      {(rows) =>
        rows.length === 0 ? (
          <Nothing isFiltered={Object.keys(filter).length > 0} />
        ) : (
          <>
            {active.data?.next != null && (
              <p className="px-4 pt-3 text-sm text-warn md:px-6">
                The newest {activeMax} that are not finished. Filter, or use the list for all of them.
              </p>
            )}
            <Board
              rows={rows}
              chosen={search.column}
              more={<ShowMore list={finished} label="More that finished" />}
            />
          </>
        )
      }
    </Loaded>
  )
}

type ListProps = { readonly search: EngagementsSearch; readonly onOpen: (engagement: string) => void }

function WholeList({ search, onOpen }: ListProps) {
  const filter = filterOf(search)
  const all = useDeskPages('engagements.list', { ...filter, limit: listMax }, { keep: true })
  return (
    <Loaded query={all} rows={8}>
      {(rows) =>
        rows.length === 0 ? (
          <Nothing isFiltered={Object.keys(filter).length > 0} />
        ) : (
          <EngagementList
            rows={rows}
            onOpen={({ id }) => onOpen(id)}
            more={<ShowMore list={all} label="More engagements" />}
          />
        )
      }
    </Loaded>
  )
}

const Nothing = ({ isFiltered }: { readonly isFiltered: boolean }) =>
  isFiltered ? (
    <Empty icon={<Timer size={28} />} title="None of these" text="Clear a filter to see others." />
  ) : (
    <Empty
      icon={<Timer size={28} />}
      title="No engagements yet"
      text="Request one for a case or an ask: the policy says whether Developer Success may be engaged, and for how long."
    />
  )
