// A second, naive reading of table T and its points 1-16 (mission.md), from the specification alone, to be compared
// with the engine. Every fact is known here. The order is point 15's: cause, plan mismatch, O7, ongoing, cells.

type Plan = 'hobby' | 'pro' | 'enterprise'
export type FullFacts = {
  topic: string
  plan: Plan
  lifecycle: 'pre-sales' | 'post-sales'
  arr: number
  region: string
  strategic: boolean
  churnRisk: boolean
  hasPlatformArchitect: boolean
  hasTechnicalConsultant: boolean
  severalCustomers: boolean
  asyncGuidanceGiven: boolean
  incidentDeclared: boolean
  planMismatch: boolean
  aboutIntegration: boolean
  cause: 'platform' | 'application' | 'third-party' | 'external-dns' | 'unknown'
  supportFinding: 'none' | 'no-platform-fault' | 'asks-for-help'
  severity: 'low' | 'normal' | 'high' | 'critical'
  commitment: 'one-off' | 'time-boxed' | 'multi-session' | 'ongoing'
  askedBy: 'customer' | 'colleague'
}
type Verdict = 'engage' | 'limited' | 'reroute' | 'not-needed'
export type Expected = {
  answeredAs: string
  owner: string | null
  verdict: Verdict
  kind: string | null
  to: string | null
  warns: boolean
  immediate: boolean
}
export type PolicyView = { threshold: (region: string) => number; supportTakesWorkflow: boolean }

type Engagement = { verdict: Verdict; kind: string | null; to: string | null }
type Cell = { owner: string | null; engagement: Engagement }

const engage = (kind: string): Engagement => ({ verdict: 'engage', kind, to: null }) // point 13
const limited = (kind: string, to: string | null = null): Engagement => ({ verdict: 'limited', kind, to }) // points 13, 9
const reroute = (to: string): Engagement => ({ verdict: 'reroute', kind: null, to }) // point 13
const notNeeded: Engagement = { verdict: 'not-needed', kind: null, to: null } // point 13

const platformGroup: readonly string[] = [
  // table T, first line (M1-M6)
  'platform-fault',
  'builds-deployments',
  'functions-compute',
  'edge-config',
  'domains-dns-ssl',
  'platform-features',
  'project-security',
]
const o7Topics: readonly string[] = ['technical-call', 'feature-guidance', 'implementation-guidance'] // point 7
const ongoingTopics: readonly string[] = [
  // point 8
  'onboarding-enablement',
  'performance-investigation',
  'usage-cost-review',
  'feature-guidance',
  'implementation-guidance',
  'technical-call',
]

/** Combinations that cannot be (point 15). */
export function possible(facts: FullFacts): boolean {
  if (facts.plan !== 'enterprise' && facts.hasPlatformArchitect) return false // 15: self-serve has no PA
  if (facts.plan === 'hobby' && facts.arr > 0) return false // 15: hobby pays nothing
  return true
}

export function firstPrinciples(facts: FullFacts, policy: PolicyView): Expected {
  let topic = facts.topic
  let warns = false

  if (topic === 'partnership' && facts.askedBy === 'customer') warns = true // 10: partnership is a colleague's

  // 15, first: the cause (3). Only the platform group; performance has its own cells (4).
  if (platformGroup.includes(topic)) {
    if (facts.cause === 'application')
      topic = 'implementation-guidance' // 3, T line 1
    else if (facts.cause === 'third-party')
      topic = 'third-party-system' // 3, T line 1
    else if (facts.cause === 'external-dns') topic = 'third-party-system' // 3, T line 1
  }

  // 15, second: plan mismatch (10).
  if (topic === 'enterprise-terms-for-selfserve' && facts.plan === 'enterprise') {
    topic = 'billing-usage' // 10
    warns = true // 10
  }
  if (facts.planMismatch && (topic === 'billing-usage' || topic === 'plan-pricing')) topic = 'plan-mismatch' // 10

  // 15, third: O7 (7). The owner stays that of the topic, only the verdict changes.
  const o7 =
    facts.asyncGuidanceGiven &&
    (facts.commitment === 'multi-session' || facts.commitment === 'ongoing') &&
    o7Topics.includes(topic) // 7

  // 15, fourth: ongoing (8), when it is no O7. Owner and verdict are those of long-term ownership.
  if (!o7 && facts.commitment === 'ongoing' && ongoingTopics.includes(topic)) topic = 'long-term-ownership' // 8

  // 15, last: the cells.
  const cell = cellOf(topic, facts, policy)
  const engagement = o7 ? reroute('professional-services') : cell.engagement // 7
  return {
    answeredAs: topic,
    owner: cell.owner,
    verdict: engagement.verdict,
    kind: engagement.kind,
    to: engagement.to,
    warns,
    immediate: isImmediate(topic, facts),
  }
}

