/** Escalating to Engineering: what is missing, giving it, filing, and what came of it. Incidents beside it. */
import { type Decision, Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { record } from '../cases/case-log.ts'
import { caseSummary, decisionOf, summarise } from '../cases/case-shown.ts'
import { demandState } from '../cases/case-states.ts'
import {
  type Case,
  caseName,
  changeCase,
  demandVersion,
  loadCase,
  ownerOfCase,
  teamsOfCase,
} from '../cases/cases.ts'
import {
  demandEscalates,
  expertsNamedMax,
  fileEscalation,
  type Gate,
  gateFor,
  given,
  mayGive,
  missingOf,
  openEscalation,
  saveEscalation,
  trackerText,
} from '../cases/escalations.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { line, prose, version } from '../shapes.ts'
import { toJson } from '../store/json.ts'
import type { EscalationRow } from '../store/tables.ts'

const gateItem = z.object({
  item: z.string(),
  evidence: z.string().nullable().describe('Null while it is missing'),
  by: z.string().nullable(),
  at: z.string().nullable(),
  byExpert: z.boolean().describe('For an expert of the case’s topic to give, where the desk has one'),
  mayGive: z.boolean().describe('Whether who asks may give it, if they may write on the case'),
})

const escalation = z.object({
  case: z.string(),
  path: z.string().describe('What the policy says of such asks'),
  immediate: z.boolean().describe('Goes at once: it is an incident, or hangs on one that runs'),
  state: z.enum(['none', 'gathering', 'filed']),
  gate: z.array(gateItem),
  missing: z.array(z.string()),
  experts: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .describe('Who may give what is for an expert: some of them, by name'),
  expertKnown: z
    .boolean()
    .nullable()
    .describe(
      'False where no expert is set up for the topic, so that anybody may give it; null where none is needed',
    ),
  trackerText: z.string().nullable(),
  trackerRef: z.string().nullable(),
  filedAt: z.string().nullable(),
})

const shown = (
  { actor }: Context,
  ofCase: Case,
  decision: Decision,
  gate: Gate,
  row: EscalationRow | undefined,
): z.input<typeof escalation> => ({
  case: ofCase.id,
  path: decision.escalation.path,
  immediate: gate.immediate,
  state: (row?.state ?? 'none') as 'none',
  gate: gate.items.map(({ item, evidence, by, at }) => ({
    item,
    evidence,
    by,
    at,
    byExpert: gate.byExpert.includes(item),
    mayGive: mayGive(gate, item, actor),
  })),
  missing: missingOf(gate),
  experts: gate.experts.slice(0, expertsNamedMax),
  expertKnown: gate.byExpert.length > 0 ? gate.experts.length > 0 : null,
  trackerText: row?.trackerText ?? null,
  trackerRef: row?.trackerRef ?? null,
  filedAt: row?.filedAt ?? null,
})

export const showEscalation = operation({
  name: 'escalations.show',
  about: 'Shows the gate before Engineering for a case: what is required, what was given, what is missing.',
  scope: 'cases:read',
  writes: false,
  teams: teamsOfCase,
  http: { method: 'GET', path: '/cases/{case}/escalation' },
  tool: 'escalation_gate',
  input: z.object({ case: caseName }),
  output: escalation,
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    const decision = await decisionOf(context, row)
    const { escalation: open, gate } = await gateFor(context, row, decision)
    return shown(context, row, decision, gate, open)
  },
})

export const giveEvidence = operation({
  name: 'escalations.give',
  about:
    'Gives one thing that the gate requires, with the evidence: a link, a result. What is for an expert, an expert gives.',
  scope: 'cases:write',
  writes: true,
  teams: teamsOfCase,
  http: { method: 'POST', path: '/cases/{case}/escalation/items' },
  tool: 'give_gate_item',
  input: z.object({
    case: caseName,
    item: line(300).describe('As the gate words it, or its place in the list from 1'),
    evidence: prose(10_000),
  }),
  output: escalation,
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    demandState('give evidence', row)
    const decision = await decisionOf(context, row)
    demandEscalates(decision)
    const { escalation: open, gate } = await gateFor(context, row, decision)
    const wanted = gate.items.findIndex(({ item }, n) => item === input.item || String(n + 1) === input.item)
    if (wanted < 0) {
      const help = `It requires: ${gate.items.map(({ item }, n) => `${n + 1} ${item}`).join(' · ') || 'nothing'}.`
      throw new Refusal('invalid', 'item', `the gate does not require \`${input.item}\``, help)
    }
    const after = given(context, row, gate, wanted, input.evidence)
    const saved = await saveEscalation(context, row, open, {
      gate: toJson(after.items),
      // What went at once is completed afterwards.
      ...(open?.filedAt && { trackerText: trackerText(row, decision, after) }),
    })
    await record(context, row.id, 'gate-item-given', after.items[wanted]!)
    await changeCase(context, row, {})
    return shown(context, row, decision, after, saved)
  },
})

export const fileCaseEscalation = operation({
  name: 'escalations.file',
  about: 'Escalates a case to Engineering. Refused with what is missing, unless it is an incident.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/escalation' },
  tool: 'escalate_case',
  input: z.object({ case: caseName, version }),
  output: escalation,
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    demandVersion(row, input.version)
    demandState('escalate', row)
    const decision = await decisionOf(context, row)
    demandEscalates(decision)
    const { escalation: open, gate } = await gateFor(context, row, decision)
    const missing = missingOf(gate)
    if (missing.length > 0 && !gate.immediate) {
      const said = `not ready for Engineering, missing: ${missing.join('; ')}`
      throw new Refusal(
        'precondition_failed',
        'case',
        said,
        'Give each with escalations.give, then file it again.',
      )
    }
    const filed = open?.filedAt ? open : await fileEscalation(context, row, decision, open, gate)
    await changeCase(context, row, { state: 'escalated', acceptBy: null, overdueSince: null })
    return shown(context, row, decision, gate, filed)
  },
})

export const trackEscalation = operation({
  name: 'escalations.track',
  about: 'Notes the tracker issue that an escalation became.',
  scope: 'cases:write',
  writes: true,
  teams: teamsOfCase,
  http: { method: 'PUT', path: '/cases/{case}/escalation/tracker' },
  input: z.object({ case: caseName, ref: line(2_000).describe('The issue’s key or address') }),
  output: escalation,
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    const open = await demandFiled(await openEscalation(context, row.id), row.number)
    const decision = await decisionOf(context, row)
    const saved = await saveEscalation(context, row, open, { trackerRef: input.ref })
    await changeCase(context, row, {})
    return shown(context, row, decision, (await gateFor(context, row, decision)).gate, saved)
  },
})

function demandFiled(open: EscalationRow | undefined, number: number): EscalationRow {
  if (open?.filedAt) return open
  throw new Refusal(
    'conflict',
    'case',
    `case ${number} is not with Engineering`,
    'File it with escalations.file.',
  )
}

export const closeEscalation = operation({
  name: 'escalations.close',
  about: 'Takes the answer of Engineering back into the case, which goes on from there.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/escalation/close' },
  input: z.object({ case: caseName, version, outcome: prose(5_000) }),
  output: caseSummary,
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    demandVersion(row, input.version)
    const open = demandFiled(await openEscalation(context, row.id), row.number)
    await saveEscalation(context, row, open, { state: 'closed', closedAt: context.at })
    await record(context, row.id, 'escalation-closed', { escalation: open.id, outcome: input.outcome })
    const back = row.state === 'escalated' ? { state: 'working' } : {}
    return summarise(context, await changeCase(context, row, back))
  },
})
