/** The facts of the policy with their values in words, for saying what is known and for choosing what is right. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useNames } from '../../app/names.ts'
import { inWords } from '../../ui/badge.tsx'

export type FactValue = string | number | boolean
export type FactChoice = {
  readonly name: string
  readonly label: string
  readonly ask: string
  readonly kind: string
  readonly unit: string
  /** None for amounts. */
  readonly options: readonly { readonly value: FactValue; readonly say: string }[]
}

type CompiledFact = {
  readonly name: string
  readonly ask?: string
  readonly kind: string
  readonly derived: boolean
  readonly unit: string
  readonly values?: readonly FactValue[]
  readonly say: readonly string[]
}

/** `hasPlatformArchitect` → `Has platform architect`; `arr` → `ARR`. */
const labelOf = (name: string): string =>
  name.length <= 3
    ? name.toUpperCase()
    : inWords(name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))

const valuesOf = ({ kind, values }: CompiledFact): readonly FactValue[] => {
  if (kind === 'amount') return []
  return values ?? [false, true]
}

async function readFacts(): Promise<readonly FactChoice[]> {
  const response = await fetch('/api/v1/policy/compiled')
  if (!response.ok) throw new Error(`the policy could not be read (${response.status})`)
  const { facts } = (await response.json()) as { readonly facts: readonly CompiledFact[] }
  return facts
    .filter(({ derived }) => !derived)
    .map((fact) => ({
      name: fact.name,
      label: labelOf(fact.name),
      ask: fact.ask ?? '',
      kind: fact.kind,
      unit: fact.unit,
      options: valuesOf(fact).map((value, atom) => ({ value, say: fact.say[atom] ?? String(value) })),
    }))
}

export type FactWords = {
  readonly facts: readonly FactChoice[]
  readonly label: (name: string) => string
  readonly value: (name: string, value: unknown) => string
}

export function useFactWords(): FactWords {
  const { topic } = useNames()
  const { data } = useQuery({
    queryKey: ['policy.compiled', 'facts'],
    queryFn: readFacts,
    staleTime: Infinity,
  })
  return useMemo(() => {
    const facts = data ?? []
    const one = (name: string, value: unknown): string => {
      if (name === 'topic') return topic(String(value))
      if (value === null) return 'not known'
      const fact = facts.find((known) => known.name === name)
      if (typeof value === 'number') return `${value.toLocaleString('en')} ${fact?.unit ?? ''}`.trim()
      if (typeof value === 'boolean') return value ? 'Yes' : 'No'
      return fact?.options.find((option) => option.value === value)?.say ?? inWords(String(value))
    }
    return {
      facts,
      label: labelOf,
      value: (name, value) =>
        Array.isArray(value) ? value.map((each) => one(name, each)).join(' or ') : one(name, value),
    }
  }, [data, topic])
}
