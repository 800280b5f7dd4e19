/** What happens when somebody leaves, told before it is done: access ends, and their open cases need somebody else. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type OutputOf, useAct, useDesk } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { CheckField } from '../../ui/field.tsx'
import { Loaded } from '../../ui/states.tsx'
import { visible } from '../../ui/words.tsx'
import { RefusalNote } from './refusal-note.tsx'

type Shown = OutputOf<'people.show'>

const casesMax = 200
const casesNamed = 6

export function DeactivatePerson({ shown, onDone }: { readonly shown: Shown; readonly onDone: () => void }) {
  const [asking, setAsking] = useState(false)
  return (
    <section className="flex flex-col items-start gap-2 border-t pt-4">
      <h3 className="text-sm font-semibold">Leaving the desk</h3>
      <p className="text-sm text-dim">Ends all access and keys of {shown.name}. Their history stays.</p>
      <Button look="danger" onClick={() => setAsking(true)}>
        Deactivate…
      </Button>
      {asking && <Ask shown={shown} onClose={() => setAsking(false)} onDone={onDone} />}
    </section>
  )
}

type AskProps = { readonly shown: Shown; readonly onClose: () => void; readonly onDone: () => void }

function Ask({ shown, onClose, onDone }: AskProps) {
  const held = useDesk('cases.list', { assignee: shown.id, open: true, limit: casesMax })
  const [reassign, setReassign] = useState(true)
  const deactivate = useAct('people.deactivate', {
    quiet: true,
    done: (left) => `${shown.name} has left.${told(left)}`,
    onDone,
  })
  const count = held.data?.items.length
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Deactivate ${shown.name}?`}
      text="They cannot sign in any more, their keys stop working, and no case comes to them. What they promised customers is kept by others."
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Keep {shown.name.split(' ')[0]}
          </Button>
          <Button
            look="danger"
            disabled={count === undefined || (count > 0 && !reassign)}
            busy={deactivate.isPending}
            onClick={() => deactivate.mutate({ person: shown.id, reassign, version: shown.version })}
          >
            Deactivate
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Loaded query={held} rows={2}>
          {({ items, next }) =>
            items.length === 0 ? (
              <p className="text-sm">They have no open case.</p>
            ) : (
              <>
                <p className="text-sm font-medium">
                  {items.length}
                  {next === null ? '' : ' or more'} open {items.length === 1 ? 'case is' : 'cases are'}{' '}
                  theirs:
                </p>
                <ul className="text-sm">
                  {items.slice(0, casesNamed).map(({ id, number, subject }) => (
                    <li key={id} className="truncate">
                      <Link
                        to="/cases/$case"
                        params={{ case: String(number) }}
                        className="text-accent underline underline-offset-2"
                      >
                        #{number}
                      </Link>{' '}
                      {visible(subject)}
                    </li>
                  ))}
                  {items.length > casesNamed && (
                    <li className="text-dim">and {items.length - casesNamed} more</li>
                  )}
                </ul>
                <CheckField
                  label="Find somebody else for each"
                  hint="By turn and load, as for new cases. Where nobody is free, the case waits in its team."
                  checked={reassign}
                  onChange={({ target }) => setReassign(target.checked)}
                />
              </>
            )
          }
        </Loaded>
        <RefusalNote error={deactivate.error} />
      </div>
    </Dialog>
  )
}

function told({ handedOn, waiting, promises }: OutputOf<'people.deactivate'>): string {
  const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`
  const parts = [
    handedOn.length > 0 ? `${counted(handedOn.length, 'case')} went to others` : '',
    waiting.length > 0 ? `${counted(waiting.length, 'case')} will go to whoever is free next` : '',
    promises.length > 0 ? `others keep ${counted(promises.length, 'promise')}` : '',
  ].filter(Boolean)
  return parts.length > 0 ? ` ${parts.join(', ')}.` : ''
}
