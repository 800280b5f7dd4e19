/** The addresses of the cases: the list with its filters, and one case by its number or id. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { caseSearch } from '../../parts/case-search.ts'

export const casesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/cases',
  validateSearch: caseSearch,
  component: lazyRouteComponent(() => import('./cases-page.tsx'), 'CasesPage'),
})

export const caseRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/cases/$case',
  component: lazyRouteComponent(() => import('./case-page.tsx'), 'CasePage'),
})

export const casesRoutes = [casesRoute, caseRoute] as const