/** E2: goes to Engineering at once. */
function isImmediate(topic: string, facts: FullFacts): boolean {
  if (topic === 'incident-command') return true // E2, O6: it is an incident
  if (topic === 'v0') return facts.incidentDeclared // M16: a declared incident
  const alarming =
    facts.severalCustomers ||
    facts.incidentDeclared ||
    facts.severity === 'high' ||
    facts.severity === 'critical' // M1, E2
  if (platformGroup.includes(topic)) return alarming // M1-M6, E2
  if (topic === 'performance-investigation' && facts.cause === 'platform') return alarming // E2
  return false
}

function cellOf(topic: string, facts: FullFacts, policy: PolicyView): Cell {
  const plan = facts.plan
  const enterprise = plan === 'enterprise'

  switch (topic) {
    case 'platform-fault': // M1
    case 'builds-deployments': // M2
    case 'functions-compute': // M3
    case 'edge-config': // M4
    case 'domains-dns-ssl': // M5
    case 'platform-features': // M6
    case 'project-security': // M6
      if (enterprise && facts.supportFinding !== 'none') {
        return { owner: 'cse', engagement: engage('investigation') } // T line 1, 3, D2
      }
      return { owner: 'cse', engagement: notNeeded } // T line 1

    case 'billing-usage':
      return { owner: enterprise ? 'account-team' : 'cse', engagement: notNeeded } // M7, M8

    case 'plan-pricing':
      return { owner: enterprise ? 'account-team' : 'cse', engagement: reroute('finops') } // M9, O4, 13

    case 'plan-mismatch':
      return { owner: 'deal-desk', engagement: reroute('deal-desk') } // M8, 13

    case 'enterprise-terms-for-selfserve':
      return { owner: 'account-team', engagement: reroute('account-team') } // M10, 13

    case 'contracts-legal':
      return { owner: 'legal', engagement: reroute('deal-desk') } // M11, 13

    case 'security-compliance':
      return { owner: 'security', engagement: notNeeded } // M12

    case 'trust-safety':
      return { owner: 'trust-safety', engagement: notNeeded } // M13

    case 'implementation-guidance':
      if (!enterprise) return { owner: 'community', engagement: reroute('professional-services') } // M14, 5, 13
      if (facts.commitment === 'one-off' || facts.commitment === 'time-boxed') {
        return { owner: 'field-engineering', engagement: engage('guidance') } // M14, 5
      }
      return { owner: 'field-engineering', engagement: reroute('professional-services') } // M14, 13

    case 'framework-oss':
      if (enterprise) return { owner: 'community', engagement: limited('async') } // M15, 13
      return { owner: 'community', engagement: notNeeded } // M15

    case 'v0':
      return { owner: facts.incidentDeclared ? 'cse' : 'v0-product', engagement: notNeeded } // M16

    case 'v0-billing':
      return { owner: 'cse', engagement: notNeeded } // M16

    case 'workflow':
      return { owner: policy.supportTakesWorkflow ? 'cse' : 'workflow-product', engagement: notNeeded } // M17, X3

    case 'limit-increase':
      return { owner: 'cse', engagement: notNeeded } // M18

    case 'account-team':
      return { owner: enterprise ? 'account-team' : 'cse', engagement: notNeeded } // M19

    case 'sales-renewal':
      return { owner: 'account-team', engagement: notNeeded } // M20

    case 'onboarding-enablement': {
      if (plan === 'hobby') return { owner: 'community', engagement: reroute('community') } // T onboarding, 13 ("docs")
      const severalSessions = facts.commitment === 'multi-session' // 9 (ongoing never gets here: 8)
      const small = limited('single-session', severalSessions ? 'professional-services' : null) // O3, 9
      if (plan === 'pro') return { owner: 'developer-success', engagement: small } // T onboarding, 9
      const large = facts.arr >= policy.threshold(facts.region) // D1: at or above
      if (large || facts.strategic) return { owner: 'developer-success', engagement: engage('onboarding') } // D1, or strategic
      return { owner: 'developer-success', engagement: small } // O3, 9
    }

    case 'performance-investigation':
      return performance(facts) // T performance, 4

    case 'usage-cost-review':
      if (enterprise) return { owner: 'developer-success', engagement: engage('usage-review') } // D3
      if (plan === 'pro') return { owner: 'cse', engagement: limited('async') } // T usage, 13
      return { owner: 'cse', engagement: notNeeded } // T usage

    case 'feature-guidance':
      if (enterprise) return { owner: 'developer-success', engagement: engage('guidance') } // D4
      if (plan === 'pro') return { owner: 'community', engagement: limited('async') } // T feature, 13
      return { owner: 'community', engagement: notNeeded } // T feature

    case 'technical-call':
      if (plan === 'hobby') return { owner: 'community', engagement: reroute('community') } // 6
      if (facts.hasPlatformArchitect) {
        return { owner: 'platform-architect', engagement: reroute('platform-architect') } // D5, 13
      }
      return { owner: 'developer-success', engagement: engage('one-off-call') } // D5

    case 'partnership':
      return { owner: 'developer-success', engagement: engage('escalation-support') } // D6

    case 'long-term-ownership': {
      let owner = 'professional-services' // O1, self-serve
      if (enterprise && (facts.hasPlatformArchitect || facts.hasTechnicalConsultant))
        owner = 'platform-architect' // O1
      else if (enterprise) owner = 'account-team' // O1
      return { owner, engagement: reroute(owner) } // O1, 13 ("elsewhere the owner")
    }

    case 'delivery-work':
      return { owner: 'professional-services', engagement: reroute('professional-services') } // O2, 13

    case 'account-operations':
      if (enterprise) return { owner: 'deal-desk', engagement: reroute('deal-desk') } // O4b, 13
      return { owner: 'cse', engagement: reroute('finfra') } // O4b, 13

    case 'seats-admin':
      return { owner: 'customer-admin', engagement: limited('async') } // O4c, 13

    case 'third-party-system': {
      const owner = enterprise ? 'partners' : 'community' // O5
      if (facts.aboutIntegration) return { owner, engagement: limited('async') } // O5, 12, 13
      return { owner, engagement: reroute(owner) } // O5, 13 ("elsewhere the owner")
    }

    case 'incident-command':
      return { owner: 'engineering', engagement: reroute('engineering') } // O6, 13

    case 'queue-ownership':
      return { owner: 'cse', engagement: reroute('cse') } // O6, 11, 13

    case 'case-record-fix':
      return { owner: 'cse-ops', engagement: notNeeded } // X2

    case 'assigned-engineer-request':
      return { owner: 'support', engagement: notNeeded } // A2

    case 'out-of-scope':
      return { owner: null, engagement: notNeeded } // X4, 14
  }
  throw new Error(`table T has no topic ${topic}`)
}

