/** What the parts of leadership say of a request, and giving one's own view for who speaks for one. */
import { useState } from 'react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { SheetPart } from '../../parts/sheet-part.tsx'
import { Badge, inWords, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextArea } from '../../ui/field.tsx'
import { Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'
import { roleName, useProgramme } from './kinds.tsx'

type Request = OutputOf<'requests.show'>
type View = Request['views'][number]['view']

const tones: Readonly<Record<View, Tone>> = { 'in-favour': 'good', 'no-objection': 'plain', against: 'bad' }

export function RequestViews({ request, open }: { readonly request: Request; readonly open: boolean }) {
  const me = useMe()
  const roles = useProgramme()?.views ?? []
  // Who may not list them may still speak for one: the desk decides then.
  const lists = may(me, 'programme:read')
  const held = useDesk('programme_roles.list', {}, { enabled: lists })
  const mine = lists
    ? roles.filter((role) => held.data?.items.some((one) => one.role === role && one.person.id === me.id))
    : roles
  const [giving, setGiving] = useState(false)
  return (
    <SheetPart
      title="Views of leadership"
      actions={
        open &&
        mine.length > 0 && (
          <Button size="sm" onClick={() => setGiving(true)}>
            Give your view
          </Button>
        )
      }
    >
      <ul className="flex flex-col divide-y rounded-md border">
        {roles.map((role) => {
          const given = request.views.filter((one) => one.role === role)
          const last = given.at(-1)
          const speakers = held.data?.items
            .filter((one) => one.role === role)
            .map(({ person }) => person.name)
          return (
            <li key={role} className="px-3 py-2 text-sm">
              <div className="flex flex-wrap items-center gap-2">
                <span className="font-medium">{roleName(role)}</span>
                {last ? (
                  <Badge tone={tones[last.view]}>{inWords(last.view)}</Badge>
                ) : (
                  <Badge tone="warn">Not heard yet</Badge>
                )}
                {last && (
                  <span className="ml-auto text-xs text-dim">
                    {visible(last.by.name)}, <Time at={last.at} />
                  </span>
                )}
              </div>
              {last && <Words text={last.words} className="mt-1" />}
              {!last && speakers && (
                <p className="mt-1 text-xs text-dim">
                  {speakers.length > 0
                    ? `${speakers.map(visible).join(', ')} can say`
                    : 'Nobody speaks for it yet'}
                </p>
              )}
              {given.length > 1 && (
                <p className="mt-1 text-xs text-dim">Said {given.length} times; the last counts.</p>
              )}
            </li>
          )
        })}
      </ul>
      {giving && <GiveView request={request} roles={mine} onClose={() => setGiving(false)} />}
    </SheetPart>
  )
}

const viewChoices: readonly View[] = ['in-favour', 'no-objection', 'against']

function GiveView({
  request,
  roles,
  onClose,
}: {
  readonly request: Request
  readonly roles: readonly string[]
  readonly onClose: () => void
}) {
  const [role, setRole] = useState(roles.find((one) => request.missing.includes(one)) ?? roles[0]!)
  const [view, setView] = useState<View>('in-favour')
  const [words, setWords] = useState('')
  return (
    <ActDialog
      operation="requests.view"
      input={
        words.trim() === '' ? undefined : { request: request.id, role, view, words, version: request.version }
      }
      title="Your view"
      text="It stays with the request, with your name."
      verb="Give view"
      onClose={onClose}
      done={() => 'Your view is recorded'}
    >
      {roles.length > 1 && (
        <SelectField
          label="For"
          value={role}
          onChange={(event) => setRole(event.target.value)}
          options={roles.map((value) => ({ value, label: roleName(value) }))}
        />
      )}
      <SelectField
        label="View"
        value={view}
        onChange={(event) => setView(event.target.value as View)}
        options={viewChoices.map((value) => ({ value, label: inWords(value) }))}
      />
      <TextArea label="Why" required value={words} onChange={(event) => setWords(event.target.value)} />
    </ActDialog>
  )
}
