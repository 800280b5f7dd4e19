/** The admin area: one address for each of its pages, with what is looked for there. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { jobStates, letterStates } from './job-words.ts'
import { type Role, roleNames } from './roles.ts'
import { dayIn, given, oneIn, textIn } from './search.ts'

type Search = Readonly<Record<string, unknown>>

const getParentRoute = () => rootRoute

export const adminRoutes = [
  createRoute({
    getParentRoute,
    path: '/admin',
    beforeLoad: () => {
      throw redirect({ to: '/admin/people' })
    },
  }),
  createRoute({
    getParentRoute,
    path: '/admin/people',
    validateSearch: ({ q, team, person }: Search) =>
      given({ q: textIn(q), team: textIn(team), person: textIn(person) }),
    component: lazyRouteComponent(() => import('./people-page.tsx'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/admin/teams',
    validateSearch: ({ team }: Search) => given({ team: textIn(team) }),
    component: lazyRouteComponent(() => import('./teams-page.tsx'), 'TeamsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/admin/roles',
    validateSearch: ({ role, team }: Search) =>
      given({ role: oneIn<Role>(roleNames, role), team: textIn(team) }),
    component: lazyRouteComponent(() => import('./roles-page.tsx'), 'RolesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/admin/keys',
    validateSearch: ({ owner }: Search) => given({ owner: oneIn(['all'], owner) }),
    component: lazyRouteComponent(() => import('./keys-page.tsx'), 'KeysPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/admin/connectors',
    validateSearch: ({ state, delivery }: Search) =>
      given({ state: oneIn(letterStates, state), delivery: textIn(delivery) }),
    component: lazyRouteComponent(() => import('./connectors-page.tsx'), 'ConnectorsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/admin/audit',
    validateSearch: ({ operation, actor, target, outcome, since, until }: Search) =>
      given({
        operation: textIn(operation),
        actor: textIn(actor),
        target: textIn(target),
        outcome: oneIn(['done', 'refused'], outcome),
        since: dayIn(since),
        until: dayIn(until),
      }),
    component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/admin/jobs',
    validateSearch: ({ queue, state, kind }: Search) =>
      given({
        queue: oneIn(['timers', 'deliveries'], queue),
        state: oneIn(jobStates, state),
        kind: textIn(kind),
      }),
    component: lazyRouteComponent(() => import('./jobs-page.tsx'), 'JobsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/admin/demo',
    component: lazyRouteComponent(() => import('./demo-page.tsx'), 'DemoPage'),
  }),
] as const
