/**
 * The yardstick for encoded cases: the owner's nested switch written by hand once more, over rows of small integers
 * with an encoding of its own. Gives the number of the engine's leaf, so that answers can be compared.
 */

import { valueOfAtom } from '../packages/engine/src/policy/domain.ts'
import { policy } from '../packages/engine/test/default-policy.ts'
import { leafOf, tables } from './diagrams.ts'

const topics = [
  ...['platform-fault', 'builds-deployments', 'functions-compute', 'edge-config', 'domains-dns-ssl'],
  ...['platform-features', 'project-security', 'billing-usage', 'plan-pricing', 'plan-mismatch'],
  ...['enterprise-terms-for-selfserve', 'contracts-legal', 'security-compliance', 'trust-safety'],
  ...['implementation-guidance', 'framework-oss', 'v0', 'v0-billing', 'workflow', 'limit-increase'],
  ...['account-team', 'sales-renewal', 'onboarding-enablement', 'performance-investigation'],
  ...['usage-cost-review', 'feature-guidance', 'technical-call', 'partnership', 'long-term-ownership'],
  ...['delivery-work', 'account-operations', 'seats-admin', 'third-party-system', 'incident-command'],
  ...['queue-ownership', 'case-record-fix', 'assigned-engineer-request', 'out-of-scope'],
]
/** What stands in each byte of a row, and what its numbers mean; facts that no owner hangs on follow behind. */
const columns: readonly { readonly fact: string; readonly values: readonly unknown[] }[] = [
  { fact: 'topic', values: topics },
  { fact: 'plan', values: ['hobby', 'pro', 'enterprise'] },
  { fact: 'cause', values: ['platform', 'application', 'third-party', 'external-dns', 'unknown'] },
  { fact: 'commitment', values: ['one-off', 'time-boxed', 'multi-session', 'ongoing'] },
  { fact: 'hasPlatformArchitect', values: [false, true] },
  { fact: 'hasTechnicalConsultant', values: [false, true] },
  { fact: 'asyncGuidanceGiven', values: [false, true] },
  { fact: 'planMismatch', values: [false, true] },
  { fact: 'incidentDeclared', values: [false, true] },
  { fact: 'churnRisk', values: [false, true] },
  { fact: 'askedBy', values: ['customer', 'colleague'] },
]

/** The same cases in this file's encoding; rows are as wide as the engine's. */
export function recode(rows: Uint8Array): Uint8Array {
  const width = policy.facts.length
  const used = columns.map(({ fact, values }) => {
    const { index, ...domain } = policy.factByName.get(fact)!
    return { index, codes: domain.any.map((atom) => values.indexOf(valueOfAtom(domain, atom))) }
  })
  if (used.some(({ codes }) => codes.includes(-1)))
    throw new Error('a fact has a value that the switch does not know')
  const recoded = new Uint8Array(rows.length)
  for (let row = 0; row < rows.length; row += width) {
    used.forEach(({ index, codes }, column) => {
      recoded[row + column] = codes[rows[row + index]!]!
    })
  }
  return recoded
}

