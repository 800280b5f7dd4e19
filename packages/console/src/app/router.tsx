/** The addresses of the console. Each page folder names its own routes and loads its code when it is first opened. */
import { createRoute, createRouter, redirect } from '@tanstack/react-router'
import { adminRoutes } from '../pages/admin/routes.ts'
import { askRoutes } from '../pages/ask/routes.ts'
import { casesRoutes } from '../pages/cases/routes.ts'
import { engagementsRoutes } from '../pages/engagements/routes.ts'
import { insightsRoutes } from '../pages/insights/routes.ts'
import { policyRoutes } from '../pages/policy/routes.ts'
import { programmeRoutes } from '../pages/programme/routes.ts'
import { isWelcomed } from '../pages/welcome/progress.ts'
import { welcomeRoutes } from '../pages/welcome/routes.ts'
import { Loading } from '../ui/states.tsx'
import { Broken, rootRoute } from './root.tsx'

const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: isWelcomed() ? '/cases' : '/welcome' })
  },
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    startRoute,
    ...askRoutes,
    ...casesRoutes,
    ...policyRoutes,
    ...programmeRoutes,
    ...engagementsRoutes,
    ...insightsRoutes,
    ...adminRoutes,
    ...welcomeRoutes,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: () => <Loading rows={8} />,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
