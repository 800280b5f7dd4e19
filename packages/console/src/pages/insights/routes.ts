/** The address of the insights: the period, the team, and how each picture is shown. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { insightsSearch } from './search.ts'

const insightsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/insights',
  validateSearch: insightsSearch,
  component: lazyRouteComponent(() => import('./insights-page.tsx'), 'InsightsPage'),
})

export const insightsRoutes = [insightsRoute] as const