const to = (...rules: string[]): number => leafOf(tables.owner, rules)
const longTermOf = (...via: string[]) => ({
  architect: to(...via, 'long-term-with-architect'),
  consultant: to(...via, 'long-term-with-consultant'),
  without: to(...via, 'long-term-without'),
  selfServe: to(...via, 'long-term-self-serve'),
})
const implementationOf = (...via: string[]) => ({
  enterprise: to(...via, 'implementation-enterprise'),
  selfServe: to(...via, 'implementation-self-serve'),
  repeatedEnterprise: to(...via, 'guidance-was-given', 'implementation-enterprise'),
  repeatedSelfServe: to(...via, 'guidance-was-given', 'implementation-self-serve'),
  ongoing: longTermOf(...via, 'ongoing-work'),
})
const longTerm = longTermOf()
const ongoing = longTermOf('ongoing-work')
const implementation = implementationOf()
const application = implementationOf('cause-is-the-application')
const leaf = {
  platformFault: to('platform-faults'),
  builds: to('builds'),
  functions: to('functions'),
  edgeConfig: to('edge-config'),
  domains: to('domains'),
  platformFeatures: to('platform-features'),
  projectSecurity: to('project-security'),
  outsideEnterprise: to('cause-is-outside', 'third-party-enterprise'),
  outsideSelfServe: to('cause-is-outside', 'third-party-self-serve'),
  billingSelfServe: to('billing-self-serve'),
  billingEnterprise: to('billing-enterprise'),
  pricingSelfServe: to('pricing-self-serve'),
  pricingEnterprise: to('pricing-enterprise'),
  billingMismatch: to('plan-differs-from-contract', 'plan-mismatch'),
  mismatch: to('plan-mismatch'),
  specialTerms: to('enterprise-terms-for-self-serve'),
  specialTermsEnterprise: to('enterprise-already', 'billing-enterprise'),
  specialTermsMismatch: to('enterprise-already-but-not-provisioned', 'plan-mismatch'),
  contracts: to('contracts'),
  securityQuestions: to('security-questions'),
  abuse: to('abuse-and-recovery'),
  frameworkEnterprise: to('framework-enterprise'),
  frameworkSelfServe: to('framework-self-serve'),
  v0: to('v0'),
  v0Incident: to('v0-incident'),
  v0Billing: to('v0-billing'),
  workflow: to('emerging-workflow'),
  limits: to('limits'),
  accountTeam: to('account-team-enterprise'),
  noAccountTeam: to('account-team-self-serve'),
  sales: to('sales'),
  churn: to('churn-risk'),
  onboardingHobby: to('onboarding-hobby'),
  onboardingPro: to('onboarding-pro'),
  onboardingEnterprise: to('onboarding-enterprise'),
  slowPlatform: to('performance-platform'),
  slowApplicationEnterprise: to('performance-application-enterprise'),
  slowApplicationSelfServe: to('performance-application-self-serve'),
  slowOutsideEnterprise: to('performance-outside-enterprise'),
  slowOutsideSelfServe: to('performance-outside-self-serve'),
  usageEnterprise: to('usage-review-enterprise'),
  usageSelfServe: to('usage-review-self-serve'),
  guidanceEnterprise: to('features-enterprise'),
  guidanceSelfServe: to('features-self-serve'),
  guidanceRepeatedEnterprise: to('guidance-was-given', 'features-enterprise'),
  guidanceRepeatedSelfServe: to('guidance-was-given', 'features-self-serve'),
  callHobby: to('call-hobby'),
  call: to('call'),
  callArchitect: to('call-with-architect'),
  callRepeatedHobby: to('guidance-was-given', 'call-hobby'),
  callRepeated: to('guidance-was-given', 'call'),
  callRepeatedArchitect: to('guidance-was-given', 'call-with-architect'),
  partnership: to('partnership'),
  partnershipFromCustomer: to('partnership-from-a-customer'),
  delivery: to('delivery'),
  operationsEnterprise: to('account-operations-enterprise'),
  operationsSelfServe: to('account-operations-self-serve'),
  seatsEnterprise: to('seats-enterprise'),
  seatsSelfServe: to('seats-self-serve'),
  thirdPartyEnterprise: to('third-party-enterprise'),
  thirdPartySelfServe: to('third-party-self-serve'),
  incident: to('incident-command'),
  queue: to('queue'),
  recordFix: to('record-fix'),
  assigned: to('assigned-engineer'),
  nobody: to('nobody'),
}

/** O7: written guidance was given, and more than one session is wished for. */
const isRepeated = (rows: Uint8Array, row: number): boolean => rows[row + 6] === 1 && rows[row + 3]! >= 2

function longTermOwner(outcomes: typeof longTerm, rows: Uint8Array, row: number): number {
  if (rows[row + 1] !== 2) return outcomes.selfServe
  if (rows[row + 4] === 1) return outcomes.architect
  return rows[row + 5] === 1 ? outcomes.consultant : outcomes.without
}

function implementationOwner(outcomes: typeof implementation, rows: Uint8Array, row: number): number {
  const enterprise = rows[row + 1] === 2
  if (isRepeated(rows, row)) return enterprise ? outcomes.repeatedEnterprise : outcomes.repeatedSelfServe
  if (rows[row + 3] === 3) return longTermOwner(outcomes.ongoing, rows, row)
  return enterprise ? outcomes.enterprise : outcomes.selfServe
}

function platformOwner(outcome: number, rows: Uint8Array, row: number): number {
  switch (rows[row + 2]) {
    case 1:
      return implementationOwner(application, rows, row)
    case 2:
    case 3:
      return rows[row + 1] === 2 ? leaf.outsideEnterprise : leaf.outsideSelfServe
    default:
      return outcome
  }
}

