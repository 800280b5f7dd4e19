/** Times as people say them, with the exact one in UTC and in their own zone at hand. */
import { useSyncExternalStore } from 'react'

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' })
const shortDay = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })
const dayOfYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

const minuteMs = 60_000
const steps = [
  { unit: 'minute', ms: minuteMs, belowMs: 60 * minuteMs },
  { unit: 'hour', ms: 60 * minuteMs, belowMs: 24 * 60 * minuteMs },
  { unit: 'day', ms: 24 * 60 * minuteMs, belowMs: 14 * 24 * 60 * minuteMs },
] as const

/** `12m ago`, `in 3d`, `4 Nov`. */
export function sayTime(at: string, nowMs: number): string {
  const ms = Date.parse(at) - nowMs
  if (Math.abs(ms) < minuteMs) return 'now'
  const step = steps.find(({ belowMs }) => Math.abs(ms) < belowMs)
  if (step) return relative.format(Math.trunc(ms / step.ms), step.unit)
  const date = new Date(at)
  return (date.getUTCFullYear() === new Date(nowMs).getUTCFullYear() ? shortDay : dayOfYear).format(date)
}

let nowMs = Date.now()
const listeners = new Set<() => void>()
window.setInterval(() => {
  nowMs = Date.now()
  for (const listener of listeners) listener()
}, 30_000)

/** The time now, moved on twice a minute. */
export const useNow = (): number =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => nowMs,
  )

export function Time({ at, className }: { readonly at: string; readonly className?: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={`${exact.format(new Date(at))} · ${at}`} className={className}>
      {sayTime(at, now)}
    </time>
  )
}

/** A day: `4 Nov 2026`. */
export const sayDay = (at: string): string => dayOfYear.format(new Date(at))
