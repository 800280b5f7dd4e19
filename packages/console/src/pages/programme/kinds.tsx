/**
 * Kinds of assignments as the policy has them, and the mark of those that stay among colleagues: before the sale a
 * customer is never told, so every place that shows such an assignment says so in words.
 */
import { EyeOff } from 'lucide-react'
import { useMemo } from 'react'
import type { OutputOf } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { Badge, inWords } from '../../ui/badge.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'

type Programme = NonNullable<OutputOf<'policy.show'>['programme']>
export type Kind = Programme['kinds'][number]

/** What the policy in force says of the programme; null where it has none. */
export const useProgramme = (): Programme | null => useNames().policy.programme

/** Looks a kind up; one that the policy does not have any more is taken for internal, as the desk does. */
export function useKinds(): (kind: string) => Kind {
  const programme = useProgramme()
  return useMemo(() => {
    const known = new Map(programme?.kinds.map((one) => [one.kind, one]))
    return (kind) =>
      known.get(kind) ?? {
        kind,
        about: 'The policy does not have this kind any more.',
        lifecycle: '',
        internal: true,
        backup: false,
        temporary: false,
      }
  }, [programme])
}

/** `post-sales-strategic` → `Post-sales strategic`. */
export const kindName = (kind: string): string =>
  inWords(kind).replace(/\b(post|pre) sales\b/i, (said) => said.replace(' ', '-'))

/** A role of leadership: `ce-leadership` → `CE leadership`. */
export const roleName = (role: string): string =>
  inWords(role).replace(/^(ce|cs) /i, (said) => said.toUpperCase())

const never = 'Internal only: never tell the customer'

/** Stands beside whatever belongs to an assignment before the sale; `short` where a table leaves little room. */
export function InternalOnly({ short = false }: { readonly short?: boolean }) {
  if (!short) {
    return (
      <Badge tone="warn" icon={<EyeOff size={12} className="shrink-0" aria-hidden="true" />} title={never}>
        {never}
      </Badge>
    )
  }
  return (
    <Tooltip text={never}>
      <span className="inline-flex shrink-0">
        <Badge tone="warn" icon={<EyeOff size={12} className="shrink-0" aria-hidden="true" />}>
          Never tell<span className="sr-only"> the customer: internal only</span>
        </Badge>
      </span>
    </Tooltip>
  )
}

/** A kind in words, with the mark where it is internal. */
export function KindWords({ kind, short = true }: { readonly kind: string; readonly short?: boolean }) {
  const { internal, about } = useKinds()(kind)
  return (
    <span className="inline-flex max-w-full min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      <span title={about} className="truncate">
        {kindName(kind)}
      </span>
      {internal && <InternalOnly short={short} />}
    </span>
  )
}
