/** Who could take a customer, the most suitable first, with what speaks for and against each. It proposes; people decide. */
import { Check, Minus } from 'lucide-react'
import { useState } from 'react'
import { useDesk } from '../../app/api.ts'
import { SheetPart } from '../../parts/sheet-part.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Meter } from '../../ui/meter.tsx'
import { Person } from '../../ui/person.tsx'
import { Loaded } from '../../ui/states.tsx'
import { visible } from '../../ui/words.tsx'

/** Shown at first; the rest on demand. */
const firstMax = 4

export function Candidates({ request }: { readonly request: string }) {
  const preview = useDesk('requests.preview', { request })
  const [all, setAll] = useState(false)
  return (
    <SheetPart title="Who could take it">
      <Loaded query={preview} rows={4}>
        {({ candidates, room, places }) => (
          <>
            <p className="mb-2 text-xs text-dim">
              {room
                ? `There is a place: ${places.used} of ${places.cap} are taken.`
                : `All ${places.cap} places are taken: once approved it waits in line.`}
            </p>
            <ul className="flex flex-col divide-y rounded-md border">
              {candidates.slice(0, all ? undefined : firstMax).map((one) => (
                <li key={one.person} className="px-3 py-2 text-sm">
                  <div className="flex flex-wrap items-center gap-2">
                    <Person name={visible(one.name)} className="font-medium" />
                    {!one.suits && <Badge tone="warn">Not just now</Badge>}
                    <span className="ml-auto flex items-center gap-2 text-xs text-dim tabular-nums">
                      <Meter
                        label={`Load of ${one.name}`}
                        value={one.openCases}
                        max={one.loadMax}
                        className="w-16"
                      />
                      {one.openCases} of {one.loadMax}
                    </span>
                  </div>
                  <Points words={one.for} sign="for" />
                  <Points words={one.against} sign="against" />
                </li>
              ))}
            </ul>
            {candidates.length > firstMax && !all && (
              <Button size="sm" look="ghost" className="mt-1" onClick={() => setAll(true)}>
                Show the other {candidates.length - firstMax}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </SheetPart>
  )
}

function Points({ words, sign }: { readonly words: readonly string[]; readonly sign: 'for' | 'against' }) {
  if (words.length === 0) return null
  const Icon = sign === 'for' ? Check : Minus
  return (
    <p className="mt-1 flex items-start gap-1.5 text-xs text-dim">
      <Icon
        size={13}
        aria-hidden="true"
        className={sign === 'for' ? 'mt-0.5 shrink-0 text-good' : 'mt-0.5 shrink-0 text-warn'}
      />
      <span>
        <span className="sr-only">{sign}: </span>
        {words.map(visible).join(' · ')}
      </span>
    </p>
  )
}
