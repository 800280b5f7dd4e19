/** How somebody stands: whether the next case may come to them, and how much of their load is used. */
import { Badge } from '../../ui/badge.tsx'
import { Meter } from '../../ui/meter.tsx'

type Standing = {
  readonly free: boolean
  readonly reason: string | null
  readonly openCases: number
  readonly loadMax: number
}

/** The desk's reason follows a name and ends with a time zone; here it stands alone, and the zone in its title. */
const alone = (reason: string): string => {
  const words = reason.replace(/^is /, '').replace(/ \([\w/+-]+\)$/, '')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

export function Freedom({ free, reason }: Pick<Standing, 'free' | 'reason'>) {
  if (free) return <Badge tone="good">Free</Badge>
  return (
    <span className="block min-w-0 truncate" title={reason ?? ''}>
      {alone(reason ?? 'not free')}
    </span>
  )
}

export const Load = ({ openCases, loadMax }: Pick<Standing, 'openCases' | 'loadMax'>) => (
  <span className="flex items-center gap-2 whitespace-nowrap tabular-nums">
    <Meter value={openCases} max={loadMax} label="Open cases" className="w-16" />
    <span className="min-w-14">
      {openCases} of {loadMax}
    </span>
  </span>
)
