/**
 * The yardstick: what somebody would write by hand who needs nothing but the answer, and quickly. Three nested
 * switches over plain facts, written from the routing documents and not generated, that return the very outcome
 * objects the engine returns. No fact may be missing; nothing is proved, asked for or explained.
 */

import type { CompleteFacts } from './cases.ts'
import { leafOf, tables } from './diagrams.ts'

/** Prebuilt outcomes, by the rules that lead to them. */
const own = (...rules: string[]) => tables.owner.only[leafOf(tables.owner, rules)]!
const engage = (...rules: string[]) => tables.engagement.only[leafOf(tables.engagement, rules)]!
const escalate = (...rules: string[]) => tables.escalation.only[leafOf(tables.escalation, rules)]!

// ---------------------------------------------------------------------------------------------------- owner

const platform = {
  fault: own('platform-faults'),
  builds: own('builds'),
  functions: own('functions'),
  edgeConfig: own('edge-config'),
  domains: own('domains'),
  features: own('platform-features'),
  security: own('project-security'),
}
const longTermOwners = (...via: string[]) => ({
  architect: own(...via, 'long-term-with-architect'),
  consultant: own(...via, 'long-term-with-consultant'),
  without: own(...via, 'long-term-without'),
  selfServe: own(...via, 'long-term-self-serve'),
})
const implementationOwners = (...via: string[]) => ({
  enterprise: own(...via, 'implementation-enterprise'),
  selfServe: own(...via, 'implementation-self-serve'),
  repeatedEnterprise: own(...via, 'guidance-was-given', 'implementation-enterprise'),
  repeatedSelfServe: own(...via, 'guidance-was-given', 'implementation-self-serve'),
  ongoing: longTermOwners(...via, 'ongoing-work'),
})
const longTerm = longTermOwners()
const ongoing = longTermOwners('ongoing-work')
const implementation = implementationOwners()
const applicationAtFault = implementationOwners('cause-is-the-application')
const outside = {
  enterprise: own('cause-is-outside', 'third-party-enterprise'),
  selfServe: own('cause-is-outside', 'third-party-self-serve'),
}
const owner = {
  billingSelfServe: own('billing-self-serve'),
  billingEnterprise: own('billing-enterprise'),
  pricingSelfServe: own('pricing-self-serve'),
  pricingEnterprise: own('pricing-enterprise'),
  billingMismatch: own('plan-differs-from-contract', 'plan-mismatch'),
  mismatch: own('plan-mismatch'),
  specialTerms: own('enterprise-terms-for-self-serve'),
  specialTermsEnterprise: own('enterprise-already', 'billing-enterprise'),
  specialTermsMismatch: own('enterprise-already-but-not-provisioned', 'plan-mismatch'),
  contracts: own('contracts'),
  securityQuestions: own('security-questions'),
  abuse: own('abuse-and-recovery'),
  frameworkEnterprise: own('framework-enterprise'),
  frameworkSelfServe: own('framework-self-serve'),
  v0: own('v0'),
  v0Incident: own('v0-incident'),
  v0Billing: own('v0-billing'),
  workflow: own('emerging-workflow'),
  limits: own('limits'),
  accountTeam: own('account-team-enterprise'),
  noAccountTeam: own('account-team-self-serve'),
  sales: own('sales'),
  churn: own('churn-risk'),
  onboardingHobby: own('onboarding-hobby'),
  onboardingPro: own('onboarding-pro'),
  onboardingEnterprise: own('onboarding-enterprise'),
  slowPlatform: own('performance-platform'),
  slowApplicationEnterprise: own('performance-application-enterprise'),
  slowApplicationSelfServe: own('performance-application-self-serve'),
  slowOutsideEnterprise: own('performance-outside-enterprise'),
  slowOutsideSelfServe: own('performance-outside-self-serve'),
  usageEnterprise: own('usage-review-enterprise'),
  usageSelfServe: own('usage-review-self-serve'),
  guidanceEnterprise: own('features-enterprise'),
  guidanceSelfServe: own('features-self-serve'),
  guidanceRepeatedEnterprise: own('guidance-was-given', 'features-enterprise'),
  guidanceRepeatedSelfServe: own('guidance-was-given', 'features-self-serve'),
  callHobby: own('call-hobby'),
  call: own('call'),
  callArchitect: own('call-with-architect'),
  callRepeatedHobby: own('guidance-was-given', 'call-hobby'),
  callRepeated: own('guidance-was-given', 'call'),
  callRepeatedArchitect: own('guidance-was-given', 'call-with-architect'),
  partnership: own('partnership'),
  partnershipFromCustomer: own('partnership-from-a-customer'),
  delivery: own('delivery'),
  operationsEnterprise: own('account-operations-enterprise'),
  operationsSelfServe: own('account-operations-self-serve'),
  seatsEnterprise: own('seats-enterprise'),
  seatsSelfServe: own('seats-self-serve'),
  thirdPartyEnterprise: own('third-party-enterprise'),
  thirdPartySelfServe: own('third-party-self-serve'),
  incident: own('incident-command'),
  queue: own('queue'),
  recordFix: own('record-fix'),
  assigned: own('assigned-engineer'),
  nobody: own('nobody'),
}
type OwnerOutcome = typeof owner.call

