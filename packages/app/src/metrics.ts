/**
 * What Prometheus reads. Counts of what this process did come from the operations themselves, whatever the surface;
 * what the store holds (jobs, cases, audit) is counted when it is asked for.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Answering,
  type DeskGauges,
  deskGauges,
  type Performed,
  performed,
  type Store,
} from '@rightdesk/desk'
import { Refusal } from '@rightdesk/engine'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { HttpMetrics } from './http/app.ts'

export type Metrics = HttpMetrics & {
  /** The same, with every decision counted. */
  readonly counting: (answering: Answering) => Answering
  /** In Prometheus' text format. */
  readonly text: () => Promise<string>
  readonly contentType: string
  readonly stop: () => void
}

const seconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** Begins to count what happens on a store. */
export function startMetrics(store: Store): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'rightdesk_http_requests_total',
    help: 'Requests by operation or route, and status.',
    labelNames: ['operation', 'status'],
    registers,
  })
  const answered = new Histogram({
    name: 'rightdesk_http_request_seconds',
    help: 'From a request to its answer.',
    labelNames: ['operation'],
    buckets: seconds,
    registers,
  })
  const decisions = new Counter({
    name: 'rightdesk_decisions_total',
    help: 'Decisions by status; the fall-back is an answer of its own.',
    labelNames: ['status'],
    registers,
  })
  const stopCounting = countOperations(store, registers)
  const look = gaugeStore(store, registers)
  return {
    answered: (operation, status, ms) => {
      requests.inc({ operation, status })
      answered.observe({ operation }, ms / 1_000)
    },
    counting: (answering) => ({
      ...answering,
      answer: async (ask) => {
        const decision = await answering.answer(ask)
        decisions.inc({ status: decision.status })
        return decision
      },
    }),
    text: async () => {
      await look()
      return registry.metrics()
    },
    contentType: registry.contentType,
    stop: () => {
      stopCounting()
      registry.clear()
    },
  }
}

function countOperations(store: Store, registers: Registry[]): () => void {
  const operations = new Counter({
    name: 'rightdesk_operations_total',
    help: 'Operations by name, surface and how they ended: done, a refusal, or failed.',
    labelNames: ['operation', 'surface', 'outcome'],
    registers,
  })
  const ended = ({ operation, surface, error, store: own }: Performed): void => {
    if (own !== store) return
    operations.inc({ operation, surface, outcome: outcomeOf(error) })
  }
  const subscribers = { ...silent, asyncEnd: ended }
  performed.subscribe(subscribers)
  return () => performed.unsubscribe(subscribers)
}

const nothing = (): void => {}
/** Those who listen to a call have to listen to all of it. */
export const silent = {
  start: nothing,
  end: nothing,
  asyncStart: nothing,
  asyncEnd: nothing,
  error: nothing,
}

const outcomeOf = (error: unknown): string =>
  error === undefined ? 'done' : error instanceof Refusal ? error.code : 'failed'

/** Prometheus waits ten seconds for all of an answer. */
const lookWithinMs = 5_000

/**
 * Gives what looks at the store once, for all gauges. Order matters: the registry reads all gauges at the same time, so
 * a look that one of them took would reach the others with the next scrape.
 */
function gaugeStore(store: Store, registers: Registry[]): () => Promise<void> {
  const jobs = new Gauge({
    name: 'rightdesk_jobs',
    help: 'Jobs that wait or were given up, by queue and state; dead deliveries are the dead letters.',
    labelNames: ['queue', 'state'],
    registers,
  })
  const oldest = new Gauge({
    name: 'rightdesk_jobs_oldest_due_seconds',
    help: 'How long the oldest job that is due has waited.',
    labelNames: ['queue'],
    registers,
  })
  const cases = new Gauge({
    name: 'rightdesk_cases',
    help: 'Cases by state.',
    labelNames: ['state'],
    registers,
  })
  const unsealed = new Gauge({
    name: 'rightdesk_audit_unsealed',
    help: 'Audit entries that are not yet in the chain.',
    registers,
  })
  const up = new Gauge({
    name: 'rightdesk_store_up',
    help: 'Whether the store could be looked at; what it holds is left out where it could not.',
    registers,
  })
  const show = (look: DeskGauges): void => {
    for (const { queue, state, count } of look.jobs) jobs.set({ queue, state }, count)
    for (const { queue, seconds: age } of look.oldestDue) oldest.set({ queue }, age)
    for (const { state, count } of look.cases) cases.set({ state }, count)
    unsealed.set(look.unsealed)
  }
  return async () => {
    const look = await Promise.race([
      deskGauges(store, new Date().toISOString()).catch(() => undefined),
      sleep(lookWithinMs, undefined, { ref: false }),
    ])
    for (const gauge of [jobs, oldest, cases]) gauge.reset()
    unsealed.remove()
    up.set(look ? 1 : 0)
    if (look) show(look)
  }
}
