/** The welcome: its step, the ask that is tried, and the answers given to its questions stand in the address. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { welcomeSearch } from './steps.ts'

export const welcomeRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/welcome',
    validateSearch: welcomeSearch,
    component: lazyRouteComponent(() => import('./welcome-page.tsx'), 'WelcomePage'),
  }),
] as const