/** O7: written guidance was given, and more than one session is wished for. */
const isRepeated = (facts: CompleteFacts): boolean =>
  facts['asyncGuidanceGiven'] === true &&
  (facts['commitment'] === 'multi-session' || facts['commitment'] === 'ongoing')

function longTermOwner(outcomes: typeof longTerm, facts: CompleteFacts): OwnerOutcome {
  if (facts['plan'] !== 'enterprise') return outcomes.selfServe
  if (facts['hasPlatformArchitect'] === true) return outcomes.architect
  return facts['hasTechnicalConsultant'] === true ? outcomes.consultant : outcomes.without
}

function implementationOwner(outcomes: typeof implementation, facts: CompleteFacts): OwnerOutcome {
  const enterprise = facts['plan'] === 'enterprise'
  if (isRepeated(facts)) return enterprise ? outcomes.repeatedEnterprise : outcomes.repeatedSelfServe
  if (facts['commitment'] === 'ongoing') return longTermOwner(outcomes.ongoing, facts)
  return enterprise ? outcomes.enterprise : outcomes.selfServe
}

function platformOwner(outcome: OwnerOutcome, facts: CompleteFacts): OwnerOutcome {
  switch (facts['cause']) {
    case 'application':
      return implementationOwner(applicationAtFault, facts)
    case 'third-party':
    case 'external-dns':
      return facts['plan'] === 'enterprise' ? outside.enterprise : outside.selfServe
    default:
      return outcome
  }
}

