/** Whose a case would be with other facts, asked of the desk before anything is changed. */
import type { InputOf } from '../../app/api.ts'
import { useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { sayError } from '../../app/say-error.ts'
import type { CaseRow } from './case-verbs.ts'

type Props = {
  readonly row: CaseRow
  readonly facts: NonNullable<InputOf<'decisions.decide'>['facts']>
}

export function NewOwner({ row, facts }: Props) {
  const { team: nameOf } = useNames()
  const whole = useDesk('cases.show', { case: row.id })
  const decision = useDesk(
    'decisions.decide',
    {
      text: whole.data?.text ?? '',
      facts: { ...whole.data?.facts, ...facts },
      ...(row.account && { account: row.account.id }),
    },
    { enabled: whole.data !== undefined },
  )
  return (
    <p role="status" className="rounded-md bg-sunken px-3 py-2 text-sm">
      {decision.error ? (
        sayError(decision.error).title
      ) : decision.data ? (
        decision.data.status === 'decided' ? (
          <>
            {decision.data.owner.team === row.ownerTeam ? 'It stays with ' : 'It goes to '}
            <strong className="font-semibold">{nameOf(decision.data.owner.team)}</strong>
            {decision.data.because[0] && <span className="text-dim">: {decision.data.because[0].text}</span>}
          </>
        ) : (
          `The owner stays open: ${decision.data.questions[0]?.ask ?? 'more has to be known.'}`
        )
      ) : (
        'Asking the policy…'
      )}
    </p>
  )
}
