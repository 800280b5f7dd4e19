/** The accepted proposals as one change: the diff, the command that applies it, and what the changed policy would be. */
import { Download, GitPullRequestArrow } from 'lucide-react'
import { useDesk } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Section } from '../../ui/page.tsx'
import { Empty, Failed, Loading } from '../../ui/states.tsx'
import { Findings, StudySummary } from './checks-page.tsx'
import { ComparisonView } from './comparison-view.tsx'
import { PatchView } from './patch-view.tsx'
import { TestList } from './test-list.tsx'

const fileName = 'rightdesk-policy.patch'
const command = `git apply ${fileName}`

export function ChangeView() {
  const { data, error, refetch } = useDesk('proposals.change', {})
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (!data) {
    return (
      <div className="px-4 pt-4 md:px-6">
        <p className="text-sm text-dim">
          Writing the change, checking the changed policy and deciding past asks by it. This takes some
          seconds.
        </p>
        <Loading rows={8} className="px-0" />
      </div>
    )
  }
  const { patch, proposals, study, comparison } = data
  if (patch === '') {
    return (
      <Empty
        icon={<GitPullRequestArrow size={28} />}
        title={proposals.length === 0 ? 'Nothing is accepted yet' : 'The policy holds all of it already'}
        text="Accept proposals, and they come together here as one change for the policy's files."
      />
    )
  }
  return (
    <div className="flex flex-col gap-5 px-4 py-5 md:px-6">
      <Section
        title={`${proposals.length} accepted ${proposals.length === 1 ? 'proposal' : 'proposals'} as one change`}
        text="Save it beside the policy's folder, apply it, review and commit. The desk never writes the policy's files."
        actions={
          <>
            <CopyButton text={patch} label="Copy patch" />
            <Button size="sm" icon={<Download size={14} />} onClick={() => download(patch)}>
              Download
            </Button>
          </>
        }
      >
        <div className="mb-3 flex items-center gap-2 rounded-md border bg-sunken py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">{command}</code>
          <CopyButton text={command} label="Copy command" look="ghost" />
        </div>
        <PatchView patch={patch} />
      </Section>
      {study && (
        <>
          <h2 className="text-sm font-semibold">The changed policy</h2>
          <StudySummary study={study} />
          {study.findings.length > 0 && <Findings findings={study.findings} />}
          {study.tests.failed.length > 0 && (
            <Section title="Tests that fail" flush>
              <TestList failed={study.tests.failed} all={false} />
            </Section>
          )}
        </>
      )}
      <h2 className="text-sm font-semibold">What moves</h2>
      {comparison ? (
        <ComparisonView comparison={comparison} />
      ) : (
        <p className="text-sm text-dim">
          Nothing can be decided by the changed policy before its errors are mended.
        </p>
      )}
    </div>
  )
}

function download(patch: string): void {
  const address = URL.createObjectURL(new Blob([patch], { type: 'text/x-patch' }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}