export function ownerByHand(facts: CompleteFacts): OwnerOutcome {
  const enterprise = facts['plan'] === 'enterprise'
  switch (facts['topic']) {
    case 'platform-fault':
      return platformOwner(platform.fault, facts)
    case 'builds-deployments':
      return platformOwner(platform.builds, facts)
    case 'functions-compute':
      return platformOwner(platform.functions, facts)
    case 'edge-config':
      return platformOwner(platform.edgeConfig, facts)
    case 'domains-dns-ssl':
      return platformOwner(platform.domains, facts)
    case 'platform-features':
      return platformOwner(platform.features, facts)
    case 'project-security':
      return platformOwner(platform.security, facts)
    case 'billing-usage':
      if (facts['planMismatch'] === true) return owner.billingMismatch
      return enterprise ? owner.billingEnterprise : owner.billingSelfServe
    case 'plan-pricing':
      if (facts['planMismatch'] === true) return owner.billingMismatch
      return enterprise ? owner.pricingEnterprise : owner.pricingSelfServe
    case 'plan-mismatch':
      return owner.mismatch
    case 'enterprise-terms-for-selfserve':
      if (!enterprise) return owner.specialTerms
      return facts['planMismatch'] === true ? owner.specialTermsMismatch : owner.specialTermsEnterprise
    case 'contracts-legal':
      return owner.contracts
    case 'security-compliance':
      return owner.securityQuestions
    case 'trust-safety':
      return owner.abuse
    case 'implementation-guidance':
      return implementationOwner(implementation, facts)
    case 'framework-oss':
      return enterprise ? owner.frameworkEnterprise : owner.frameworkSelfServe
    case 'v0':
      return facts['incidentDeclared'] === true ? owner.v0Incident : owner.v0
    case 'v0-billing':
      return owner.v0Billing
    case 'workflow':
      return owner.workflow
    case 'limit-increase':
      return owner.limits
    case 'account-team':
      return enterprise ? owner.accountTeam : owner.noAccountTeam
    case 'sales-renewal':
      return facts['churnRisk'] === true ? owner.churn : owner.sales
    case 'onboarding-enablement':
      if (facts['commitment'] === 'ongoing') return longTermOwner(ongoing, facts)
      if (facts['plan'] === 'hobby') return owner.onboardingHobby
      return enterprise ? owner.onboardingEnterprise : owner.onboardingPro
    case 'performance-investigation':
      if (facts['commitment'] === 'ongoing') return longTermOwner(ongoing, facts)
      switch (facts['cause']) {
        case 'application':
          return enterprise ? owner.slowApplicationEnterprise : owner.slowApplicationSelfServe
        case 'third-party':
        case 'external-dns':
          return enterprise ? owner.slowOutsideEnterprise : owner.slowOutsideSelfServe
        default:
          return owner.slowPlatform
      }
    case 'usage-cost-review':
      if (facts['commitment'] === 'ongoing') return longTermOwner(ongoing, facts)
      return enterprise ? owner.usageEnterprise : owner.usageSelfServe
    case 'feature-guidance':
      if (isRepeated(facts))
        return enterprise ? owner.guidanceRepeatedEnterprise : owner.guidanceRepeatedSelfServe
      if (facts['commitment'] === 'ongoing') return longTermOwner(ongoing, facts)
      return enterprise ? owner.guidanceEnterprise : owner.guidanceSelfServe
    case 'technical-call':
      if (isRepeated(facts)) {
        if (facts['plan'] === 'hobby') return owner.callRepeatedHobby
        return facts['hasPlatformArchitect'] === true ? owner.callRepeatedArchitect : owner.callRepeated
      }
      if (facts['commitment'] === 'ongoing') return longTermOwner(ongoing, facts)
      if (facts['plan'] === 'hobby') return owner.callHobby
      return facts['hasPlatformArchitect'] === true ? owner.callArchitect : owner.call
    case 'partnership':
      return facts['askedBy'] === 'colleague' ? owner.partnership : owner.partnershipFromCustomer
    case 'long-term-ownership':
      return longTermOwner(longTerm, facts)
    case 'delivery-work':
      return owner.delivery
    case 'account-operations':
      return enterprise ? owner.operationsEnterprise : owner.operationsSelfServe
    case 'seats-admin':
      return enterprise ? owner.seatsEnterprise : owner.seatsSelfServe
    case 'third-party-system':
      return enterprise ? owner.thirdPartyEnterprise : owner.thirdPartySelfServe
    case 'incident-command':
      return owner.incident
    case 'queue-ownership':
      return owner.queue
    case 'case-record-fix':
      return owner.recordFix
    case 'assigned-engineer-request':
      return owner.assigned
    case 'out-of-scope':
      return owner.nobody
    default:
      throw new Error(`no topic ${facts['topic']}`)
  }
}

// ----------------------------------------------------------------------------------------------- engagement

