/** The places of the programme at a glance: one square each, taken, offered or free, and who waits for one. */
import { Link } from '@tanstack/react-router'
import type { OutputOf, RowOf } from '../../app/api.ts'
import { counted } from '../../parts/when.ts'
import { cx } from '../../ui/cx.ts'
import { visible } from '../../ui/words.tsx'

export type CapStripProps = {
  readonly places: OutputOf<'requests.list'>['places']
  readonly assignments: readonly RowOf<'assignments.list'>[]
  readonly waiting: number
}

const square =
  'flex aspect-square min-h-6 min-w-6 items-center justify-center rounded-md border text-2xs font-semibold'

export function CapStrip({ places: { cap, used, offered }, assignments, waiting }: CapStripProps) {
  const told = assignments.filter(({ internal }) => !internal)
  const internal = assignments.filter((one) => one.internal)
  // Who does not see every assignment still sees how many there are.
  const unseen = Math.max(0, used - assignments.length)
  const free = Math.max(0, cap - used - offered)
  return (
    <div className="flex flex-col gap-3">
      <p>
        <span className="text-3xl font-semibold tracking-tight tabular-nums">{used}</span>
        <span className="text-lg text-dim tabular-nums"> of {cap}</span>
        <span className="ml-2 text-sm text-dim">customers have an assigned engineer</span>
      </p>
      <div className="min-w-0">
        <div
          className="grid max-w-3xl gap-1.5"
          style={{
            gridTemplateColumns: `repeat(auto-fit, minmax(1.75rem, ${cap > 20 ? '1.75rem' : '1fr'}))`,
          }}
        >
          {told.map((one) => (
            <Taken key={one.id} one={one} look="border-transparent bg-accent text-on-accent" />
          ))}
          {internal.map((one) => (
            <Taken key={one.id} one={one} look="border-transparent bg-warn-soft text-warn" />
          ))}
          <Squares count={unseen} look="bg-hover" />
          <Squares count={offered} look="border-2 border-dashed border-accent" />
          <Squares count={free} look="border-dashed border-edge/50" />
        </div>
        <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-xs text-dim tabular-nums">
          <Key look="bg-accent" words={`${told.length} after the sale`} />
          <Key
            look="border border-warn/50 bg-warn-soft"
            words={`${internal.length} before the sale, never told`}
          />
          {unseen > 0 && <Key look="bg-hover border" words={`${unseen} not yours to see`} />}
          {offered > 0 && <Key look="border-2 border-dashed border-accent" words={`${offered} offered`} />}
          <Key look="border border-dashed border-edge" words={`${free} free`} />
          <li className={cx(waiting > 0 && 'font-medium text-ink')}>
            {waiting > 0 ? `${counted(waiting, 'request')} in line for a place` : 'Nobody waits for a place'}
          </li>
        </ul>
      </div>
    </div>
  )
}

const Squares = ({ count, look }: { readonly count: number; readonly look: string }) =>
  Array.from({ length: count }, (_, n) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: squares are all alike
    <span key={n} aria-hidden="true" className={cx(square, look)} />
  ))

function Taken({ one, look }: { readonly one: RowOf<'assignments.list'>; readonly look: string }) {
  const name = visible(one.account.name)
  const said = `${name}: ${visible(one.engineer.name)}${one.internal ? ', internal only: never tell the customer' : ''}`
  return (
    <Link
      to="/customers/$account"
      params={{ account: one.account.id }}
      title={said}
      className={cx(square, look, 'relative hover:opacity-85')}
    >
      <span aria-hidden="true">{[...name].slice(0, 2).join('')}</span>
      <span className="sr-only">{said}</span>
    </Link>
  )
}

const Key = ({ look, words }: { readonly look: string; readonly words: string }) => (
  <li className="flex items-center gap-1.5">
    <span aria-hidden="true" className={cx('size-2.5 rounded-sm', look)} />
    {words}
  </li>
)
