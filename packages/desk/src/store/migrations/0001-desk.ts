/** The first schema: accounts, people and access, cases and what hangs on them, jobs, audit. */
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { StoreKind } from '../kind.ts'
import { createIndex, createTables, type Index, type PrimaryKeys, type Tables } from './build.ts'

const tables: Tables = {
  meta: { key: 'text! key', value: 'text!' },
  accounts: {
    id: 'text! key',
    external_id: 'text unique',
    name: 'text!',
    facts: 'text!',
    origin: 'text!',
    version: 'integer!',
    created_at: 'text!',
    updated_at: 'text!',
  },
  teams: {
    id: 'text! key',
    time_zone: 'text!',
    hours: 'text!',
    holidays: 'text!',
    accept_minutes: 'integer!',
    version: 'integer!',
  },
  people: {
    id: 'text! key',
    kind: 'text!',
    name: 'text!',
    email: 'text unique',
    time_zone: 'text!',
    hours: 'text!',
    load_max: 'integer!',
    overloaded_since: 'text',
    overload_until: 'text',
    languages: 'text!',
    areas: 'text!',
    origin: 'text!',
    version: 'integer!',
    created_at: 'text!',
    left_at: 'text',
  },
  memberships: {
    team_id: 'text! ->teams',
    person_id: 'text! ->people',
    is_lead: 'integer!',
    last_assigned_at: 'text!',
  },
  leave: {
    id: 'text! key',
    person_id: 'text! ->people',
    starts_at: 'text!',
    ends_at: 'text!',
    reason: 'text!',
  },
  grants: {
    id: 'text! key',
    person_id: 'text! ->people',
    role: 'text!',
    team: 'text',
    granted_at: 'text!',
    granted_by: 'text!',
  },
  api_keys: {
    id: 'text! key',
    person_id: 'text! ->people',
    name: 'text!',
    hint: 'text!',
    hash: 'text! unique',
    scopes: 'text!',
    created_at: 'text!',
    expires_at: 'text!',
    last_used_at: 'text',
    revoked_at: 'text',
  },
  invitations: {
    id: 'text! key',
    person_id: 'text ->people',
    hash: 'text! unique',
    created_at: 'text!',
    created_by: 'text!',
    expires_at: 'text!',
    used_at: 'text',
  },
  sign_in_users: {
    id: 'text! key',
    name: 'text!',
    email: 'text! unique',
    email_verified: 'integer!',
    image: 'text',
    created_at: 'text!',
    updated_at: 'text!',
  },
  sign_in_accounts: {
    id: 'text! key',
    user_id: 'text! ->sign_in_users',
    provider_id: 'text!',
    account_id: 'text!',
    password: 'text',
    access_token: 'text',
    refresh_token: 'text',
    id_token: 'text',
    access_token_expires_at: 'text',
    refresh_token_expires_at: 'text',
    scope: 'text',
    created_at: 'text!',
    updated_at: 'text!',
  },
  sign_in_sessions: {
    id: 'text! key',
    user_id: 'text! ->sign_in_users',
    token: 'text! unique',
    ip_address: 'text',
    user_agent: 'text',
    expires_at: 'text!',
    created_at: 'text!',
    updated_at: 'text!',
  },
  sign_in_checks: {
    id: 'text! key',
    identifier: 'text!',
    value: 'text!',
    expires_at: 'text!',
    created_at: 'text!',
    updated_at: 'text!',
  },
  incidents: {
    id: 'text! key',
    title: 'text!',
    state: 'text!',
    topic: 'text',
    origin: 'text!',
    version: 'integer!',
    opened_at: 'text!',
    resolved_at: 'text',
  },
  cases: {
    number: 'counts',
    id: 'text! unique',
    state: 'text!',
    subject: 'text!',
    text: 'text!',
    fingerprint: 'text!',
    account_id: 'text ->accounts',
    requester: 'text!',
    facts: 'text!',
    record_type: 'text',
    case_reason: 'text',
    topic: 'text',
    decision_id: 'text!',
    owner_team: 'text',
    assignee_id: 'text ->people',
    bounces: 'integer!',
    triage_since: 'text',
    accept_by: 'text',
    overdue_since: 'text',
    waiting_since: 'text',
    snoozed_until: 'text',
    merged_into: 'text',
    incident_id: 'text ->incidents',
    origin: 'text!',
    version: 'integer!',
    opened_at: 'text!',
    updated_at: 'text!',
    resolved_at: 'text',
    closed_at: 'text',
  },
  case_sources: { kind: 'text!', source_id: 'text!', case_id: 'text! ->cases', at: 'text!' },
  case_teams: { case_id: 'text! ->cases', team: 'text!', since: 'text!' },
  case_followers: { case_id: 'text! ->cases', person_id: 'text! ->people', at: 'text!' },
  decisions: {
    id: 'text! key',
    case_id: 'text ->cases',
    at: 'text!',
    policy_name: 'text!',
    policy_version: 'text!',
    status: 'text!',
    owner_rule: 'text',
    ask: 'text!',
    decision: 'text!',
  },
  events: {
    id: 'text! key',
    case_id: 'text! ->cases',
    at: 'text!',
    kind: 'text!',
    actor: 'text!',
    visibility: 'text!',
    data: 'text!',
  },
  corrections: {
    id: 'text! key',
    case_id: 'text! ->cases',
    at: 'text!',
    actor: 'text!',
    kind: 'text!',
    account_id: 'text',
    text: 'text!',
    was: 'text!',
    right: 'text!',
    reason: 'text!',
    proposed_test: 'text!',
    undone_at: 'text',
  },
  escalations: {
    id: 'text! key',
    case_id: 'text! ->cases',
    state: 'text!',
    gate: 'text!',
    tracker_text: 'text',
    tracker_ref: 'text',
    version: 'integer!',
    opened_at: 'text!',
    filed_at: 'text',
    closed_at: 'text',
  },
  engagements: {
    id: 'text! key',
    case_id: 'text ->cases',
    account_id: 'text! ->accounts',
    decision_id: 'text! ->decisions',
    topic: 'text!',
    verdict: 'text!',
    kind: 'text!',
    referral: 'text',
    state: 'text!',
    requested_by: 'text!',
    lead_id: 'text ->people',
    wanted_sessions: 'integer',
    sessions_allowed: 'integer!',
    sessions_used: 'integer!',
    starts_at: 'text!',
    ends_at: 'text!',
    extended_at: 'text',
    summary_due_at: 'text',
    outcome: 'text',
    summary: 'text',
    summary_at: 'text',
    material: 'text!',
    origin: 'text!',
    version: 'integer!',
    created_at: 'text!',
    ended_at: 'text',
  },
  engagement_sessions: {
    id: 'text! key',
    engagement_id: 'text! ->engagements',
    at: 'text!',
    notes: 'text!',
    people: 'text!',
    actor: 'text!',
    logged_at: 'text!',
  },
  revenue_signals: {
    id: 'text! key',
    account_id: 'text! ->accounts',
    case_id: 'text ->cases',
    at: 'text!',
    actor: 'text!',
    kind: 'text!',
    words: 'text!',
    amount: 'integer',
    team: 'text!',
    origin: 'text!',
  },
  record_fixes: {
    id: 'text! key',
    case_id: 'text! ->cases',
    field: 'text!',
    is_value: 'text!',
    should_be: 'text!',
    team: 'text!',
    state: 'text!',
    reason: 'text!',
    opened_at: 'text!',
    done_at: 'text',
    done_by: 'text',
  },
  audit: {
    id: 'text! key',
    at: 'text!',
    actor: 'text!',
    surface: 'text!',
    operation: 'text!',
    outcome: 'text!',
    target: 'text',
    detail: 'text!',
    seq: 'integer unique',
    hash: 'text',
  },
  idempotency: {
    actor: 'text!',
    key: 'text!',
    operation: 'text!',
    request_hash: 'text!',
    response: 'text!',
    at: 'text!',
  },
  jobs: {
    id: 'text! key',
    queue: 'text!',
    kind: 'text!',
    key: 'text! unique',
    payload: 'text!',
    state: 'text!',
    attempts: 'integer!',
    run_at: 'text!',
    leased_by: 'text',
    leased_until: 'text',
    last_error: 'text',
    created_at: 'text!',
    done_at: 'text',
  },
  webhooks: {
    id: 'text! key',
    url: 'text!',
    secret: 'text!',
    events: 'text!',
    audience: 'text!',
    created_at: 'text!',
    paused_at: 'text',
  },
}

