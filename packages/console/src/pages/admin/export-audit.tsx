/** Takes the whole chain out as a file, one entry on a line, for keeping elsewhere. */
import { Download } from 'lucide-react'
import { useRef, useState } from 'react'
import { desk } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { RefusalNote } from './refusal-note.tsx'

const pageSize = 2_000

/** Reads page after page until the end, or until told to stop. */
async function readChain(onRead: (entries: number) => void, isStopped: () => boolean): Promise<string[]> {
  const lines: string[] = []
  let after: string | undefined
  do {
    const page = await desk.call('audit.export', { limit: pageSize, ...(after !== undefined && { after }) })
    for (const entry of page.items) lines.push(JSON.stringify(entry))
    onRead(lines.length)
    after = page.next ?? undefined
  } while (after !== undefined && !isStopped())
  return lines
}

function save(lines: readonly string[]): void {
  const address = URL.createObjectURL(new Blob([`${lines.join('\n')}\n`], { type: 'application/x-ndjson' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `audit-${new Date().toISOString().slice(0, 10)}.ndjson`
  link.click()
  URL.revokeObjectURL(address)
}

export function ExportAudit({ onClose }: { readonly onClose: () => void }) {
  const [read, setRead] = useState<number>()
  const [done, setDone] = useState(false)
  const [error, setError] = useState<unknown>()
  const stopped = useRef(false)
  const close = (): void => {
    stopped.current = true
    onClose()
  }
  const run = async (): Promise<void> => {
    setError(undefined)
    setRead(0)
    try {
      const lines = await readChain(setRead, () => stopped.current)
      if (stopped.current) return
      save(lines)
      setDone(true)
    } catch (refused) {
      setError(refused)
      setRead(undefined)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      width="sm"
      title="Export the audit log"
      text="Every entry with its number and seal, one on a line (NDJSON), oldest first."
      footer={
        <>
          <Button onClick={close}>{done ? 'Done' : 'Cancel'}</Button>
          {!done && (
            <Button
              look="primary"
              icon={<Download size={15} />}
              busy={read !== undefined}
              onClick={() => void run()}
            >
              Download
            </Button>
          )}
        </>
      }
    >
      <div role="status" className="text-sm">
        {read !== undefined && `${read.toLocaleString('en')} entries ${done ? 'are in the file.' : 'read…'}`}
      </div>
      <RefusalNote error={error} />
    </Dialog>
  )
}
