/** Escalating to Engineering: what is missing, giving it, filing, and what came of it. Incidents beside it. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { record } from '../cases/case-log.ts'
import { caseSummary, decisionOf, summarise } from '../cases/case-shown.ts'
import { demandState } from '../cases/case-states.ts'
import { caseName, changeCase, demandVersion, loadCase, ownerOfCase, teamsOfCase } from '../cases/cases.ts'
import {
  demandEscalates,
  fileEscalation,
  type GateItem,
  gateFor,
  missingOf,
  openEscalation,
  saveEscalation,
} from '../cases/escalations.ts'
import { operation } from '../operation.ts'
import { line, prose, version } from '../shapes.ts'
import { toJson } from '../store/json.ts'
import type { EscalationRow } from '../store/tables.ts'

const gateItem = z.object({
  item: z.string(),
  evidence: z.string().nullable().describe('Null while it is missing'),
  by: z.string().nullable(),
  at: z.string().nullable(),
})

const escalation = z.object({
  case: z.string(),
  path: z.string().describe('What the policy says of such asks'),
  immediate: z.boolean().describe('Goes at once, as an incident'),
  state: z.enum(['none', 'gathering', 'filed']),
  gate: z.array(gateItem),
  missing: z.array(z.string()),
  trackerText: z.string().nullable(),
  trackerRef: z.string().nullable(),
  filedAt: z.string().nullable(),
})

const shown = (
  caseId: string,
  { path, immediate }: { readonly path: string; readonly immediate: boolean },
  gate: readonly GateItem[],
  row: EscalationRow | undefined,
): z.input<typeof escalation> => ({
  case: caseId,
  path,
  immediate,
  state: (row?.state ?? 'none') as 'none',
  gate: [...gate],
  missing: missingOf(gate),
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
    return shown(row.id, decision.escalation, gate, open)
  },
})

export const giveEvidence = operation({
  name: 'escalations.give',
  about: 'Gives one thing that the gate requires, with the evidence: a link, a result, who agreed.',
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
    const decision = await decisionOf(context, row)
    demandEscalates(decision)
    const { escalation: open, gate } = await gateFor(context, row, decision)
    const wanted = gate.findIndex(({ item }, n) => item === input.item || String(n + 1) === input.item)
    if (wanted < 0) {
      const help = `It requires: ${gate.map(({ item }, n) => `${n + 1} ${item}`).join(' · ') || 'nothing'}.`
      throw new Refusal('invalid', 'item', `the gate does not require \`${input.item}\``, help)
    }
    const { item } = gate[wanted]!
    const given = { item, evidence: input.evidence, by: context.actor.id, at: context.at }
    const after = gate.with(wanted, given)
    const saved = await saveEscalation(context, row, open, { gate: toJson(after) })
    await record(context, row.id, 'gate-item-given', given)
    await changeCase(context, row, {})
    return shown(row.id, decision.escalation, after, saved)
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
    if (missing.length > 0 && !decision.escalation.immediate) {
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
    return shown(row.id, decision.escalation, gate, filed)
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
    return shown(row.id, decision.escalation, (await gateFor(context, row, decision)).gate, saved)
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
