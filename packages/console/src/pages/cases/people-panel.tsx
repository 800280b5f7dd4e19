/** Who is on a case: the team, the person, and who follows it. */
import { useNames } from '../../app/names.ts'
import { useMe } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Facts, Section } from '../../ui/page.tsx'
import { Person } from '../../ui/person.tsx'
import { visible } from '../../ui/words.tsx'
import { perform } from './acts.ts'
import { follow, unfollow } from './case-acts.ts'
import type { WholeCase } from './case-page.tsx'

export type PeoplePanelProps = { readonly whole: WholeCase; readonly onAssign: (() => void) | undefined }

export function PeoplePanel({ whole, onAssign }: PeoplePanelProps) {
  const me = useMe()
  const names = useNames()
  const follows = whole.followers.some(({ id }) => id === me.id)
  const { name, email } = whole.requester
  return (
    <Section
      title="People"
      actions={
        <Button
          size="sm"
          look="ghost"
          keys="f"
          onClick={() => perform([follows ? unfollow(whole) : follow(whole)])}
        >
          {follows ? 'Stop following' : 'Follow'}
        </Button>
      }
    >
      <Facts
        rows={[
          ['Team', names.team(whole.ownerTeam)],
          [
            'Assignee',
            <span key="assignee" className="flex items-center justify-between gap-2">
              {whole.assignee ? (
                <Person name={whole.assignee.name} />
              ) : (
                <span className="text-dim">Nobody yet</span>
              )}
              {onAssign && (
                <Button size="sm" look="ghost" className="h-6" keys="a" onClick={onAssign}>
                  Assign
                </Button>
              )}
            </span>,
          ],
          ...(name || email
            ? [['Asked by', visible([name, email].filter(Boolean).join(' · '))] as const]
            : []),
          [
            'Followers',
            whole.followers.length > 0 ? (
              <span key="followers" className="flex flex-wrap gap-x-3 gap-y-1">
                {whole.followers.map((one) => (
                  <Person key={one.id} name={one.name} />
                ))}
              </span>
            ) : (
              <span key="followers" className="text-dim">
                Nobody
              </span>
            ),
          ],
        ]}
      />
    </Section>
  )
}