/** Primary keys of more than one column. */
const primaryKeys: PrimaryKeys = {
  memberships: ['team_id', 'person_id'],
  case_sources: ['kind', 'source_id'],
  case_teams: ['case_id', 'team'],
  case_followers: ['case_id', 'person_id'],
  idempotency: ['actor', 'key'],
}

const indexes: readonly Index[] = [
  // Lists of cases are read newest first, by team and state, page by page.
  { on: 'cases', columns: ['updated_at', 'number'] },
  { on: 'cases', columns: ['state', 'updated_at', 'number'] },
  { on: 'cases', columns: ['owner_team', 'updated_at', 'number'] },
  { on: 'cases', columns: ['owner_team', 'state', 'updated_at', 'number'] },
  { on: 'cases', columns: ['assignee_id', 'updated_at', 'number'] },
  { on: 'cases', columns: ['account_id', 'updated_at', 'number'] },
  { on: 'cases', columns: ['topic', 'updated_at', 'number'] },
  // Counted for everybody in a team with each assignment.
  {
    on: 'cases',
    columns: ['assignee_id', 'snoozed_until', 'state'],
    where: "state not in ('resolved', 'closed')",
  },
  {
    on: 'cases',
    columns: ['owner_team', 'waiting_since', 'state'],
    where: "state not in ('resolved', 'closed')",
  },
  { on: 'cases', columns: ['incident_id'], where: 'incident_id is not null' },
  { on: 'cases', columns: ['opened_at', 'number'] },
  { on: 'cases', columns: ['accept_by', 'number'], where: 'accept_by is not null' },
  { on: 'cases', columns: ['waiting_since'], where: 'waiting_since is not null' },
  { on: 'cases', columns: ['overdue_since'], where: 'overdue_since is not null' },
  { on: 'cases', columns: ['triage_since'], where: 'triage_since is not null' },
  { on: 'cases', columns: ['snoozed_until'], where: 'snoozed_until is not null' },
  // INVARIANT: one open case for one account and text; see cases.open.
  { on: 'cases', columns: ['fingerprint'], where: 'closed_at is null', unique: true },
  { on: 'case_sources', columns: ['case_id'] },
  { on: 'case_teams', columns: ['team', 'case_id'] },
  { on: 'case_followers', columns: ['person_id', 'case_id'] },
  { on: 'decisions', columns: ['case_id', 'at'] },
  { on: 'events', columns: ['case_id', 'id'] },
  { on: 'corrections', columns: ['case_id'] },
  { on: 'corrections', columns: ['at'] },
  { on: 'escalations', columns: ['case_id'] },
  // INVARIANT: one open escalation for one case.
  { on: 'escalations', columns: ['case_id'], where: 'closed_at is null', unique: true },
  { on: 'incidents', columns: ['state', 'opened_at'] },
  { on: 'engagements', columns: ['account_id', 'created_at'] },
  { on: 'engagements', columns: ['state', 'ends_at'] },
  { on: 'engagements', columns: ['case_id'] },
  { on: 'engagement_sessions', columns: ['engagement_id', 'at'] },
  { on: 'revenue_signals', columns: ['account_id', 'id'] },
  { on: 'revenue_signals', columns: ['team', 'id'] },
  { on: 'record_fixes', columns: ['state', 'opened_at'] },
  { on: 'record_fixes', columns: ['case_id'] },
  { on: 'grants', columns: ['person_id'] },
  { on: 'memberships', columns: ['person_id'] },
  { on: 'leave', columns: ['person_id', 'ends_at'] },
  { on: 'api_keys', columns: ['person_id'] },
  { on: 'invitations', columns: ['person_id'] },
  // INVARIANT: one identity of a provider is one person's.
  { on: 'sign_in_accounts', columns: ['provider_id', 'account_id'], unique: true },
  { on: 'sign_in_accounts', columns: ['user_id'] },
  { on: 'sign_in_sessions', columns: ['user_id'] },
  { on: 'sign_in_sessions', columns: ['expires_at'] },
  { on: 'sign_in_checks', columns: ['identifier'] },
  { on: 'sign_in_checks', columns: ['expires_at'] },
  { on: 'audit', columns: ['id'], where: 'seq is null' },
  { on: 'audit', columns: ['target', 'id'] },
  { on: 'idempotency', columns: ['at'] },
  { on: 'jobs', columns: ['queue', 'run_at'], where: "state = 'waiting'" },
  { on: 'jobs', columns: ['state', 'done_at'] },
  { on: 'jobs', columns: ['queue', 'id'] },
]

