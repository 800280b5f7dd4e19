/** What a look at the policy in force found, kept for the day: overrides begin and end with one. */
import type { PolicyStudy } from '@rightdesk/engine'
import type { Answering } from '../context.ts'
import type { Time } from '../store/tables.ts'

const kept = new WeakMap<object, { readonly day: string; readonly study: Promise<PolicyStudy> }>()

/** The study of the policy in force at a time; made with the first question of the day. */
export function studyInForce(answering: Answering, at: Time): Promise<PolicyStudy> {
  const day = at.slice(0, 10)
  const known = kept.get(answering.source)
  if (known?.day === day) return known.study
  const study = answering.study(answering.source, at)
  kept.set(answering.source, { day, study })
  // A failure is not kept: the next question tries again.
  study.catch(() => kept.delete(answering.source))
  return study
}
