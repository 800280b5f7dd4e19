/**
 * What somebody is asking right now, kept for this tab and this person: customers' words belong in no address, and a
 * reload loses nothing. Anything may have been left in the store by an older console, so all of it is checked.
 */
import type { FactValue } from '@rightdesk/engine/answer'
import { useEffect, useState } from 'react'

export type StatedFacts = Readonly<Record<string, FactValue | readonly FactValue[]>>

export type Draft = {
  /** Names the source of the case that becomes of it: opened twice, it is one case. */
  readonly id: string
  readonly text: string
  /** The account's id. */
  readonly account: string | undefined
  readonly facts: StatedFacts
  readonly requester: { readonly name: string; readonly email: string }
  /** Which of the things to gather are there. */
  readonly gathered: readonly string[]
}

export const newDraft = (): Draft => ({
  id: crypto.randomUUID(),
  text: '',
  account: undefined,
  facts: {},
  requester: { name: '', email: '' },
  gathered: [],
})

/** Reads a draft as it was stored; a new one where there is none that can be used. */
export function draftFrom(stored: string | null): Draft {
  const fresh = newDraft()
  const found = parsed(stored)
  if (!found) return fresh
  const requester = record(found['requester'])
  return {
    id: text(found['id']) || fresh.id,
    text: text(found['text']),
    account: text(found['account']) || undefined,
    facts: Object.fromEntries(
      Object.entries(record(found['facts'])).filter(([, value]) => isFact(value)),
    ) as StatedFacts,
    requester: { name: text(requester['name']), email: text(requester['email']) },
    gathered: Array.isArray(found['gathered'])
      ? found['gathered'].filter((one) => typeof one === 'string')
      : [],
  }
}

function parsed(stored: string | null): Record<string, unknown> | undefined {
  if (stored === null) return undefined
  try {
    return record(JSON.parse(stored))
  } catch {
    return undefined
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

const isValue = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

const isFact = (value: unknown): boolean =>
  isValue(value) || (Array.isArray(value) && value.length > 0 && value.every(isValue))

const keptAfterMs = 250

/** The draft of a person, and what changes it. */
export function useDraft(person: string): readonly [Draft, (change: (draft: Draft) => Draft) => void] {
  const key = `rightdesk.ask.${person}`
  const [draft, setDraft] = useState(() => draftFrom(sessionStorage.getItem(key)))
  useEffect(() => {
    const keep = (): void => sessionStorage.setItem(key, JSON.stringify(draft))
    const timer = window.setTimeout(keep, keptAfterMs)
    window.addEventListener('pagehide', keep)
    return () => {
      window.clearTimeout(timer)
      window.removeEventListener('pagehide', keep)
      keep()
    }
  }, [draft, key])
  return [draft, setDraft]
}
