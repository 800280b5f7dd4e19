/** The table of operations: all that the product can do. Every surface is a projection of it. */
import type { z } from 'zod'
import type { Operation } from '../operation.ts'
import * as access from './access.ts'
import * as accounts from './accounts.ts'
import * as assignments from './assignments.ts'
import * as audit from './audit.ts'
import * as cases from './cases.ts'
import * as checkIns from './check-ins.ts'
import * as conversations from './conversations.ts'
import * as corrections from './corrections.ts'
import * as customers from './customers.ts'
import * as decisions from './decisions.ts'
import * as deliveries from './deliveries.ts'
import * as demo from './demo.ts'
import * as documents from './documents.ts'
import * as engagements from './engagements.ts'
import * as escalations from './escalations.ts'
import * as exceptions from './exceptions.ts'
import * as fairness from './fairness.ts'
import * as handOffs from './hand-offs.ts'
import * as incidents from './incidents.ts'
import * as insights from './insights.ts'
import * as keys from './keys.ts'
import * as leadershipChecks from './leadership-checks.ts'
import * as leave from './leave.ts'
import * as people from './people.ts'
import * as policies from './policies.ts'
import * as practices from './practices.ts'
import * as programmeRoles from './programme-roles.ts'
import * as progress from './progress.ts'
import * as promises from './promises.ts'
import * as proposals from './proposals.ts'
import * as recordFixes from './record-fixes.ts'
import * as requestDecisions from './request-decisions.ts'
import * as requests from './requests.ts'
import * as signals from './signals.ts'
import * as teams from './teams.ts'
import * as transitions from './transitions.ts'
import * as views from './views.ts'
import * as webhooks from './webhooks.ts'

const list = [
  ...Object.values(decisions),
  ...Object.values(policies),
  ...Object.values(proposals),
  ...Object.values(cases),
  ...Object.values(handOffs),
  ...Object.values(progress),
  ...Object.values(conversations),
  ...Object.values(corrections),
  ...Object.values(escalations),
  ...Object.values(engagements),
  ...Object.values(signals),
  ...Object.values(incidents),
  ...Object.values(recordFixes),
  ...Object.values(requests),
  ...Object.values(requestDecisions),
  ...Object.values(programmeRoles),
  ...Object.values(assignments),
  ...Object.values(exceptions),
  ...Object.values(customers),
  ...Object.values(checkIns),
  ...Object.values(documents),
  ...Object.values(promises),
  ...Object.values(transitions),
  ...Object.values(practices),
  ...Object.values(leadershipChecks),
  ...Object.values(fairness),
  ...Object.values(insights),
  ...Object.values(accounts),
  ...Object.values(teams),
  ...Object.values(people),
  ...Object.values(leave),
  ...Object.values(views),
  ...Object.values(access),
  ...Object.values(keys),
  ...Object.values(audit),
  ...Object.values(webhooks),
  ...Object.values(deliveries),
  ...Object.values(demo),
] as const

type Listed = (typeof list)[number]
export type OperationName = Listed['name']
export type OperationsByName = { readonly [O in Listed as O['name']]: O }
export type InputOf<Name extends OperationName> = z.input<OperationsByName[Name]['input']>
export type OutputOf<Name extends OperationName> = z.output<OperationsByName[Name]['output']>

/** By name: the order of references, whatever loads the files. */
export const operations = (list as readonly unknown[] as readonly Operation[]).toSorted((a, b) =>
  a.name < b.name ? -1 : 1,
)

export const operationsByName = Object.fromEntries(
  operations.map((one) => [one.name, one]),
) as unknown as OperationsByName
