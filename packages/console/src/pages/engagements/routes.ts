/** The address of the engagements: board or list, its filters, and the engagement whose sheet is open. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { engagementsSearch } from './search.ts'

const engagementsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/engagements',
  validateSearch: engagementsSearch,
  component: lazyRouteComponent(() => import('./engagements-page.tsx'), 'EngagementsPage'),
})

export const engagementsRoutes = [engagementsRoute] as const