/** T performance-investigation and point 4; an ongoing wish never gets here (8). */
function performance(facts: FullFacts): Cell {
  const outside = facts.cause === 'third-party' || facts.cause === 'external-dns' // 4

  let owner = 'cse' // T performance: cause platform or unknown
  if (facts.cause === 'application') owner = facts.plan === 'enterprise' ? 'developer-success' : 'community' // T performance
  if (outside) owner = facts.plan === 'enterprise' ? 'partners' : 'community' // 4: as third-party-system

  if (facts.plan === 'hobby') return { owner, engagement: notNeeded } // T performance, 4
  if (facts.plan === 'pro') return { owner, engagement: limited('async') } // T performance, 4, 13
  if (outside) return { owner, engagement: limited('async') } // 4, 13
  return { owner, engagement: engage('investigation') } // D2
}

const yesNo: readonly boolean[] = [false, true]

/** Representative values of every fact; lifecycle and churnRisk are there although no cell of table T turns on them. */
export const domains: { [fact: string]: readonly (string | number | boolean)[] } = {
  topic: [
    ...platformGroup,
    'billing-usage',
    'plan-pricing',
    'plan-mismatch',
    'enterprise-terms-for-selfserve',
    'contracts-legal',
    'security-compliance',
    'trust-safety',
    'implementation-guidance',
    'framework-oss',
    'v0',
    'v0-billing',
    'workflow',
    'limit-increase',
    'account-team',
    'sales-renewal',
    'onboarding-enablement',
    'performance-investigation',
    'usage-cost-review',
    'feature-guidance',
    'technical-call',
    'partnership',
    'long-term-ownership',
    'delivery-work',
    'account-operations',
    'seats-admin',
    'third-party-system',
    'incident-command',
    'queue-ownership',
    'case-record-fix',
    'assigned-engineer-request',
    'out-of-scope',
  ],
  plan: ['hobby', 'pro', 'enterprise'],
  lifecycle: ['pre-sales', 'post-sales'],
  arr: [0, 50_000, 99_999, 100_000, 250_000],
  region: ['other'],
  strategic: yesNo,
  churnRisk: yesNo,
  hasPlatformArchitect: yesNo,
  hasTechnicalConsultant: yesNo,
  severalCustomers: yesNo,
  asyncGuidanceGiven: yesNo,
  incidentDeclared: yesNo,
  planMismatch: yesNo,
  aboutIntegration: yesNo,
  cause: ['platform', 'application', 'third-party', 'external-dns', 'unknown'],
  supportFinding: ['none', 'no-platform-fault', 'asks-for-help'],
  severity: ['low', 'normal', 'high', 'critical'],
  commitment: ['one-off', 'time-boxed', 'multi-session', 'ongoing'],
  askedBy: ['customer', 'colleague'],
}
