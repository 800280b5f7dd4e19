/** How asks find their desk, over a time and perhaps for one team: figures on top, then pictures that lead to cases. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChartNoAxesCombined } from 'lucide-react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { Empty, Loaded, Loading } from '../../ui/states.tsx'
import { useNow } from '../../ui/time.tsx'
import { AccuracyPicture } from './accuracy-picture.tsx'
import { BouncesPicture } from './bounces-picture.tsx'
import { FactsPicture } from './facts-picture.tsx'
import { figuresOf } from './figures.ts'
import { FlowPicture } from './flow-picture.tsx'
import { Headline } from './headline.tsx'
import { LoadPicture } from './load-picture.tsx'
import { NeedsInfoPicture } from './needs-info-picture.tsx'
import { PeriodBar } from './period-bar.tsx'
import { RulesPicture } from './rules-picture.tsx'
import { sayWholeDay } from './say.ts'
import { type InsightsSearch, periodBefore, periodOf, weekChoices } from './search.ts'
import { TimePicture } from './time-picture.tsx'

export function InsightsPage() {
  const search = useSearch({ from: '/insights' })
  const now = useNow()
  const navigate = useNavigate({ from: '/insights' })
  const period = periodOf(search, now)
  const asked = { ...period, ...(search.team !== undefined && { team: search.team }) }
  const flow = useDesk('insights.flow', asked, { keep: true })
  const longer = (): void =>
    void navigate({
      to: '/insights',
      search: { weeks: 26, ...(search.team !== undefined && { team: search.team }) },
    })
  useShortcut('w', 'Another number of weeks', () => {
    const next = weekChoices[(weekChoices.indexOf(search.weeks ?? 12) + 1) % weekChoices.length]
    void navigate({
      to: '/insights',
      search: (before) => ({ ...before, weeks: next, from: undefined, to: undefined }),
    })
  })
  return (
    <Page
      title="Insights"
      beside={
        <span className="text-sm text-dim tabular-nums">
          {sayWholeDay(period.from)} – {sayWholeDay(period.to)}
        </span>
      }
    >
      <PeriodBar search={search} period={period} />
      <Loaded query={flow} rows={10}>
        {(data) =>
          data.cases === 0 ? (
            <Empty
              icon={<ChartNoAxesCombined size={28} />}
              title="No cases in this time"
              text="Choose a longer time or another team; figures appear as soon as a case is opened."
            >
              <Button onClick={longer}>26 weeks</Button>
            </Empty>
          ) : (
            <Pictures flow={data} search={search} />
          )
        }
      </Loaded>
    </Page>
  )
}

type PicturesProps = { readonly flow: OutputOf<'insights.flow'>; readonly search: InsightsSearch }

function Pictures({ flow, search }: PicturesProps) {
  const { team } = search
  const period = { from: flow.from, to: flow.to }
  const ofTeam = team !== undefined && { team }
  const asked = { ...period, ...ofTeam }
  const before = { ...periodBefore(period), ...ofTeam }
  const keep = { keep: true }
  const accuracy = useDesk('insights.accuracy', asked, keep)
  const bounces = useDesk('insights.bounces', asked, keep)
  const time = useDesk('insights.time_to_owner', asked, keep)
  const misroutes = useDesk('insights.misroutes', asked, keep)
  const missing = useDesk('insights.missing', asked, keep)
  const load = useDesk('insights.load', asked, keep)
  const accuracyBefore = useDesk('insights.accuracy', before, keep)
  const bouncesBefore = useDesk('insights.bounces', before, keep)
  const timeBefore = useDesk('insights.time_to_owner', before, keep)
  const weeks = accuracy.data?.rows ?? []
  return (
    <div className="flex flex-col gap-4 p-4 md:p-6">
      {accuracy.data &&
      bounces.data &&
      time.data &&
      accuracyBefore.data &&
      bouncesBefore.data &&
      timeBefore.data ? (
        <Headline
          figures={figuresOf(
            { accuracy: accuracy.data, bounces: bounces.data, time: time.data },
            { accuracy: accuracyBefore.data, bounces: bouncesBefore.data, time: timeBefore.data },
          )}
        />
      ) : (
        <Loading rows={2} />
      )}
      <FlowPicture flow={flow} search={search} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Loaded query={misroutes}>{(data) => <RulesPicture misroutes={data} team={team} />}</Loaded>
        <Loaded query={time}>
          {(data) => <TimePicture time={data} weeks={weeks} by={search.by} team={team} />}
        </Loaded>
        <Loaded query={bounces}>
          {(data) => <BouncesPicture bounces={data} weeks={weeks} team={team} />}
        </Loaded>
        <Loaded query={accuracy}>{(data) => <AccuracyPicture accuracy={data} team={team} />}</Loaded>
        <Loaded query={missing}>{(data) => <NeedsInfoPicture missing={data} team={team} />}</Loaded>
        <Loaded query={missing}>{(data) => <FactsPicture missing={data} team={team} />}</Loaded>
      </div>
      <Loaded query={load}>{(data) => <LoadPicture load={data} team={team} />}</Loaded>
    </div>
  )
}
