/** Two versions of the policy side by side: what differs, which answers move, and what becomes of past cases. */
import { getRouteApi } from '@tanstack/react-router'
import { ArrowRight, GitCompareArrows } from 'lucide-react'
import { type RowOf, useDesk, useDeskPages } from '../../app/api.ts'
import { Picker } from '../../ui/picker.tsx'
import { Empty, Failed, Loaded, Loading } from '../../ui/states.tsx'
import { sayDay, Time } from '../../ui/time.tsx'
import { ComparisonView } from './comparison-view.tsx'
import { PolicyFrame } from './policy-frame.tsx'
import type { CompareSearch } from './search.ts'

const route = getRouteApi('/policy/compare')

type Version = RowOf<'policies.list'>

export function ComparePage() {
  const versions = useDeskPages('policies.list', { limit: 100 })
  return (
    <PolicyFrame at="/policy/compare">
      <Loaded query={versions} rows={4}>
        {(all) => (all.length < 2 ? <OnlyOne version={all[0]} /> : <Choose versions={all} />)}
      </Loaded>
    </PolicyFrame>
  )
}

const OnlyOne = ({ version }: { readonly version: Version | undefined }) => (
  <Empty
    icon={<GitCompareArrows size={28} />}
    title="There is one version so far"
    text={
      <>
        {version && (
          <>
            This desk has answered by {version.name} {version.version} since <Time at={version.firstSeenAt} />
            .{' '}
          </>
        )}
        Start the server with changed policy files, and both versions can be compared here.
      </>
    }
  />
)

function Choose({ versions }: { readonly versions: readonly Version[] }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const known = (id: string | undefined): Version | undefined => versions.find((one) => one.id === id)
  const to = known(search.to) ?? versions.find(({ inForce }) => inForce) ?? versions[0]!
  const from = known(search.from) ?? versions.find(({ id }) => id !== to.id)!
  const go = (next: CompareSearch): void => void navigate({ search: next, replace: true })
  const choices = versions.map((one) => ({
    value: one.id,
    label: `${numberOf(one, versions)}${one.inForce ? ' (in force)' : ''}`,
    detail: `${sayDay(one.firstSeenAt)} · ${one.fingerprint.slice(0, 7)}`,
  }))
  return (
    <div className="flex flex-col gap-4 px-4 py-4 md:px-6">
      <div className="flex flex-wrap items-center gap-2">
        <Picker
          label="From version"
          value={from.id}
          choices={choices}
          onChoose={(id) => go({ from: id, to: to.id })}
          className="min-w-40 flex-1 sm:w-56 sm:flex-none"
        />
        <ArrowRight size={14} className="text-dim" role="img" aria-label="to" />
        <Picker
          label="To version"
          value={to.id}
          choices={choices}
          onChoose={(id) => go({ from: from.id, to: id })}
          className="min-w-40 flex-1 sm:w-56 sm:flex-none"
        />
      </div>
      {from.id === to.id ? (
        <Empty title="Twice the same version" text="Choose another on one side." />
      ) : (
        <Compared from={from.id} to={to.id} />
      )}
    </div>
  )
}

/** With a part of its fingerprint where two states of the files have one number. */
const numberOf = ({ id, version, fingerprint }: Version, all: readonly Version[]): string =>
  all.some((other) => other.id !== id && other.version === version)
    ? `${version} · ${fingerprint.slice(0, 7)}`
    : version

function Compared({ from, to }: { readonly from: string; readonly to: string }) {
  const { data, error, refetch } = useDesk('policies.compare', { from, to })
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (!data) {
    return (
      <>
        <p className="text-sm text-dim">Deciding past asks by both versions. This takes some seconds.</p>
        <Loading rows={8} className="px-0" />
      </>
    )
  }
  const isSame = data.rules.length + data.changes.length + data.facts.length + data.replay.moved === 0
  return isSame ? (
    <Empty
      icon={<GitCompareArrows size={28} />}
      title="Nothing moves"
      text={`Both versions have the same rules and answer all ${data.replay.asks.toLocaleString('en')} past asks alike. Words, examples or tests may differ.`}
    />
  ) : (
    <ComparisonView comparison={data} />
  )
}