const longTermVerdicts = (...via: string[]) => ({
  architect: engage(...via, 'long-term-with-architect'),
  consultant: engage(...via, 'long-term-with-consultant'),
  without: engage(...via, 'long-term-without'),
  selfServe: engage(...via, 'long-term-self-serve'),
})
const thirdPartyVerdicts = (...via: string[]) => ({
  integration: engage(...via, 'third-party-integration'),
  enterprise: engage(...via, 'third-party'),
  selfServe: engage(...via, 'third-party-self-serve'),
})
const implementationVerdicts = (...via: string[]) => ({
  timeBoxed: engage(...via, 'guidance-on-building'),
  longer: engage(...via, 'building-takes-longer'),
  selfServe: engage(...via, 'building-self-serve'),
  repeated: engage(...via, 'guidance-was-given', 'repeated-help'),
  ongoing: longTermVerdicts(...via, 'ongoing-work'),
})
const longTermVerdict = longTermVerdicts()
const ongoingVerdict = longTermVerdicts('ongoing-work')
const implementationVerdict = implementationVerdicts()
const applicationVerdict = implementationVerdicts('cause-is-the-application')
const thirdPartyVerdict = thirdPartyVerdicts()
const outsideVerdict = thirdPartyVerdicts('cause-is-outside')
const verdict = {
  platformFirst: engage('platform-first'),
  investigate: engage('investigate-after-support'),
  investigateSelfServe: engage('investigation-not-on-self-serve'),
  notTechnical: engage('not-technical-help'),
  sales: engage('sales-not-needed'),
  pricing: engage('pricing'),
  mismatch: engage('plan-mismatch'),
  billingMismatch: engage('plan-differs-from-contract', 'plan-mismatch'),
  specialTerms: engage('special-terms'),
  specialTermsEnterprise: engage('enterprise-already', 'not-technical-help'),
  specialTermsMismatch: engage('enterprise-already-but-not-provisioned', 'plan-mismatch'),
  contracts: engage('contracts'),
  frameworkEnterprise: engage('framework-enterprise'),
  frameworkSelfServe: engage('framework-self-serve'),
  onboardingHobby: engage('onboarding-hobby'),
  onboardingPro: engage('onboarding-pro'),
  onboardingProSeveral: engage('onboarding-pro-several-sessions'),
  onboardingLarge: engage('onboarding-above-threshold'),
  onboardingStrategic: engage('onboarding-strategic'),
  onboardingSmall: engage('onboarding-below-threshold'),
  onboardingSmallSeveral: engage('onboarding-below-threshold-several-sessions'),
  slowEnterprise: engage('performance-enterprise'),
  slowOutside: engage('performance-outside'),
  slowPro: engage('performance-pro'),
  slowHobby: engage('performance-hobby'),
  usageEnterprise: engage('usage-enterprise'),
  usageChurn: engage('usage-churn-risk'),
  usagePro: engage('usage-pro'),
  usageHobby: engage('usage-hobby'),
  guidanceEnterprise: engage('features-enterprise'),
  guidancePro: engage('features-pro'),
  guidanceHobby: engage('features-hobby'),
  repeated: engage('guidance-was-given', 'repeated-help'),
  callHobby: engage('call-hobby'),
  callWrittenFirst: engage('call-written-first'),
  call: engage('call'),
  callArchitect: engage('call-with-architect'),
  partnership: engage('partnership'),
  delivery: engage('delivery'),
  operationsEnterprise: engage('account-operations-enterprise'),
  operationsSelfServe: engage('account-operations-self-serve'),
  seats: engage('seats'),
  incident: engage('incidents'),
  queue: engage('queue'),
}
type EngagementOutcome = typeof verdict.call

function longTermEngagement(outcomes: typeof longTermVerdict, facts: CompleteFacts): EngagementOutcome {
  if (facts['plan'] !== 'enterprise') return outcomes.selfServe
  if (facts['hasPlatformArchitect'] === true) return outcomes.architect
  return facts['hasTechnicalConsultant'] === true ? outcomes.consultant : outcomes.without
}

function thirdPartyEngagement(outcomes: typeof thirdPartyVerdict, facts: CompleteFacts): EngagementOutcome {
  if (facts['aboutIntegration'] === true) return outcomes.integration
  return facts['plan'] === 'enterprise' ? outcomes.enterprise : outcomes.selfServe
}

function implementationEngagement(
  outcomes: typeof implementationVerdict,
  facts: CompleteFacts,
): EngagementOutcome {
  if (isRepeated(facts)) return outcomes.repeated
  if (facts['commitment'] === 'ongoing') return longTermEngagement(outcomes.ongoing, facts)
  if (facts['plan'] !== 'enterprise') return outcomes.selfServe
  return facts['commitment'] === 'multi-session' ? outcomes.longer : outcomes.timeBoxed
}

function platformEngagement(facts: CompleteFacts): EngagementOutcome {
  switch (facts['cause']) {
    case 'application':
      return implementationEngagement(applicationVerdict, facts)
    case 'third-party':
    case 'external-dns':
      return thirdPartyEngagement(outsideVerdict, facts)
    default:
      if (facts['supportFinding'] === 'none') return verdict.platformFirst
      return facts['plan'] === 'enterprise' ? verdict.investigate : verdict.investigateSelfServe
  }
}

