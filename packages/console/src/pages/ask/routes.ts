import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'

export const askRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/ask',
    component: lazyRouteComponent(() => import('./ask-page.tsx'), 'AskPage'),
  }),
] as const
