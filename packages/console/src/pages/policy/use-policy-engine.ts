/**
 * The compiled policy in this browser, for pages that ask it without a round trip. Asks here state their facts, so that
 * the reader of texts, which is much larger, is not fetched.
 */
import {
  answerer,
  type CompiledPolicy,
  type Decision,
  loadPolicy,
  type Policy,
} from '@rightdesk/engine/answer'
import { Refusal } from '@rightdesk/engine/refusal'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useNames } from '../../app/names.ts'
import { type Sayings, sayingsOf } from '../../parts/fact-words.ts'

export type PolicyEngine = {
  readonly policy: Policy
  /** Facts, values and teams in words. */
  readonly say: Sayings
  /** Decides by stated facts alone, `topic` among them; throws a `Refusal` for what the policy does not know. */
  readonly decide: (facts: Readonly<Record<string, unknown>>) => Decision
}

async function readCompiled(): Promise<CompiledPolicy> {
  const response = await fetch('/api/v1/policy/compiled')
  if (response.ok) return (await response.json()) as CompiledPolicy
  const help = 'Try again in a moment; the matrix and the checks are there meanwhile.'
  throw new Refusal('unavailable', 'policy', 'the policy could not be fetched', help)
}

/** The engine once it is there; `data` stays undefined until then. */
export function usePolicyEngine(): {
  readonly data: PolicyEngine | undefined
  readonly error: unknown
  readonly refetch: () => unknown
} {
  const {
    data: compiled,
    error,
    refetch,
  } = useQuery({
    queryKey: ['policy.compiled'],
    queryFn: readCompiled,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const names = useNames()
  const data = useMemo(() => compiled && engineOf(compiled, names), [compiled, names])
  return { data, error, refetch }
}

function engineOf(compiled: CompiledPolicy, names: Parameters<typeof sayingsOf>[1]): PolicyEngine {
  const policy = loadPolicy(compiled)
  const facts = compiled.facts.filter(({ derived, kind }) => !derived && kind !== 'switch')
  const answer = answerer(policy, () => {
    throw new Refusal('invalid', 'text', 'texts are not read here', 'State the topic.')
  })
  return {
    policy,
    say: sayingsOf({ facts, teams: compiled.teams, lengthMax: 0 }, names),
    decide: (stated) => answer({ facts: stated }),
  }
}
