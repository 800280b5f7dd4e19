/** Addresses of the programme of assigned engineers and of a customer's page; each loads its code when it is opened. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import {
  assignmentSearch,
  checkInsSearch,
  followUpsSearch,
  practicesSearch,
  requestsSearch,
  transitionsSearch,
} from './search.ts'

const getParentRoute = () => rootRoute

export const programmeRoutes = [
  createRoute({
    getParentRoute,
    path: '/programme',
    component: lazyRouteComponent(() => import('./overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/programme/requests',
    validateSearch: requestsSearch,
    component: lazyRouteComponent(() => import('./requests-page.tsx'), 'RequestsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/programme/roster',
    validateSearch: assignmentSearch,
    component: lazyRouteComponent(() => import('./roster-page.tsx'), 'RosterPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/programme/check-ins',
    validateSearch: checkInsSearch,
    component: lazyRouteComponent(() => import('./check-ins-page.tsx'), 'CheckInsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/programme/follow-ups',
    validateSearch: followUpsSearch,
    component: lazyRouteComponent(() => import('./follow-ups-page.tsx'), 'FollowUpsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/programme/transitions',
    validateSearch: transitionsSearch,
    component: lazyRouteComponent(() => import('./transitions-page.tsx'), 'TransitionsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/programme/exceptions',
    component: lazyRouteComponent(() => import('./exceptions-page.tsx'), 'ExceptionsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/programme/practices',
    validateSearch: practicesSearch,
    component: lazyRouteComponent(() => import('./practices-page.tsx'), 'PracticesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/customers/$account',
    validateSearch: assignmentSearch,
    component: lazyRouteComponent(() => import('./customer-page.tsx'), 'CustomerPage'),
  }),
] as const
