/** The root of all pages: the shell around them, and what stands in for a page that is not there or failed. */
import { createRootRoute, type ErrorComponentProps, Link } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Shell } from './shell.tsx'

export const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: Broken,
})

function NotFound() {
  return (
    <Page title="Nothing here">
      <Empty
        icon={<Compass size={28} />}
        title="There is no such page"
        text="The address may be old or mistyped."
      >
        <Button asChild look="primary">
          <Link to="/">Go to the start</Link>
        </Button>
      </Empty>
    </Page>
  )
}

export function Broken({ error, reset }: ErrorComponentProps) {
  return (
    <Page title="This page failed">
      <Failed error={error} retry={reset} />
    </Page>
  )
}
