/** Addresses of the policy's pages; each loads its code when it is opened. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { checksSearch, compareSearch, matrixSearch, playgroundSearch, proposalsSearch } from './search.ts'

const getParentRoute = () => rootRoute

export const policyRoutes = [
  createRoute({
    getParentRoute,
    path: '/policy',
    validateSearch: matrixSearch,
    component: lazyRouteComponent(() => import('./matrix-page.tsx'), 'MatrixPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/policy/playground',
    validateSearch: playgroundSearch,
    component: lazyRouteComponent(() => import('./playground-page.tsx'), 'PlaygroundPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/policy/checks',
    validateSearch: checksSearch,
    component: lazyRouteComponent(() => import('./checks-page.tsx'), 'ChecksPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/policy/compare',
    validateSearch: compareSearch,
    component: lazyRouteComponent(() => import('./compare-page.tsx'), 'ComparePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/policy/proposals',
    validateSearch: proposalsSearch,
    component: lazyRouteComponent(() => import('./proposals-page.tsx'), 'ProposalsPage'),
  }),
] as const
