create table account_people (
  id text collate "C" not null,
  account_id text collate "C" not null,
  role text collate "C" not null,
  person_id text collate "C",
  name text collate "C" not null,
  contact text collate "C",
  since text collate "C" not null,
  constraint account_people_pkey PRIMARY KEY (id),
  constraint account_people_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) DEFERRABLE INITIALLY DEFERRED,
  constraint account_people_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX account_people_account_id_role_idx ON account_people USING btree (account_id, role);

CREATE INDEX account_people_person_id_idx ON account_people USING btree (person_id);

create table accounts (
  id text collate "C" not null,
  external_id text collate "C",
  name text collate "C" not null,
  facts text collate "C" not null,
  origin text collate "C" not null,
  version integer not null,
  created_at text collate "C" not null,
  updated_at text collate "C" not null,
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_external_id_key UNIQUE (external_id)
);

create table api_keys (
  id text collate "C" not null,
  person_id text collate "C" not null,
  name text collate "C" not null,
  hint text collate "C" not null,
  hash text collate "C" not null,
  scopes text collate "C" not null,
  created_at text collate "C" not null,
  expires_at text collate "C" not null,
  last_used_at text collate "C",
  revoked_at text collate "C",
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_hash_key UNIQUE (hash),
  constraint api_keys_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX api_keys_person_id_idx ON api_keys USING btree (person_id);

create table assignment_events (
  id text collate "C" not null,
  assignment_id text collate "C" not null,
  at text collate "C" not null,
  kind text collate "C" not null,
  actor text collate "C" not null,
  data text collate "C" not null,
  constraint assignment_events_pkey PRIMARY KEY (id),
  constraint assignment_events_assignment_id_fkey FOREIGN KEY (assignment_id) REFERENCES assignments(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX assignment_events_assignment_id_id_idx ON assignment_events USING btree (assignment_id, id);

create table assignment_requests (
  id text collate "C" not null,
  account_id text collate "C" not null,
  kind text collate "C" not null,
  until_at text collate "C",
  reason text collate "C" not null,
  asked_by text collate "C" not null,
  started_by text collate "C" not null,
  wanted_engineer_id text collate "C",
  languages text collate "C" not null,
  areas text collate "C" not null,
  state text collate "C" not null,
  views text collate "C" not null,
  decided_by text collate "C",
  decision_reason text collate "C",
  waiting_since text collate "C",
  offered_at text collate "C",
  assignment_id text collate "C",
  origin text collate "C" not null,
  version integer not null,
  asked_at text collate "C" not null,
  decided_at text collate "C",
  constraint assignment_requests_pkey PRIMARY KEY (id),
  constraint assignment_requests_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) DEFERRABLE INITIALLY DEFERRED,
  constraint assignment_requests_wanted_engineer_id_fkey FOREIGN KEY (wanted_engineer_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX assignment_requests_account_id_idx ON assignment_requests USING btree (account_id);

CREATE INDEX assignment_requests_state_waiting_since_idx ON assignment_requests USING btree (state, waiting_since);

create table assignments (
  id text collate "C" not null,
  account_id text collate "C" not null,
  request_id text collate "C",
  kind text collate "C" not null,
  state text collate "C" not null,
  engineer_id text collate "C" not null,
  backup_id text collate "C",
  customer_engineer_id text collate "C",
  until_at text collate "C",
  review_at text collate "C" not null,
  told_at text collate "C",
  told_by text collate "C",
  environment text collate "C" not null,
  note text collate "C",
  origin text collate "C" not null,
  version integer not null,
  started_at text collate "C" not null,
  ended_at text collate "C",
  end_reason text collate "C",
  constraint assignments_pkey PRIMARY KEY (id),
  constraint assignments_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) DEFERRABLE INITIALLY DEFERRED,
  constraint assignments_backup_id_fkey FOREIGN KEY (backup_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED,
  constraint assignments_customer_engineer_id_fkey FOREIGN KEY (customer_engineer_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED,
  constraint assignments_engineer_id_fkey FOREIGN KEY (engineer_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX assignments_account_id_once ON assignments USING btree (account_id) WHERE (ended_at IS NULL);

CREATE INDEX assignments_account_id_started_at_idx ON assignments USING btree (account_id, started_at);

CREATE INDEX assignments_backup_id_idx ON assignments USING btree (backup_id);

CREATE INDEX assignments_engineer_id_state_idx ON assignments USING btree (engineer_id, state);

create table audit (
  id text collate "C" not null,
  at text collate "C" not null,
  actor text collate "C" not null,
  surface text collate "C" not null,
  operation text collate "C" not null,
  outcome text collate "C" not null,
  target text collate "C",
  detail text collate "C" not null,
  seq integer,
  hash text collate "C",
  constraint audit_pkey PRIMARY KEY (id),
  constraint audit_seq_key UNIQUE (seq)
);

CREATE INDEX audit_id_idx ON audit USING btree (id) WHERE (seq IS NULL);

CREATE INDEX audit_target_id_idx ON audit USING btree (target, id);

CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_append_only();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();

create table case_followers (
  case_id text collate "C" not null,
  person_id text collate "C" not null,
  at text collate "C" not null,
  constraint case_followers_pkey PRIMARY KEY (case_id, person_id),
  constraint case_followers_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
  constraint case_followers_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX case_followers_person_id_case_id_idx ON case_followers USING btree (person_id, case_id);

create table case_sources (
  kind text collate "C" not null,
  source_id text collate "C" not null,
  case_id text collate "C" not null,
  at text collate "C" not null,
  constraint case_sources_pkey PRIMARY KEY (kind, source_id),
  constraint case_sources_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX case_sources_case_id_idx ON case_sources USING btree (case_id);

create table case_teams (
  case_id text collate "C" not null,
  team text collate "C" not null,
  since text collate "C" not null,
  constraint case_teams_pkey PRIMARY KEY (case_id, team),
  constraint case_teams_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX case_teams_team_case_id_idx ON case_teams USING btree (team, case_id);

create table cases (
  number integer generated by default as identity not null,
  id text collate "C" not null,
  state text collate "C" not null,
  subject text collate "C" not null,
  text text collate "C" not null,
  fingerprint text collate "C" not null,
  account_id text collate "C",
  requester text collate "C" not null,
  facts text collate "C" not null,
  record_type text collate "C",
  case_reason text collate "C",
  topic text collate "C",
  decision_id text collate "C" not null,
  owner_team text collate "C",
  assignee_id text collate "C",
  bounces integer not null,
  triage_since text collate "C",
  accept_by text collate "C",
  overdue_since text collate "C",
  waiting_since text collate "C",
  snoozed_until text collate "C",
  merged_into text collate "C",
  incident_id text collate "C",
  origin text collate "C" not null,
  version integer not null,
  opened_at text collate "C" not null,
  updated_at text collate "C" not null,
  resolved_at text collate "C",
  closed_at text collate "C",
  first_owner text collate "C",
  first_status text collate "C",
  owner_rule text collate "C",
  missing_fact text collate "C",
  answered_minutes integer,
  accepted_minutes integer,
  part_of text collate "C",
  constraint cases_pkey PRIMARY KEY (number),
  constraint cases_id_key UNIQUE (id),
  constraint cases_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) DEFERRABLE INITIALLY DEFERRED,
  constraint cases_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED,
  constraint cases_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incidents(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX cases_accept_by_number_idx ON cases USING btree (accept_by, number) WHERE (accept_by IS NOT NULL);

CREATE INDEX cases_account_id_updated_at_number_idx ON cases USING btree (account_id, updated_at, number);

CREATE INDEX cases_assignee_id_snoozed_until_state_idx ON cases USING btree (assignee_id, snoozed_until, state) WHERE (state <> ALL (ARRAY['resolved'::text, 'closed'::text]));

CREATE INDEX cases_assignee_id_updated_at_number_idx ON cases USING btree (assignee_id, updated_at, number);

CREATE UNIQUE INDEX cases_fingerprint_once ON cases USING btree (fingerprint) WHERE (closed_at IS NULL);

CREATE INDEX cases_first_owner_opened_at_number_idx ON cases USING btree (first_owner, opened_at, number);

CREATE INDEX cases_incident_id_idx ON cases USING btree (incident_id) WHERE (incident_id IS NOT NULL);

CREATE INDEX cases_insights_idx ON cases USING btree (opened_at, topic, first_owner, owner_team, bounces, first_status, owner_rule, missing_fact, answered_minutes, accepted_minutes, id);

CREATE INDEX cases_merged_into_idx ON cases USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX cases_missing_fact_opened_at_number_idx ON cases USING btree (missing_fact, opened_at, number) WHERE (missing_fact IS NOT NULL);

CREATE INDEX cases_opened_at_number_bounces_idx ON cases USING btree (opened_at, number, bounces) WHERE (bounces > 0);

CREATE INDEX cases_opened_at_number_idx ON cases USING btree (opened_at, number);

CREATE INDEX cases_overdue_since_idx ON cases USING btree (overdue_since) WHERE (overdue_since IS NOT NULL);

CREATE INDEX cases_owner_rule_opened_at_number_idx ON cases USING btree (owner_rule, opened_at, number) WHERE (owner_rule IS NOT NULL);

CREATE INDEX cases_owner_team_state_updated_at_number_idx ON cases USING btree (owner_team, state, updated_at, number);

CREATE INDEX cases_owner_team_updated_at_number_idx ON cases USING btree (owner_team, updated_at, number);

CREATE INDEX cases_owner_team_waiting_since_state_idx ON cases USING btree (owner_team, waiting_since, state) WHERE (state <> ALL (ARRAY['resolved'::text, 'closed'::text]));

CREATE INDEX cases_part_of_idx ON cases USING btree (part_of) WHERE (part_of IS NOT NULL);

CREATE INDEX cases_snoozed_until_idx ON cases USING btree (snoozed_until) WHERE (snoozed_until IS NOT NULL);

CREATE INDEX cases_state_updated_at_number_idx ON cases USING btree (state, updated_at, number);

CREATE INDEX cases_topic_updated_at_number_idx ON cases USING btree (topic, updated_at, number);

CREATE INDEX cases_triage_since_idx ON cases USING btree (triage_since) WHERE (triage_since IS NOT NULL);

CREATE INDEX cases_updated_at_number_idx ON cases USING btree (updated_at, number);

CREATE INDEX cases_waiting_since_idx ON cases USING btree (waiting_since) WHERE (waiting_since IS NOT NULL);

CREATE TRIGGER cases_keep_origin BEFORE UPDATE OF origin ON cases FOR EACH ROW WHEN ((new.origin <> old.origin)) EXECUTE FUNCTION cases_keep_origin();

create table check_ins (
  id text collate "C" not null,
  assignment_id text collate "C" not null,
  due_at text collate "C" not null,
  state text collate "C" not null,
  held_at text collate "C",
  answers text collate "C" not null,
  goals text collate "C" not null,
  going_well integer,
  frustration integer,
  words text collate "C" not null,
  reminded_at text collate "C",
  note text collate "C",
  version integer not null,
  constraint check_ins_pkey PRIMARY KEY (id),
  constraint check_ins_assignment_id_fkey FOREIGN KEY (assignment_id) REFERENCES assignments(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX check_ins_assignment_id_due_at_once ON check_ins USING btree (assignment_id, due_at);

CREATE INDEX check_ins_state_due_at_idx ON check_ins USING btree (state, due_at);

create table corrections (
  id text collate "C" not null,
  case_id text collate "C" not null,
  at text collate "C" not null,
  actor text collate "C" not null,
  kind text collate "C" not null,
  account_id text collate "C",
  text text collate "C" not null,
  was text collate "C" not null,
  "right" text collate "C" not null,
  reason text collate "C" not null,
  proposed_test text collate "C" not null,
  undone_at text collate "C",
  constraint corrections_pkey PRIMARY KEY (id),
  constraint corrections_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX corrections_at_idx ON corrections USING btree (at);

CREATE INDEX corrections_case_id_idx ON corrections USING btree (case_id);

create table decisions (
  id text collate "C" not null,
  case_id text collate "C",
  at text collate "C" not null,
  policy_name text collate "C" not null,
  policy_version text collate "C" not null,
  status text collate "C" not null,
  owner_rule text collate "C",
  ask text collate "C" not null,
  decision text collate "C" not null,
  constraint decisions_pkey PRIMARY KEY (id),
  constraint decisions_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX decisions_case_id_at_idx ON decisions USING btree (case_id, at);

CREATE TRIGGER decisions_append_only BEFORE DELETE OR UPDATE ON decisions FOR EACH ROW EXECUTE FUNCTION decisions_append_only();

CREATE TRIGGER decisions_no_truncate BEFORE TRUNCATE ON decisions FOR EACH STATEMENT EXECUTE FUNCTION decisions_append_only();

create table document_updates (
  id text collate "C" not null,
  assignment_id text collate "C" not null,
  about text collate "C" not null,
  learnt text collate "C" not null,
  steps text collate "C" not null,
  state text collate "C" not null,
  version integer not null,
  opened_at text collate "C" not null,
  closed_at text collate "C",
  constraint document_updates_pkey PRIMARY KEY (id),
  constraint document_updates_assignment_id_fkey FOREIGN KEY (assignment_id) REFERENCES assignments(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX document_updates_assignment_id_state_idx ON document_updates USING btree (assignment_id, state);

create table engagement_sessions (
  id text collate "C" not null,
  engagement_id text collate "C" not null,
  at text collate "C" not null,
  notes text collate "C" not null,
  people text collate "C" not null,
  actor text collate "C" not null,
  logged_at text collate "C" not null,
  constraint engagement_sessions_pkey PRIMARY KEY (id),
  constraint engagement_sessions_engagement_id_fkey FOREIGN KEY (engagement_id) REFERENCES engagements(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX engagement_sessions_engagement_id_at_idx ON engagement_sessions USING btree (engagement_id, at);

create table engagements (
  id text collate "C" not null,
  case_id text collate "C",
  account_id text collate "C" not null,
  decision_id text collate "C" not null,
  topic text collate "C" not null,
  verdict text collate "C" not null,
  kind text collate "C" not null,
  referral text collate "C",
  state text collate "C" not null,
  requested_by text collate "C" not null,
  lead_id text collate "C",
  wanted_sessions integer,
  sessions_allowed integer not null,
  sessions_used integer not null,
  starts_at text collate "C" not null,
  ends_at text collate "C" not null,
  extended_at text collate "C",
  summary_due_at text collate "C",
  outcome text collate "C",
  summary text collate "C",
  summary_at text collate "C",
  material text collate "C" not null,
  origin text collate "C" not null,
  version integer not null,
  created_at text collate "C" not null,
  ended_at text collate "C",
  constraint engagements_pkey PRIMARY KEY (id),
  constraint engagements_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) DEFERRABLE INITIALLY DEFERRED,
  constraint engagements_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
  constraint engagements_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES decisions(id) DEFERRABLE INITIALLY DEFERRED,
  constraint engagements_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX engagements_account_id_created_at_idx ON engagements USING btree (account_id, created_at);

CREATE INDEX engagements_case_id_idx ON engagements USING btree (case_id);

CREATE INDEX engagements_state_ends_at_idx ON engagements USING btree (state, ends_at);

create table escalations (
  id text collate "C" not null,
  case_id text collate "C" not null,
  state text collate "C" not null,
  gate text collate "C" not null,
  tracker_text text collate "C",
  tracker_ref text collate "C",
  version integer not null,
  opened_at text collate "C" not null,
  filed_at text collate "C",
  closed_at text collate "C",
  constraint escalations_pkey PRIMARY KEY (id),
  constraint escalations_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX escalations_case_id_idx ON escalations USING btree (case_id);

CREATE UNIQUE INDEX escalations_case_id_once ON escalations USING btree (case_id) WHERE (closed_at IS NULL);

create table events (
  id text collate "C" not null,
  case_id text collate "C" not null,
  at text collate "C" not null,
  kind text collate "C" not null,
  actor text collate "C" not null,
  visibility text collate "C" not null,
  data text collate "C" not null,
  constraint events_pkey PRIMARY KEY (id),
  constraint events_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX events_at_kind_case_id_idx ON events USING btree (at, kind, case_id) WHERE (kind = ANY (ARRAY['assigned'::text, 'accepted'::text, 'rejected'::text]));

CREATE INDEX events_case_id_id_idx ON events USING btree (case_id, id);

CREATE TRIGGER events_append_only BEFORE DELETE OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION events_append_only();

CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION events_append_only();

create table grants (
  id text collate "C" not null,
  person_id text collate "C" not null,
  role text collate "C" not null,
  team text collate "C",
  granted_at text collate "C" not null,
  granted_by text collate "C" not null,
  constraint grants_pkey PRIMARY KEY (id),
  constraint grants_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX grants_person_id_idx ON grants USING btree (person_id);

create table idempotency (
  actor text collate "C" not null,
  key text collate "C" not null,
  operation text collate "C" not null,
  request_hash text collate "C" not null,
  response text collate "C" not null,
  at text collate "C" not null,
  constraint idempotency_pkey PRIMARY KEY (actor, key)
);

CREATE INDEX idempotency_at_idx ON idempotency USING btree (at);

create table incidents (
  id text collate "C" not null,
  title text collate "C" not null,
  state text collate "C" not null,
  topic text collate "C",
  origin text collate "C" not null,
  version integer not null,
  opened_at text collate "C" not null,
  resolved_at text collate "C",
  constraint incidents_pkey PRIMARY KEY (id)
);

CREATE INDEX incidents_state_opened_at_idx ON incidents USING btree (state, opened_at);

create table invitations (
  id text collate "C" not null,
  person_id text collate "C",
  hash text collate "C" not null,
  created_at text collate "C" not null,
  created_by text collate "C" not null,
  expires_at text collate "C" not null,
  used_at text collate "C",
  constraint invitations_pkey PRIMARY KEY (id),
  constraint invitations_hash_key UNIQUE (hash),
  constraint invitations_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX invitations_person_id_idx ON invitations USING btree (person_id);

create table jobs (
  id text collate "C" not null,
  queue text collate "C" not null,
  kind text collate "C" not null,
  key text collate "C" not null,
  payload text collate "C" not null,
  state text collate "C" not null,
  attempts integer not null,
  run_at text collate "C" not null,
  leased_by text collate "C",
  leased_until text collate "C",
  last_error text collate "C",
  created_at text collate "C" not null,
  done_at text collate "C",
  constraint jobs_pkey PRIMARY KEY (id),
  constraint jobs_key_key UNIQUE (key)
);

CREATE INDEX jobs_queue_id_idx ON jobs USING btree (queue, id);

CREATE INDEX jobs_queue_run_at_idx ON jobs USING btree (queue, run_at) WHERE (state = 'waiting'::text);

CREATE INDEX jobs_state_done_at_idx ON jobs USING btree (state, done_at);

create table leadership_checks (
  id text collate "C" not null,
  account_id text collate "C" not null,
  case_id text collate "C",
  topic text collate "C",
  what text collate "C" not null,
  asked_by text collate "C" not null,
  state text collate "C" not null,
  decided_by text collate "C",
  reason text collate "C",
  version integer not null,
  opened_at text collate "C" not null,
  decided_at text collate "C",
  constraint leadership_checks_pkey PRIMARY KEY (id),
  constraint leadership_checks_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) DEFERRABLE INITIALLY DEFERRED,
  constraint leadership_checks_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX leadership_checks_account_id_state_idx ON leadership_checks USING btree (account_id, state);

CREATE INDEX leadership_checks_case_id_idx ON leadership_checks USING btree (case_id);

create table leave (
  id text collate "C" not null,
  person_id text collate "C" not null,
  starts_at text collate "C" not null,
  ends_at text collate "C" not null,
  reason text collate "C" not null,
  constraint leave_pkey PRIMARY KEY (id),
  constraint leave_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX leave_person_id_ends_at_idx ON leave USING btree (person_id, ends_at);

create table load_samples (
  day text collate "C" not null,
  person_id text collate "C" not null,
  open_cases integer not null,
  load_max integer not null,
  constraint load_samples_pkey PRIMARY KEY (person_id, day),
  constraint load_samples_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX load_samples_day_idx ON load_samples USING btree (day);

create table meetings (
  id text collate "C" not null,
  account_id text collate "C" not null,
  at text collate "C" not null,
  kind text collate "C" not null,
  people text collate "C" not null,
  agreed_with text collate "C",
  agreed_at text collate "C",
  notes text collate "C",
  recorded_by text collate "C" not null,
  version integer not null,
  constraint meetings_pkey PRIMARY KEY (id),
  constraint meetings_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX meetings_account_id_at_idx ON meetings USING btree (account_id, at);

create table memberships (
  team_id text collate "C" not null,
  person_id text collate "C" not null,
  is_lead integer not null,
  last_assigned_at text collate "C" not null,
  constraint memberships_pkey PRIMARY KEY (team_id, person_id),
  constraint memberships_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED,
  constraint memberships_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX memberships_person_id_idx ON memberships USING btree (person_id);

create table meta (
  key text collate "C" not null,
  value text collate "C" not null,
  constraint meta_pkey PRIMARY KEY (key)
);

create table people (
  id text collate "C" not null,
  kind text collate "C" not null,
  name text collate "C" not null,
  email text collate "C",
  time_zone text collate "C" not null,
  hours text collate "C" not null,
  load_max integer not null,
  overloaded_since text collate "C",
  overload_until text collate "C",
  languages text collate "C" not null,
  areas text collate "C" not null,
  origin text collate "C" not null,
  version integer not null,
  created_at text collate "C" not null,
  left_at text collate "C",
  constraint people_pkey PRIMARY KEY (id),
  constraint people_email_key UNIQUE (email)
);

create table policies (
  id text collate "C" not null,
  name text collate "C" not null,
  version text collate "C" not null,
  fingerprint text collate "C" not null,
  folder text collate "C" not null,
  files text collate "C" not null,
  first_seen_at text collate "C" not null,
  last_seen_at text collate "C" not null,
  constraint policies_pkey PRIMARY KEY (id),
  constraint policies_fingerprint_key UNIQUE (fingerprint)
);

create table practice_offers (
  practice_id text collate "C" not null,
  account_id text collate "C" not null,
  state text collate "C" not null,
  offered_by text collate "C" not null,
  offered_at text collate "C" not null,
  settled_at text collate "C",
  constraint practice_offers_pkey PRIMARY KEY (practice_id, account_id),
  constraint practice_offers_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) DEFERRABLE INITIALLY DEFERRED,
  constraint practice_offers_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX practice_offers_account_id_idx ON practice_offers USING btree (account_id);

create table practices (
  id text collate "C" not null,
  account_id text collate "C" not null,
  case_id text collate "C",
  title text collate "C" not null,
  body text collate "C" not null,
  marked_by text collate "C" not null,
  state text collate "C" not null,
  version integer not null,
  marked_at text collate "C" not null,
  constraint practices_pkey PRIMARY KEY (id),
  constraint practices_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) DEFERRABLE INITIALLY DEFERRED,
  constraint practices_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX practices_account_id_idx ON practices USING btree (account_id);

create table presence (
  connection text collate "C" not null,
  case_id text collate "C" not null,
  person_id text collate "C" not null,
  seen_until text collate "C" not null,
  constraint presence_pkey PRIMARY KEY (connection)
);

CREATE INDEX presence_case_id_idx ON presence USING btree (case_id);

create table programme_roles (
  role text collate "C" not null,
  person_id text collate "C" not null,
  given_at text collate "C" not null,
  given_by text collate "C" not null,
  constraint programme_roles_pkey PRIMARY KEY (role, person_id),
  constraint programme_roles_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

create table promises (
  id text collate "C" not null,
  account_id text collate "C" not null,
  case_id text collate "C",
  what text collate "C" not null,
  made_by text collate "C" not null,
  owed_by text collate "C" not null,
  due_at text collate "C" not null,
  state text collate "C" not null,
  moves text collate "C" not null,
  kept_note text collate "C",
  version integer not null,
  made_at text collate "C" not null,
  settled_at text collate "C",
  constraint promises_pkey PRIMARY KEY (id),
  constraint promises_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) DEFERRABLE INITIALLY DEFERRED,
  constraint promises_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED,
  constraint promises_made_by_fkey FOREIGN KEY (made_by) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED,
  constraint promises_owed_by_fkey FOREIGN KEY (owed_by) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX promises_account_id_due_at_idx ON promises USING btree (account_id, due_at);

CREATE INDEX promises_owed_by_state_idx ON promises USING btree (owed_by, state);

CREATE INDEX promises_state_due_at_idx ON promises USING btree (state, due_at);

create table proposals (
  id text collate "C" not null,
  kind text collate "C" not null,
  topic text collate "C",
  text text collate "C" not null,
  why text collate "C" not null,
  cases text collate "C" not null,
  state text collate "C" not null,
  reason text collate "C",
  decided_by text collate "C" not null,
  decided_at text collate "C" not null,
  constraint proposals_pkey PRIMARY KEY (id)
);

create table record_fixes (
  id text collate "C" not null,
  case_id text collate "C" not null,
  field text collate "C" not null,
  is_value text collate "C" not null,
  should_be text collate "C" not null,
  team text collate "C" not null,
  state text collate "C" not null,
  reason text collate "C" not null,
  opened_at text collate "C" not null,
  done_at text collate "C",
  done_by text collate "C",
  constraint record_fixes_pkey PRIMARY KEY (id),
  constraint record_fixes_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX record_fixes_case_id_idx ON record_fixes USING btree (case_id);

CREATE INDEX record_fixes_state_opened_at_idx ON record_fixes USING btree (state, opened_at);

create table revenue_signals (
  id text collate "C" not null,
  account_id text collate "C" not null,
  case_id text collate "C",
  at text collate "C" not null,
  actor text collate "C" not null,
  kind text collate "C" not null,
  words text collate "C" not null,
  amount integer,
  team text collate "C" not null,
  origin text collate "C" not null,
  constraint revenue_signals_pkey PRIMARY KEY (id),
  constraint revenue_signals_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) DEFERRABLE INITIALLY DEFERRED,
  constraint revenue_signals_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX revenue_signals_account_id_id_idx ON revenue_signals USING btree (account_id, id);

CREATE INDEX revenue_signals_team_id_idx ON revenue_signals USING btree (team, id);

create table sign_in_accounts (
  id text collate "C" not null,
  user_id text collate "C" not null,
  provider_id text collate "C" not null,
  account_id text collate "C" not null,
  password text collate "C",
  access_token text collate "C",
  refresh_token text collate "C",
  id_token text collate "C",
  access_token_expires_at text collate "C",
  refresh_token_expires_at text collate "C",
  scope text collate "C",
  created_at text collate "C" not null,
  updated_at text collate "C" not null,
  constraint sign_in_accounts_pkey PRIMARY KEY (id),
  constraint sign_in_accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES sign_in_users(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX sign_in_accounts_provider_id_account_id_once ON sign_in_accounts USING btree (provider_id, account_id);

CREATE INDEX sign_in_accounts_user_id_idx ON sign_in_accounts USING btree (user_id);

create table sign_in_checks (
  id text collate "C" not null,
  identifier text collate "C" not null,
  value text collate "C" not null,
  expires_at text collate "C" not null,
  created_at text collate "C" not null,
  updated_at text collate "C" not null,
  constraint sign_in_checks_pkey PRIMARY KEY (id)
);

CREATE INDEX sign_in_checks_expires_at_idx ON sign_in_checks USING btree (expires_at);

CREATE INDEX sign_in_checks_identifier_idx ON sign_in_checks USING btree (identifier);

create table sign_in_sessions (
  id text collate "C" not null,
  user_id text collate "C" not null,
  token text collate "C" not null,
  ip_address text collate "C",
  user_agent text collate "C",
  expires_at text collate "C" not null,
  created_at text collate "C" not null,
  updated_at text collate "C" not null,
  constraint sign_in_sessions_pkey PRIMARY KEY (id),
  constraint sign_in_sessions_token_key UNIQUE (token),
  constraint sign_in_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES sign_in_users(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX sign_in_sessions_expires_at_idx ON sign_in_sessions USING btree (expires_at);

CREATE INDEX sign_in_sessions_user_id_idx ON sign_in_sessions USING btree (user_id);

create table sign_in_users (
  id text collate "C" not null,
  name text collate "C" not null,
  email text collate "C" not null,
  email_verified integer not null,
  image text collate "C",
  created_at text collate "C" not null,
  updated_at text collate "C" not null,
  constraint sign_in_users_pkey PRIMARY KEY (id),
  constraint sign_in_users_email_key UNIQUE (email)
);

create table teams (
  id text collate "C" not null,
  time_zone text collate "C" not null,
  hours text collate "C" not null,
  holidays text collate "C" not null,
  accept_minutes integer not null,
  version integer not null,
  constraint teams_pkey PRIMARY KEY (id)
);

create table transitions (
  id text collate "C" not null,
  assignment_id text collate "C" not null,
  asked_by text collate "C" not null,
  reason text collate "C" not null,
  state text collate "C" not null,
  successor_id text collate "C",
  readiness text collate "C" not null,
  note text collate "C",
  version integer not null,
  asked_at text collate "C" not null,
  settled_at text collate "C",
  constraint transitions_pkey PRIMARY KEY (id),
  constraint transitions_assignment_id_fkey FOREIGN KEY (assignment_id) REFERENCES assignments(id) DEFERRABLE INITIALLY DEFERRED,
  constraint transitions_successor_id_fkey FOREIGN KEY (successor_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX transitions_assignment_id_asked_at_idx ON transitions USING btree (assignment_id, asked_at);

create table views (
  id text collate "C" not null,
  person_id text collate "C" not null,
  team text collate "C",
  name text collate "C" not null,
  page text collate "C" not null,
  query text collate "C" not null,
  "position" integer not null,
  created_at text collate "C" not null,
  constraint views_pkey PRIMARY KEY (id),
  constraint views_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX views_person_id_idx ON views USING btree (person_id);

CREATE INDEX views_team_idx ON views USING btree (team) WHERE (team IS NOT NULL);

create table webhooks (
  id text collate "C" not null,
  url text collate "C" not null,
  secret text collate "C" not null,
  events text collate "C" not null,
  audience text collate "C" not null,
  created_at text collate "C" not null,
  paused_at text collate "C",
  constraint webhooks_pkey PRIMARY KEY (id)
);

CREATE OR REPLACE FUNCTION audit_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'UPDATE' then
        if old.hash is null and new.hash is not null and new.id is not distinct from old.id and new.at is not distinct from old.at and new.actor is not distinct from old.actor and new.surface is not distinct from old.surface and new.operation is not distinct from old.operation and new.outcome is not distinct from old.outcome and new.target is not distinct from old.target and new.detail is not distinct from old.detail then return new; end if;
      elsif tg_op = 'DELETE' then
        if false then return old; end if;
      end if;
      raise exception 'audit is append-only';
    end $function$
;

CREATE OR REPLACE FUNCTION cases_keep_origin()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'the origin of a case is for ever';
    end $function$
;

CREATE OR REPLACE FUNCTION decisions_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'UPDATE' then
        if false then return new; end if;
      elsif tg_op = 'DELETE' then
        if exists (select 1 from cases where id = old.case_id and origin = 'demo') then return old; end if;
      end if;
      raise exception 'decisions is append-only';
    end $function$
;

CREATE OR REPLACE FUNCTION events_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'UPDATE' then
        if false then return new; end if;
      elsif tg_op = 'DELETE' then
        if exists (select 1 from cases where id = old.case_id and origin = 'demo') then return old; end if;
      end if;
      raise exception 'events is append-only';
    end $function$
;
