/** How far a request has come, in a word. */
import type { RowOf } from '../../app/api.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'

type Request = Pick<RowOf<'requests.list'>, 'state' | 'place' | 'missing'>

export function RequestState({ state, place, missing }: Request) {
  const [tone, words] = said({ state, place, missing })
  return <Badge tone={tone}>{words}</Badge>
}

function said({ state, place, missing }: Request): readonly [Tone, string] {
  switch (state) {
    case 'offered':
      return ['good', 'Place offered']
    case 'waiting':
      return ['note', place === null ? 'In line' : `${place} in line`]
    case 'open':
      return missing.length === 0 ? ['accent', 'Ready to decide'] : ['plain', 'Being vetted']
    case 'approved':
      return ['good', 'Approved']
    case 'declined':
      return ['bad', 'Declined']
    case 'withdrawn':
      return ['plain', 'Withdrawn']
  }
}
