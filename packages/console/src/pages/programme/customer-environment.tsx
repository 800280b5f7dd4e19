/** The copy of the customer's environment, kept or not at the engineer's discretion: where, by whom, and who has access. */
import { useState } from 'react'
import { type OutputOf, type RowOf, useAct } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { Facts, Section } from '../../ui/page.tsx'
import { sayDay } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'

type Environment = NonNullable<OutputOf<'customers.show'>['inner']>['environment']

export type CustomerEnvironmentProps = {
  readonly account: string
  readonly environment: Environment
  readonly assignment: RowOf<'assignments.list'>
}

export function CustomerEnvironment({ account, environment, assignment }: CustomerEnvironmentProps) {
  const me = useMe()
  const [keeping, setKeeping] = useState(false)
  const drop = useAct('customers.drop_environment', { done: () => 'No copy is kept any more' })
  const changes = assignment.engineer.id === me.id || may(me, 'programme:write')
  return (
    <Section
      title="Copy of the environment"
      actions={
        changes && (
          <>
            {environment && (
              <Button size="sm" look="ghost" busy={drop.isPending} onClick={() => drop.mutate({ account })}>
                Not kept
              </Button>
            )}
            <Button size="sm" look="ghost" onClick={() => setKeeping(true)}>
              {environment ? 'Change' : 'Note one'}
            </Button>
          </>
        )
      }
    >
      {environment === null ? (
        <p className="text-sm text-dim">None is noted. Keeping one is the engineer’s choice.</p>
      ) : (
        <Facts
          rows={[
            ['Where', visible(environment.where ?? 'Only for who has access')],
            ...(environment.about === null
              ? []
              : [['About', <Words key="a" text={environment.about} />] as const]),
            ['Kept by', `${visible(environment.keptBy.name)}, since ${sayDay(environment.since)}`],
            [
              'Access',
              [...environment.access.map(({ name }) => visible(name)), 'every support engineer'].join(', '),
            ],
          ]}
        />
      )}
      {keeping && <Keep account={account} environment={environment} onClose={() => setKeeping(false)} />}
    </Section>
  )
}

type KeepProps = Pick<CustomerEnvironmentProps, 'account' | 'environment'> & { readonly onClose: () => void }

function Keep({ account, environment, onClose }: KeepProps) {
  const [where, setWhere] = useState(environment?.where ?? '')
  const [about, setAbout] = useState(environment?.about ?? '')
  return (
    <ActDialog
      operation="customers.keep_environment"
      input={where.trim() === '' ? undefined : { account, where, ...(about.trim() !== '' && { about }) }}
      title="Where the copy is kept"
      text="The customer engineer and every support engineer have access."
      verb="Note it"
      onClose={onClose}
      done={() => 'Noted'}
    >
      <TextField
        label="Where"
        hint="A place, such as a repository; no password and no key."
        required
        value={where}
        onChange={(event) => setWhere(event.target.value)}
      />
      <TextArea label="About" value={about} onChange={(event) => setAbout(event.target.value)} />
    </ActDialog>
  )
}
