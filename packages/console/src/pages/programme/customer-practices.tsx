/** Practices that a customer was offered, and a way to mark one that was found useful here. */
import { Link } from '@tanstack/react-router'
import { useDesk } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { visible } from '../../ui/words.tsx'

export type CustomerPracticesProps = { readonly account: string; readonly onMark: () => void }

export function CustomerPractices({ account, onMark }: CustomerPracticesProps) {
  const list = useDesk('practices.list', { offeredTo: account, limit: 20 })
  return (
    <Section
      title="Practices offered"
      actions={
        <Button size="sm" look="ghost" onClick={onMark}>
          Mark one
        </Button>
      }
    >
      <Loaded query={list} rows={2}>
        {({ items }) => (
          <>
            {items.length === 0 && <p className="text-sm text-dim">None yet.</p>}
            <ul className="flex flex-col gap-1">
              {items.map(({ id, title }) => (
                <li key={id}>
                  <Link
                    to="/programme/practices"
                    search={{ practice: id }}
                    className="inline-flex min-h-6 items-center text-sm hover:text-accent hover:underline"
                  >
                    {visible(title)}
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Section>
  )
}