/** The leaf for the row that starts at byte `row`. Case numbers are places in `topics`, causes those in `columns`. */
export function ownerLeafByHand(rows: Uint8Array, row: number): number {
  const enterprise = rows[row + 1] === 2
  switch (rows[row]) {
    case 0:
      return platformOwner(leaf.platformFault, rows, row)
    case 1:
      return platformOwner(leaf.builds, rows, row)
    case 2:
      return platformOwner(leaf.functions, rows, row)
    case 3:
      return platformOwner(leaf.edgeConfig, rows, row)
    case 4:
      return platformOwner(leaf.domains, rows, row)
    case 5:
      return platformOwner(leaf.platformFeatures, rows, row)
    case 6:
      return platformOwner(leaf.projectSecurity, rows, row)
    case 7:
      if (rows[row + 7] === 1) return leaf.billingMismatch
      return enterprise ? leaf.billingEnterprise : leaf.billingSelfServe
    case 8:
      if (rows[row + 7] === 1) return leaf.billingMismatch
      return enterprise ? leaf.pricingEnterprise : leaf.pricingSelfServe
    case 9:
      return leaf.mismatch
    case 10:
      if (!enterprise) return leaf.specialTerms
      return rows[row + 7] === 1 ? leaf.specialTermsMismatch : leaf.specialTermsEnterprise
    case 11:
      return leaf.contracts
    case 12:
      return leaf.securityQuestions
    case 13:
      return leaf.abuse
    case 14:
      return implementationOwner(implementation, rows, row)
    case 15:
      return enterprise ? leaf.frameworkEnterprise : leaf.frameworkSelfServe
    case 16:
      return rows[row + 8] === 1 ? leaf.v0Incident : leaf.v0
    case 17:
      return leaf.v0Billing
    case 18:
      return leaf.workflow
    case 19:
      return leaf.limits
    case 20:
      return enterprise ? leaf.accountTeam : leaf.noAccountTeam
    case 21:
      return rows[row + 9] === 1 ? leaf.churn : leaf.sales
    case 22:
      if (rows[row + 3] === 3) return longTermOwner(ongoing, rows, row)
      if (rows[row + 1] === 0) return leaf.onboardingHobby
      return enterprise ? leaf.onboardingEnterprise : leaf.onboardingPro
    case 23:
      if (rows[row + 3] === 3) return longTermOwner(ongoing, rows, row)
      switch (rows[row + 2]) {
        case 1:
          return enterprise ? leaf.slowApplicationEnterprise : leaf.slowApplicationSelfServe
        case 2:
        case 3:
          return enterprise ? leaf.slowOutsideEnterprise : leaf.slowOutsideSelfServe
        default:
          return leaf.slowPlatform
      }
    case 24:
      if (rows[row + 3] === 3) return longTermOwner(ongoing, rows, row)
      return enterprise ? leaf.usageEnterprise : leaf.usageSelfServe
    case 25:
      if (isRepeated(rows, row))
        return enterprise ? leaf.guidanceRepeatedEnterprise : leaf.guidanceRepeatedSelfServe
      if (rows[row + 3] === 3) return longTermOwner(ongoing, rows, row)
      return enterprise ? leaf.guidanceEnterprise : leaf.guidanceSelfServe
    case 26:
      if (isRepeated(rows, row)) {
        if (rows[row + 1] === 0) return leaf.callRepeatedHobby
        return rows[row + 4] === 1 ? leaf.callRepeatedArchitect : leaf.callRepeated
      }
      if (rows[row + 3] === 3) return longTermOwner(ongoing, rows, row)
      if (rows[row + 1] === 0) return leaf.callHobby
      return rows[row + 4] === 1 ? leaf.callArchitect : leaf.call
    case 27:
      return rows[row + 10] === 1 ? leaf.partnership : leaf.partnershipFromCustomer
    case 28:
      return longTermOwner(longTerm, rows, row)
    case 29:
      return leaf.delivery
    case 30:
      return enterprise ? leaf.operationsEnterprise : leaf.operationsSelfServe
    case 31:
      return enterprise ? leaf.seatsEnterprise : leaf.seatsSelfServe
    case 32:
      return enterprise ? leaf.thirdPartyEnterprise : leaf.thirdPartySelfServe
    case 33:
      return leaf.incident
    case 34:
      return leaf.queue
    case 35:
      return leaf.recordFix
    case 36:
      return leaf.assigned
    case 37:
      return leaf.nobody
    default:
      throw new Error(`no topic ${rows[row]}`)
  }
}