function onboardingEngagement(facts: CompleteFacts): EngagementOutcome {
  if (facts['commitment'] === 'ongoing') return longTermEngagement(ongoingVerdict, facts)
  const several = facts['commitment'] === 'multi-session'
  switch (facts['plan']) {
    case 'hobby':
      return verdict.onboardingHobby
    case 'pro':
      return several ? verdict.onboardingProSeveral : verdict.onboardingPro
    default:
      if ((facts['arr'] as number) >= 100_000) return verdict.onboardingLarge
      if (facts['strategic'] === true) return verdict.onboardingStrategic
      return several ? verdict.onboardingSmallSeveral : verdict.onboardingSmall
  }
}

function performanceEngagement(facts: CompleteFacts): EngagementOutcome {
  if (facts['commitment'] === 'ongoing') return longTermEngagement(ongoingVerdict, facts)
  switch (facts['plan']) {
    case 'hobby':
      return verdict.slowHobby
    case 'pro':
      return verdict.slowPro
    default:
      return facts['cause'] === 'third-party' || facts['cause'] === 'external-dns'
        ? verdict.slowOutside
        : verdict.slowEnterprise
  }
}

export function engagementByHand(facts: CompleteFacts): EngagementOutcome {
  const enterprise = facts['plan'] === 'enterprise'
  switch (facts['topic']) {
    case 'platform-fault':
    case 'builds-deployments':
    case 'functions-compute':
    case 'edge-config':
    case 'domains-dns-ssl':
    case 'platform-features':
    case 'project-security':
      return platformEngagement(facts)
    case 'billing-usage':
      return facts['planMismatch'] === true ? verdict.billingMismatch : verdict.notTechnical
    case 'security-compliance':
    case 'trust-safety':
    case 'v0':
    case 'v0-billing':
    case 'workflow':
    case 'limit-increase':
    case 'account-team':
    case 'case-record-fix':
    case 'assigned-engineer-request':
    case 'out-of-scope':
      return verdict.notTechnical
    case 'plan-pricing':
      return facts['planMismatch'] === true ? verdict.billingMismatch : verdict.pricing
    case 'plan-mismatch':
      return verdict.mismatch
    case 'enterprise-terms-for-selfserve':
      if (!enterprise) return verdict.specialTerms
      return facts['planMismatch'] === true ? verdict.specialTermsMismatch : verdict.specialTermsEnterprise
    case 'contracts-legal':
      return verdict.contracts
    case 'implementation-guidance':
      return implementationEngagement(implementationVerdict, facts)
    case 'framework-oss':
      return enterprise ? verdict.frameworkEnterprise : verdict.frameworkSelfServe
    case 'sales-renewal':
      return verdict.sales
    case 'onboarding-enablement':
      return onboardingEngagement(facts)
    case 'performance-investigation':
      return performanceEngagement(facts)
    case 'usage-cost-review':
      if (facts['commitment'] === 'ongoing') return longTermEngagement(ongoingVerdict, facts)
      if (enterprise) return facts['churnRisk'] === true ? verdict.usageChurn : verdict.usageEnterprise
      return facts['plan'] === 'pro' ? verdict.usagePro : verdict.usageHobby
    case 'feature-guidance':
      if (isRepeated(facts)) return verdict.repeated
      if (facts['commitment'] === 'ongoing') return longTermEngagement(ongoingVerdict, facts)
      if (enterprise) return verdict.guidanceEnterprise
      return facts['plan'] === 'pro' ? verdict.guidancePro : verdict.guidanceHobby
    case 'technical-call':
      if (isRepeated(facts)) return verdict.repeated
      if (facts['commitment'] === 'ongoing') return longTermEngagement(ongoingVerdict, facts)
      if (facts['plan'] === 'hobby') return verdict.callHobby
      if (facts['hasPlatformArchitect'] === true) return verdict.callArchitect
      return facts['asyncGuidanceGiven'] === true ? verdict.call : verdict.callWrittenFirst
    case 'partnership':
      return verdict.partnership
    case 'long-term-ownership':
      return longTermEngagement(longTermVerdict, facts)
    case 'delivery-work':
      return verdict.delivery
    case 'account-operations':
      return enterprise ? verdict.operationsEnterprise : verdict.operationsSelfServe
    case 'seats-admin':
      return verdict.seats
    case 'third-party-system':
      return thirdPartyEngagement(thirdPartyVerdict, facts)
    case 'incident-command':
      return verdict.incident
    case 'queue-ownership':
      return verdict.queue
    default:
      throw new Error(`no topic ${facts['topic']}`)
  }
}

