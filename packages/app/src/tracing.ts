/**
 * A span for every operation, sent to where `OTEL_EXPORTER_OTLP_ENDPOINT` says. Loaded only where that is set. A span
 * names the operation, the surface, the actor's id and how it ended; nothing of input or output.
 */
import { type Span, SpanStatusCode, trace } from '@opentelemetry/api'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { type Performed, performed, type Store } from '@rightdesk/desk'
import { Refusal } from '@rightdesk/engine'
import { silent } from './metrics.ts'

export type Tracing = { readonly stop: () => Promise<void> }

/** Begins to export under a name; the SDK takes its other settings from the standard OTEL_ variables. */
export function startTracing(store: Store, serviceName: string): Tracing {
  const sdk = new NodeSDK({ serviceName, instrumentations: [] })
  sdk.start()
  const tracer = trace.getTracer('rightdesk')
  const spans = new WeakMap<Performed, Span>()
  const subscribers = {
    ...silent,
    start: (call: Performed) => {
      if (call.store !== store) return
      const { operation, surface, actor } = call
      const attributes = { 'rightdesk.surface': surface, 'rightdesk.actor': actor }
      spans.set(call, tracer.startSpan(operation, { attributes }))
    },
    asyncEnd: (call: Performed) => {
      const span = spans.get(call)
      if (!span) return
      if (call.error instanceof Refusal) span.setAttribute('rightdesk.refusal', call.error.code)
      else if (call.error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    },
  }
  performed.subscribe(subscribers)
  return {
    stop: async () => {
      performed.unsubscribe(subscribers)
      await sdk.shutdown()
    },
  }
}
