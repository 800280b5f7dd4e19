/** What a case still needs to know: answered at once by who knows, or asked of the customer in a reply. */
import { useDesk } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Loaded } from '../../ui/states.tsx'
import type { CaseRow } from './case-verbs.ts'
import { Composer } from './composer.tsx'
import { Questions } from './questions.tsx'

export function AskDialog({ row, onClose }: { readonly row: CaseRow; readonly onClose: () => void }) {
  const query = useDesk('cases.show', { case: row.id })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`What #${row.number} needs to know`}
      text="Give an answer that you have, or ask the customer."
      width="lg"
    >
      <Loaded query={query} rows={4}>
        {({ decision }) => (
          <div className="flex flex-col gap-5">
            {decision.questions.length > 0 ? (
              <Questions row={row} questions={decision.questions} onAnswered={onClose} />
            ) : (
              <p className="text-sm text-dim">
                The policy asks nothing more. You can still ask the customer.
              </p>
            )}
            <div className="border-t pt-4">
              <Composer row={row} only="reply" onSent={onClose} />
            </div>
            <div className="flex justify-end">
              <Button look="ghost" onClick={onClose}>
                Close
              </Button>
            </div>
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}