// ----------------------------------------------------------------------------------------------- escalation

const path = {
  none: escalate('no-escalation'),
  billingMismatch: escalate('plan-differs-from-contract', 'no-escalation'),
  specialTermsEnterprise: escalate('enterprise-already', 'no-escalation'),
  specialTermsMismatch: escalate('enterprise-already-but-not-provisioned', 'no-escalation'),
  outside: escalate('cause-is-outside', 'no-escalation'),
  application: escalate('cause-is-the-application', 'no-escalation'),
  applicationRepeated: escalate('cause-is-the-application', 'guidance-was-given', 'no-escalation'),
  applicationOngoing: escalate('cause-is-the-application', 'ongoing-work', 'no-escalation'),
  repeated: escalate('guidance-was-given', 'no-escalation'),
  ongoing: escalate('ongoing-work', 'no-escalation'),
  incident: escalate('incident-command'),
  limit: escalate('limit-increase'),
  workflow: escalate('workflow'),
  v0Incident: escalate('v0-incident'),
  several: escalate('several-customers'),
  severe: escalate('severe'),
  declared: escalate('declared-incident'),
  gated: escalate('gated'),
  slowSeveral: escalate('slow-platform-at-several-customers'),
  slowSevere: escalate('slow-platform-severe'),
  slowDeclared: escalate('slow-platform-declared'),
  slowGated: escalate('gated-performance'),
}
type EscalationOutcome = typeof path.none

const isSerious = (facts: CompleteFacts): boolean =>
  facts['severity'] === 'high' || facts['severity'] === 'critical'

function platformEscalation(facts: CompleteFacts): EscalationOutcome {
  switch (facts['cause']) {
    case 'application':
      if (isRepeated(facts)) return path.applicationRepeated
      return facts['commitment'] === 'ongoing' ? path.applicationOngoing : path.application
    case 'third-party':
    case 'external-dns':
      return path.outside
    default:
      if (facts['severalCustomers'] === true) return path.several
      if (isSerious(facts)) return path.severe
      return facts['incidentDeclared'] === true ? path.declared : path.gated
  }
}

function performanceEscalation(facts: CompleteFacts): EscalationOutcome {
  if (facts['commitment'] === 'ongoing') return path.ongoing
  switch (facts['cause']) {
    case 'platform':
      if (facts['severalCustomers'] === true) return path.slowSeveral
      if (isSerious(facts)) return path.slowSevere
      return facts['incidentDeclared'] === true ? path.slowDeclared : path.slowGated
    case 'unknown':
      return path.slowGated
    default:
      return path.none
  }
}

export function escalationByHand(facts: CompleteFacts): EscalationOutcome {
  switch (facts['topic']) {
    case 'platform-fault':
    case 'builds-deployments':
    case 'functions-compute':
    case 'edge-config':
    case 'domains-dns-ssl':
    case 'platform-features':
    case 'project-security':
      return platformEscalation(facts)
    case 'performance-investigation':
      return performanceEscalation(facts)
    case 'onboarding-enablement':
    case 'usage-cost-review':
      return facts['commitment'] === 'ongoing' ? path.ongoing : path.none
    case 'implementation-guidance':
    case 'feature-guidance':
    case 'technical-call':
      if (isRepeated(facts)) return path.repeated
      return facts['commitment'] === 'ongoing' ? path.ongoing : path.none
    case 'billing-usage':
    case 'plan-pricing':
      return facts['planMismatch'] === true ? path.billingMismatch : path.none
    case 'enterprise-terms-for-selfserve':
      if (facts['plan'] !== 'enterprise') return path.none
      return facts['planMismatch'] === true ? path.specialTermsMismatch : path.specialTermsEnterprise
    case 'v0':
      return facts['incidentDeclared'] === true ? path.v0Incident : path.none
    case 'incident-command':
      return path.incident
    case 'limit-increase':
      return path.limit
    case 'workflow':
      return path.workflow
    default:
      return path.none
  }
}

export const answersByHand = (facts: CompleteFacts) => ({
  owner: ownerByHand(facts),
  engagement: engagementByHand(facts),
  escalation: escalationByHand(facts),
})
