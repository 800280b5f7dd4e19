/**
 * All that is known of a customer in one place: what its engineer needs when a case arrives. What stays among those who
 * work with the customer the desk gives only to them; without it the page shows facts, people and cases.
 */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { useMe } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Facts, Page, Section } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { visible } from '../../ui/words.tsx'
import { factName, factValue } from './account-facts.ts'
import { worksFor } from './assignment-acts.tsx'
import { AssignmentSheet } from './assignment-sheet.tsx'
import { CustomerAssigned } from './customer-assigned.tsx'
import { CustomerCases } from './customer-cases.tsx'
import { CustomerCheckIns } from './customer-check-ins.tsx'
import { CustomerEngagements } from './customer-engagements.tsx'
import { CustomerEnvironment } from './customer-environment.tsx'
import { CustomerMeetings, RecordMeeting } from './customer-meetings.tsx'
import { CustomerPeople } from './customer-people.tsx'
import { CustomerPractices } from './customer-practices.tsx'
import { DocumentChains, NoteUpdate } from './document-chains.tsx'
import { InternalOnly } from './kinds.tsx'
import { AskLeadership, LeadershipCheckList } from './leadership-check-list.tsx'
import { NewRequest } from './new-request.tsx'
import { MarkPractice } from './practices-page.tsx'
import { MakePromise, PromiseList } from './promise-list.tsx'

type Customer = OutputOf<'customers.show'>
type Making = 'promise' | 'update' | 'check' | 'meeting' | 'practice' | 'request'

export function CustomerPage() {
  const { account } = useParams({ from: '/customers/$account' })
  const customer = useDesk('customers.show', { account })
  if (customer.data) return <Whole customer={customer.data} />
  return (
    <Page title="Customer">
      <Loaded query={customer} rows={10}>
        {() => null}
      </Loaded>
    </Page>
  )
}

function Whole({
  customer: { account, people, openCases, pastCases, inner },
}: {
  readonly customer: Customer
}) {
  const me = useMe()
  const { assignment: openSheet } = useSearch({ from: '/customers/$account' })
  const navigate = useNavigate({ from: '/customers/$account' })
  const [making, setMaking] = useState<Making>()
  const close = () => setMaking(undefined)
  const assignment = inner?.assignment ?? null
  const works = assignment !== null && worksFor(assignment, me)
  return (
    <Page
      title={visible(account.name)}
      beside={assignment?.internal && <InternalOnly />}
      actions={
        inner && (
          <Menu items={offers({ assigned: assignment !== null, works }, setMaking)}>
            <Button icon={<Plus size={15} />}>Add</Button>
          </Menu>
        )
      }
    >
      <div className="grid items-start gap-4 p-4 md:p-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <CustomerCases open={openCases} past={pastCases} />
          {inner && (
            <>
              {assignment && <CustomerCheckIns assignment={assignment.id} summary={inner.checkIns} />}
              <Section
                title="Promises"
                flush
                actions={<Add label="Note a promise" onClick={() => setMaking('promise')} />}
              >
                <PromiseList state="open" account={account.id} />
              </Section>
              <Section
                title="Design document"
                flush
                actions={works && <Add label="Note what was learnt" onClick={() => setMaking('update')} />}
              >
                <DocumentChains account={account.id} />
              </Section>
              <CustomerMeetings
                meetings={inner.meetings}
                {...(works && { onAdd: () => setMaking('meeting') })}
              />
              <Section
                title="Questions to leadership"
                flush
                actions={assignment && <Add label="Ask" onClick={() => setMaking('check')} />}
              >
                <LeadershipCheckList show="all" account={account.id} />
              </Section>
            </>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {inner && (
            <CustomerAssigned
              assignment={assignment}
              earlier={inner.earlier}
              onAsk={() => setMaking('request')}
              onOpen={(id) => void navigate({ search: { assignment: id } })}
            />
          )}
          <Section title="Facts">
            <Facts
              rows={Object.entries(account.facts).map(([name, value]) => [factName(name), factValue(value)])}
            />
            {Object.keys(account.facts).length === 0 && (
              <p className="text-sm text-dim">Nothing is known yet.</p>
            )}
            {account.externalId !== null && (
              <p className="mt-3 text-xs text-dim wrap-anywhere">In the CRM: {visible(account.externalId)}</p>
            )}
          </Section>
          <CustomerPeople account={account.id} people={people} />
          {inner && assignment && (
            <CustomerEnvironment
              account={account.id}
              environment={inner.environment}
              assignment={assignment}
            />
          )}
          <CustomerEngagements account={account.id} />
          {inner && <CustomerPractices account={account.id} onMark={() => setMaking('practice')} />}
        </div>
      </div>
      {making === 'promise' && <MakePromise account={account.id} onClose={close} />}
      {making === 'update' && assignment && <NoteUpdate assignment={assignment.id} onClose={close} />}
      {making === 'check' && <AskLeadership account={account.id} onClose={close} />}
      {making === 'meeting' && assignment && (
        <RecordMeeting assignment={assignment} people={people} onClose={close} />
      )}
      {making === 'practice' && <MarkPractice account={account.id} onClose={close} />}
      {making === 'request' && (
        <NewRequest
          account={account.id}
          onClose={close}
          onAsked={(request) => void navigate({ to: '/programme/requests', search: { request } })}
        />
      )}
      {openSheet !== undefined && (
        <AssignmentSheet id={openSheet} onClose={() => void navigate({ search: {} })} />
      )}
    </Page>
  )
}

function offers(
  { assigned, works }: { readonly assigned: boolean; readonly works: boolean },
  make: (what: Making) => void,
) {
  const all: readonly { readonly label: string; readonly what: Making; readonly when: boolean }[] = [
    { label: 'A promise', what: 'promise', when: true },
    { label: 'What was learnt', what: 'update', when: works },
    { label: 'A meeting', what: 'meeting', when: works },
    { label: 'A question to leadership', what: 'check', when: assigned },
    { label: 'A practice', what: 'practice', when: true },
    { label: 'A request for an engineer', what: 'request', when: !assigned },
  ]
  return all.filter(({ when }) => when).map(({ label, what }) => ({ label, run: () => make(what) }))
}

const Add = ({ label, onClick }: { readonly label: string; readonly onClick: () => void }) => (
  <Button size="sm" look="ghost" icon={<Plus size={14} />} onClick={onClick}>
    {label}
  </Button>
)