const ofDemonstration = "exists (select 1 from cases where id = old.case_id and origin = 'demo')"
const auditKeeps = ['id', 'at', 'actor', 'surface', 'operation', 'outcome', 'target', 'detail']

/**
 * Tables whose rows are never changed or deleted, with what is allowed all the same: the demonstration can be
 * removed, and the sealer numbers and hashes an audit entry once.
 */
const appendOnly: Readonly<Record<string, { readonly update: string; readonly remove: string }>> = {
  events: { update: 'false', remove: ofDemonstration },
  decisions: { update: 'false', remove: ofDemonstration },
  audit: {
    update: [
      'old.hash is null and new.hash is not null',
      ...auditKeeps.map((column) => `new.${column} is not distinct from old.${column}`),
    ].join(' and '),
    remove: 'false',
  },
}

export const desk = (kind: StoreKind): Migration => ({
  up: async (db) => {
    await createTables(db, kind, tables, primaryKeys)
    for (const index of indexes) await createIndex(db, index)
    for (const [table, allowed] of Object.entries(appendOnly)) await protect(db, kind, table, allowed)
    await keepOrigin(db, kind)
  },
})

/** History cannot be rewritten, not even by a fault of ours: the store refuses. */
async function protect(
  db: Kysely<unknown>,
  kind: StoreKind,
  table: string,
  { update, remove }: (typeof appendOnly)[string],
): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db)
  const message = `${table} is append-only`
  if (kind === 'sqlite') {
    const trigger = (name: string, on: string, allowed: string) =>
      run(`create trigger ${table}_${name} before ${on} on ${table}
        when not (${allowed.replaceAll('is not distinct from', 'is')})
        begin select raise(abort, '${message}'); end`)
    await trigger('no_update', 'update', update)
    await trigger('no_delete', 'delete', remove)
    return
  }
  await run(`create function ${table}_append_only() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if ${update} then return new; end if;
      elsif tg_op = 'DELETE' then
        if ${remove} then return old; end if;
      end if;
      raise exception '${message}';
    end $$`)
  const trigger = (name: string, on: string) =>
    run(`create trigger ${table}_${name} before ${on} execute function ${table}_append_only()`)
  await trigger('append_only', `update or delete on ${table} for each row`)
  await trigger('no_truncate', `truncate on ${table}`)
}

/** A case that was made the demonstration's could lose its history with it. */
async function keepOrigin(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db)
  const on = `before update of origin on cases for each row when (new.origin <> old.origin)`
  const message = 'the origin of a case is for ever'
  if (kind === 'sqlite') {
    await run(`create trigger cases_keep_origin ${on} begin select raise(abort, '${message}'); end`)
    return
  }
  await run(`create function cases_keep_origin() returns trigger language plpgsql as $$
    begin
      raise exception '${message}';
    end $$`)
  await run(`create trigger cases_keep_origin ${on} execute function cases_keep_origin()`)
}
