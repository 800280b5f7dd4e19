/** What is owed: promises to customers, documents on their way into the CRM, and questions to leadership. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { DocumentChains, NoteUpdate } from './document-chains.tsx'
import { useProgramme } from './kinds.tsx'
import { AskLeadership, LeadershipCheckList } from './leadership-check-list.tsx'
import { NoProgramme } from './no-programme.tsx'
import { ProgrammeFrame } from './programme-frame.tsx'
import { MakePromise, PromiseList } from './promise-list.tsx'
import { ShowTabs } from './show-tabs.tsx'

export function FollowUpsPage() {
  const { show = 'open' } = useSearch({ from: '/programme/follow-ups' })
  const navigate = useNavigate({ from: '/programme/follow-ups' })
  const programme = useProgramme()
  const [making, setMaking] = useState<'promise' | 'update' | 'check'>()
  const close = () => setMaking(undefined)
  const open = show === 'open'
  if (programme === null) return <NoProgramme at="/programme/follow-ups" />
  return (
    <ProgrammeFrame at="/programme/follow-ups">
      <ShowTabs
        label="Which"
        value={show}
        choices={[
          { value: 'open', label: 'Open' },
          { value: 'settled', label: 'Settled' },
        ]}
        onChange={(value) => void navigate({ search: { show: value === 'open' ? undefined : value } })}
      />
      <div className="grid items-start gap-4 p-4 pt-1 md:p-6 md:pt-1 xl:grid-cols-2">
        <Section
          title="Promises"
          flush
          actions={<Add label="Note a promise" onClick={() => setMaking('promise')} />}
        >
          <PromiseList state={open ? 'open' : 'kept'} />
        </Section>
        <Section
          title="Questions to leadership"
          flush
          actions={<Add label="Ask leadership" onClick={() => setMaking('check')} />}
        >
          <LeadershipCheckList show={show} />
        </Section>
        <Section
          title="Documents on their way"
          className="xl:col-span-2"
          flush
          actions={<Add label="Note what was learnt" onClick={() => setMaking('update')} />}
        >
          <DocumentChains state={open ? 'open' : 'closed'} />
        </Section>
      </div>
      {making === 'promise' && <MakePromise onClose={close} />}
      {making === 'update' && <NoteUpdate onClose={close} />}
      {making === 'check' && <AskLeadership onClose={close} />}
    </ProgrammeFrame>
  )
}

const Add = ({ label, onClick }: { readonly label: string; readonly onClick: () => void }) => (
  <Button size="sm" look="ghost" icon={<Plus size={14} />} onClick={onClick}>
    {label}
  </Button>
)
