/** Stands on the programme's pages where the policy in force has no assigned engineers. */
import { Link } from '@tanstack/react-router'
import { UsersRound } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/states.tsx'
import { ProgrammeFrame, type ProgrammeFrameProps } from './programme-frame.tsx'

export const NoProgramme = ({ at }: Pick<ProgrammeFrameProps, 'at'>) => (
  <ProgrammeFrame at={at}>
    <Empty
      icon={<UsersRound size={28} />}
      title="The policy has no assigned engineers"
      text="Add a programme.yaml to the policy folder; then requests, check-ins and the rest open here."
    >
      <Button asChild>
        <Link to="/policy">Look at the policy</Link>
      </Button>
    </Empty>
  </ProgrammeFrame>
)
