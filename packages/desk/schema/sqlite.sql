CREATE TABLE "account_people" ("id" text not null primary key, "account_id" text not null, "role" text not null, "person_id" text, "name" text not null, "contact" text, "since" text not null, constraint "account_people_account_id_fkey" foreign key ("account_id") references "accounts" ("id") deferrable initially deferred, constraint "account_people_person_id_fkey" foreign key ("person_id") references "people" ("id") deferrable initially deferred);

CREATE INDEX "account_people_account_id_role_idx" on "account_people" ("account_id", "role");

CREATE INDEX "account_people_person_id_idx" on "account_people" ("person_id");

CREATE TABLE "accounts" ("id" text not null primary key, "external_id" text unique, "name" text not null, "facts" text not null, "origin" text not null, "version" integer not null, "created_at" text not null, "updated_at" text not null);

CREATE TABLE "api_keys" ("id" text not null primary key, "person_id" text not null, "name" text not null, "hint" text not null, "hash" text not null unique, "scopes" text not null, "created_at" text not null, "expires_at" text not null, "last_used_at" text, "revoked_at" text, constraint "api_keys_person_id_fkey" foreign key ("person_id") references "people" ("id") deferrable initially deferred);

CREATE INDEX "api_keys_person_id_idx" on "api_keys" ("person_id");

CREATE TABLE "assignment_events" ("id" text not null primary key, "assignment_id" text not null, "at" text not null, "kind" text not null, "actor" text not null, "data" text not null, constraint "assignment_events_assignment_id_fkey" foreign key ("assignment_id") references "assignments" ("id") deferrable initially deferred);

CREATE INDEX "assignment_events_assignment_id_id_idx" on "assignment_events" ("assignment_id", "id");

CREATE TABLE "assignment_requests" ("id" text not null primary key, "account_id" text not null, "kind" text not null, "until_at" text, "reason" text not null, "asked_by" text not null, "started_by" text not null, "wanted_engineer_id" text, "languages" text not null, "areas" text not null, "state" text not null, "views" text not null, "decided_by" text, "decision_reason" text, "waiting_since" text, "offered_at" text, "assignment_id" text, "origin" text not null, "version" integer not null, "asked_at" text not null, "decided_at" text, constraint "assignment_requests_account_id_fkey" foreign key ("account_id") references "accounts" ("id") deferrable initially deferred, constraint "assignment_requests_wanted_engineer_id_fkey" foreign key ("wanted_engineer_id") references "people" ("id") deferrable initially deferred);

CREATE INDEX "assignment_requests_account_id_idx" on "assignment_requests" ("account_id");

CREATE INDEX "assignment_requests_state_waiting_since_idx" on "assignment_requests" ("state", "waiting_since");

CREATE TABLE "assignments" ("id" text not null primary key, "account_id" text not null, "request_id" text, "kind" text not null, "state" text not null, "engineer_id" text not null, "backup_id" text, "customer_engineer_id" text, "until_at" text, "review_at" text not null, "told_at" text, "told_by" text, "environment" text not null, "note" text, "origin" text not null, "version" integer not null, "started_at" text not null, "ended_at" text, "end_reason" text, constraint "assignments_account_id_fkey" foreign key ("account_id") references "accounts" ("id") deferrable initially deferred, constraint "assignments_engineer_id_fkey" foreign key ("engineer_id") references "people" ("id") deferrable initially deferred, constraint "assignments_backup_id_fkey" foreign key ("backup_id") references "people" ("id") deferrable initially deferred, constraint "assignments_customer_engineer_id_fkey" foreign key ("customer_engineer_id") references "people" ("id") deferrable initially deferred);

CREATE UNIQUE INDEX "assignments_account_id_once" on "assignments" ("account_id") where ended_at is null;

CREATE INDEX "assignments_account_id_started_at_idx" on "assignments" ("account_id", "started_at");

CREATE INDEX "assignments_backup_id_idx" on "assignments" ("backup_id");

CREATE INDEX "assignments_engineer_id_state_idx" on "assignments" ("engineer_id", "state");

CREATE TABLE "audit" ("id" text not null primary key, "at" text not null, "actor" text not null, "surface" text not null, "operation" text not null, "outcome" text not null, "target" text, "detail" text not null, "seq" integer unique, "hash" text);

CREATE INDEX "audit_id_idx" on "audit" ("id") where seq is null;

CREATE INDEX "audit_target_id_idx" on "audit" ("target", "id");

CREATE TRIGGER audit_no_delete before delete on audit
        when not (false)
        begin select raise(abort, 'audit is append-only'); end;

CREATE TRIGGER audit_no_update before update on audit
        when not (old.hash is null and new.hash is not null and new.id is old.id and new.at is old.at and new.actor is old.actor and new.surface is old.surface and new.operation is old.operation and new.outcome is old.outcome and new.target is old.target and new.detail is old.detail)
        begin select raise(abort, 'audit is append-only'); end;

CREATE TABLE "case_followers" ("case_id" text not null, "person_id" text not null, "at" text not null, constraint "case_followers_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred, constraint "case_followers_person_id_fkey" foreign key ("person_id") references "people" ("id") deferrable initially deferred, constraint "case_followers_pkey" primary key ("case_id", "person_id"));

CREATE INDEX "case_followers_person_id_case_id_idx" on "case_followers" ("person_id", "case_id");

CREATE TABLE "case_sources" ("kind" text not null, "source_id" text not null, "case_id" text not null, "at" text not null, constraint "case_sources_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred, constraint "case_sources_pkey" primary key ("kind", "source_id"));

CREATE INDEX "case_sources_case_id_idx" on "case_sources" ("case_id");

CREATE TABLE "case_teams" ("case_id" text not null, "team" text not null, "since" text not null, constraint "case_teams_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred, constraint "case_teams_pkey" primary key ("case_id", "team"));

CREATE INDEX "case_teams_team_case_id_idx" on "case_teams" ("team", "case_id");

CREATE TABLE "cases" ("number" integer primary key autoincrement, "id" text not null unique, "state" text not null, "subject" text not null, "text" text not null, "fingerprint" text not null, "account_id" text, "requester" text not null, "facts" text not null, "record_type" text, "case_reason" text, "topic" text, "decision_id" text not null, "owner_team" text, "assignee_id" text, "bounces" integer not null, "triage_since" text, "accept_by" text, "overdue_since" text, "waiting_since" text, "snoozed_until" text, "merged_into" text, "incident_id" text, "origin" text not null, "version" integer not null, "opened_at" text not null, "updated_at" text not null, "resolved_at" text, "closed_at" text, "first_owner" text, "first_status" text, "owner_rule" text, "missing_fact" text, "answered_minutes" integer, "accepted_minutes" integer, "part_of" text, constraint "cases_account_id_fkey" foreign key ("account_id") references "accounts" ("id") deferrable initially deferred, constraint "cases_assignee_id_fkey" foreign key ("assignee_id") references "people" ("id") deferrable initially deferred, constraint "cases_incident_id_fkey" foreign key ("incident_id") references "incidents" ("id") deferrable initially deferred);

CREATE INDEX "cases_accept_by_number_idx" on "cases" ("accept_by", "number") where accept_by is not null;

CREATE INDEX "cases_account_id_updated_at_number_idx" on "cases" ("account_id", "updated_at", "number");

CREATE INDEX "cases_assignee_id_snoozed_until_state_idx" on "cases" ("assignee_id", "snoozed_until", "state") where state not in ('resolved', 'closed');

CREATE INDEX "cases_assignee_id_updated_at_number_idx" on "cases" ("assignee_id", "updated_at", "number");

CREATE UNIQUE INDEX "cases_fingerprint_once" on "cases" ("fingerprint") where closed_at is null;

CREATE INDEX "cases_first_owner_opened_at_number_idx" on "cases" ("first_owner", "opened_at", "number");

CREATE INDEX "cases_incident_id_idx" on "cases" ("incident_id") where incident_id is not null;

CREATE INDEX "cases_insights_idx" on "cases" ("opened_at", "topic", "first_owner", "owner_team", "bounces", "first_status", "owner_rule", "missing_fact", "answered_minutes", "accepted_minutes", "id");

CREATE INDEX "cases_merged_into_idx" on "cases" ("merged_into") where merged_into is not null;

CREATE INDEX "cases_missing_fact_opened_at_number_idx" on "cases" ("missing_fact", "opened_at", "number") where missing_fact is not null;

CREATE INDEX "cases_opened_at_number_bounces_idx" on "cases" ("opened_at", "number", "bounces") where bounces > 0;

CREATE INDEX "cases_opened_at_number_idx" on "cases" ("opened_at", "number");

CREATE INDEX "cases_overdue_since_idx" on "cases" ("overdue_since") where overdue_since is not null;

CREATE INDEX "cases_owner_rule_opened_at_number_idx" on "cases" ("owner_rule", "opened_at", "number") where owner_rule is not null;

CREATE INDEX "cases_owner_team_state_updated_at_number_idx" on "cases" ("owner_team", "state", "updated_at", "number");

CREATE INDEX "cases_owner_team_updated_at_number_idx" on "cases" ("owner_team", "updated_at", "number");

CREATE INDEX "cases_owner_team_waiting_since_state_idx" on "cases" ("owner_team", "waiting_since", "state") where state not in ('resolved', 'closed');

CREATE INDEX "cases_part_of_idx" on "cases" ("part_of") where part_of is not null;

CREATE INDEX "cases_snoozed_until_idx" on "cases" ("snoozed_until") where snoozed_until is not null;

CREATE INDEX "cases_state_updated_at_number_idx" on "cases" ("state", "updated_at", "number");

CREATE INDEX "cases_topic_updated_at_number_idx" on "cases" ("topic", "updated_at", "number");

CREATE INDEX "cases_triage_since_idx" on "cases" ("triage_since") where triage_since is not null;

CREATE INDEX "cases_updated_at_number_idx" on "cases" ("updated_at", "number");

CREATE INDEX "cases_waiting_since_idx" on "cases" ("waiting_since") where waiting_since is not null;

CREATE TRIGGER cases_keep_origin before update of origin on cases for each row when (new.origin <> old.origin) begin select raise(abort, 'the origin of a case is for ever'); end;

CREATE TABLE "check_ins" ("id" text not null primary key, "assignment_id" text not null, "due_at" text not null, "state" text not null, "held_at" text, "answers" text not null, "goals" text not null, "going_well" integer, "frustration" integer, "words" text not null, "reminded_at" text, "note" text, "version" integer not null, constraint "check_ins_assignment_id_fkey" foreign key ("assignment_id") references "assignments" ("id") deferrable initially deferred);

CREATE UNIQUE INDEX "check_ins_assignment_id_due_at_once" on "check_ins" ("assignment_id", "due_at");

CREATE INDEX "check_ins_state_due_at_idx" on "check_ins" ("state", "due_at");

CREATE TABLE "corrections" ("id" text not null primary key, "case_id" text not null, "at" text not null, "actor" text not null, "kind" text not null, "account_id" text, "text" text not null, "was" text not null, "right" text not null, "reason" text not null, "proposed_test" text not null, "undone_at" text, constraint "corrections_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred);

CREATE INDEX "corrections_at_idx" on "corrections" ("at");

CREATE INDEX "corrections_case_id_idx" on "corrections" ("case_id");

CREATE TABLE "decisions" ("id" text not null primary key, "case_id" text, "at" text not null, "policy_name" text not null, "policy_version" text not null, "status" text not null, "owner_rule" text, "ask" text not null, "decision" text not null, constraint "decisions_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred);

CREATE INDEX "decisions_case_id_at_idx" on "decisions" ("case_id", "at");

CREATE TRIGGER decisions_no_delete before delete on decisions
        when not (exists (select 1 from cases where id = old.case_id and origin = 'demo'))
        begin select raise(abort, 'decisions is append-only'); end;

CREATE TRIGGER decisions_no_update before update on decisions
        when not (false)
        begin select raise(abort, 'decisions is append-only'); end;

CREATE TABLE "document_updates" ("id" text not null primary key, "assignment_id" text not null, "about" text not null, "learnt" text not null, "steps" text not null, "state" text not null, "version" integer not null, "opened_at" text not null, "closed_at" text, constraint "document_updates_assignment_id_fkey" foreign key ("assignment_id") references "assignments" ("id") deferrable initially deferred);

CREATE INDEX "document_updates_assignment_id_state_idx" on "document_updates" ("assignment_id", "state");

CREATE TABLE "engagement_sessions" ("id" text not null primary key, "engagement_id" text not null, "at" text not null, "notes" text not null, "people" text not null, "actor" text not null, "logged_at" text not null, constraint "engagement_sessions_engagement_id_fkey" foreign key ("engagement_id") references "engagements" ("id") deferrable initially deferred);

CREATE INDEX "engagement_sessions_engagement_id_at_idx" on "engagement_sessions" ("engagement_id", "at");

CREATE TABLE "engagements" ("id" text not null primary key, "case_id" text, "account_id" text not null, "decision_id" text not null, "topic" text not null, "verdict" text not null, "kind" text not null, "referral" text, "state" text not null, "requested_by" text not null, "lead_id" text, "wanted_sessions" integer, "sessions_allowed" integer not null, "sessions_used" integer not null, "starts_at" text not null, "ends_at" text not null, "extended_at" text, "summary_due_at" text, "outcome" text, "summary" text, "summary_at" text, "material" text not null, "origin" text not null, "version" integer not null, "created_at" text not null, "ended_at" text, constraint "engagements_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred, constraint "engagements_account_id_fkey" foreign key ("account_id") references "accounts" ("id") deferrable initially deferred, constraint "engagements_decision_id_fkey" foreign key ("decision_id") references "decisions" ("id") deferrable initially deferred, constraint "engagements_lead_id_fkey" foreign key ("lead_id") references "people" ("id") deferrable initially deferred);

CREATE INDEX "engagements_account_id_created_at_idx" on "engagements" ("account_id", "created_at");

CREATE INDEX "engagements_case_id_idx" on "engagements" ("case_id");

CREATE INDEX "engagements_state_ends_at_idx" on "engagements" ("state", "ends_at");

CREATE TABLE "escalations" ("id" text not null primary key, "case_id" text not null, "state" text not null, "gate" text not null, "tracker_text" text, "tracker_ref" text, "version" integer not null, "opened_at" text not null, "filed_at" text, "closed_at" text, constraint "escalations_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred);

CREATE INDEX "escalations_case_id_idx" on "escalations" ("case_id");

CREATE UNIQUE INDEX "escalations_case_id_once" on "escalations" ("case_id") where closed_at is null;

CREATE TABLE "events" ("id" text not null primary key, "case_id" text not null, "at" text not null, "kind" text not null, "actor" text not null, "visibility" text not null, "data" text not null, constraint "events_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred);

CREATE INDEX "events_at_kind_case_id_idx" on "events" ("at", "kind", "case_id") where kind in ('assigned', 'accepted', 'rejected');

CREATE INDEX "events_case_id_id_idx" on "events" ("case_id", "id");

CREATE TRIGGER events_no_delete before delete on events
        when not (exists (select 1 from cases where id = old.case_id and origin = 'demo'))
        begin select raise(abort, 'events is append-only'); end;

CREATE TRIGGER events_no_update before update on events
        when not (false)
        begin select raise(abort, 'events is append-only'); end;

CREATE TABLE "grants" ("id" text not null primary key, "person_id" text not null, "role" text not null, "team" text, "granted_at" text not null, "granted_by" text not null, constraint "grants_person_id_fkey" foreign key ("person_id") references "people" ("id") deferrable initially deferred);

CREATE INDEX "grants_person_id_idx" on "grants" ("person_id");

CREATE TABLE "idempotency" ("actor" text not null, "key" text not null, "operation" text not null, "request_hash" text not null, "response" text not null, "at" text not null, constraint "idempotency_pkey" primary key ("actor", "key"));

CREATE INDEX "idempotency_at_idx" on "idempotency" ("at");

CREATE TABLE "incidents" ("id" text not null primary key, "title" text not null, "state" text not null, "topic" text, "origin" text not null, "version" integer not null, "opened_at" text not null, "resolved_at" text);

CREATE INDEX "incidents_state_opened_at_idx" on "incidents" ("state", "opened_at");

CREATE TABLE "invitations" ("id" text not null primary key, "person_id" text, "hash" text not null unique, "created_at" text not null, "created_by" text not null, "expires_at" text not null, "used_at" text, constraint "invitations_person_id_fkey" foreign key ("person_id") references "people" ("id") deferrable initially deferred);

CREATE INDEX "invitations_person_id_idx" on "invitations" ("person_id");

CREATE TABLE "jobs" ("id" text not null primary key, "queue" text not null, "kind" text not null, "key" text not null unique, "payload" text not null, "state" text not null, "attempts" integer not null, "run_at" text not null, "leased_by" text, "leased_until" text, "last_error" text, "created_at" text not null, "done_at" text);

CREATE INDEX "jobs_queue_id_idx" on "jobs" ("queue", "id");

CREATE INDEX "jobs_queue_run_at_idx" on "jobs" ("queue", "run_at") where state = 'waiting';

CREATE INDEX "jobs_state_done_at_idx" on "jobs" ("state", "done_at");

CREATE TABLE "leadership_checks" ("id" text not null primary key, "account_id" text not null, "case_id" text, "topic" text, "what" text not null, "asked_by" text not null, "state" text not null, "decided_by" text, "reason" text, "version" integer not null, "opened_at" text not null, "decided_at" text, constraint "leadership_checks_account_id_fkey" foreign key ("account_id") references "accounts" ("id") deferrable initially deferred, constraint "leadership_checks_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred);

CREATE INDEX "leadership_checks_account_id_state_idx" on "leadership_checks" ("account_id", "state");

CREATE INDEX "leadership_checks_case_id_idx" on "leadership_checks" ("case_id");

CREATE TABLE "leave" ("id" text not null primary key, "person_id" text not null, "starts_at" text not null, "ends_at" text not null, "reason" text not null, constraint "leave_person_id_fkey" foreign key ("person_id") references "people" ("id") deferrable initially deferred);

CREATE INDEX "leave_person_id_ends_at_idx" on "leave" ("person_id", "ends_at");

CREATE TABLE "load_samples" ("day" text not null, "person_id" text not null, "open_cases" integer not null, "load_max" integer not null, constraint "load_samples_person_id_fkey" foreign key ("person_id") references "people" ("id") deferrable initially deferred, constraint "load_samples_pkey" primary key ("person_id", "day"));

CREATE INDEX "load_samples_day_idx" on "load_samples" ("day");

CREATE TABLE "meetings" ("id" text not null primary key, "account_id" text not null, "at" text not null, "kind" text not null, "people" text not null, "agreed_with" text, "agreed_at" text, "notes" text, "recorded_by" text not null, "version" integer not null, constraint "meetings_account_id_fkey" foreign key ("account_id") references "accounts" ("id") deferrable initially deferred);

CREATE INDEX "meetings_account_id_at_idx" on "meetings" ("account_id", "at");

CREATE TABLE "memberships" ("team_id" text not null, "person_id" text not null, "is_lead" integer not null, "last_assigned_at" text not null, constraint "memberships_team_id_fkey" foreign key ("team_id") references "teams" ("id") deferrable initially deferred, constraint "memberships_person_id_fkey" foreign key ("person_id") references "people" ("id") deferrable initially deferred, constraint "memberships_pkey" primary key ("team_id", "person_id"));

CREATE INDEX "memberships_person_id_idx" on "memberships" ("person_id");

CREATE TABLE "meta" ("key" text not null primary key, "value" text not null);

CREATE TABLE "people" ("id" text not null primary key, "kind" text not null, "name" text not null, "email" text unique, "time_zone" text not null, "hours" text not null, "load_max" integer not null, "overloaded_since" text, "overload_until" text, "languages" text not null, "areas" text not null, "origin" text not null, "version" integer not null, "created_at" text not null, "left_at" text);

CREATE TABLE "policies" ("id" text not null primary key, "name" text not null, "version" text not null, "fingerprint" text not null unique, "folder" text not null, "files" text not null, "first_seen_at" text not null, "last_seen_at" text not null);

CREATE TABLE "practice_offers" ("practice_id" text not null, "account_id" text not null, "state" text not null, "offered_by" text not null, "offered_at" text not null, "settled_at" text, constraint "practice_offers_practice_id_fkey" foreign key ("practice_id") references "practices" ("id") deferrable initially deferred, constraint "practice_offers_account_id_fkey" foreign key ("account_id") references "accounts" ("id") deferrable initially deferred, constraint "practice_offers_pkey" primary key ("practice_id", "account_id"));

CREATE INDEX "practice_offers_account_id_idx" on "practice_offers" ("account_id");

CREATE TABLE "practices" ("id" text not null primary key, "account_id" text not null, "case_id" text, "title" text not null, "body" text not null, "marked_by" text not null, "state" text not null, "version" integer not null, "marked_at" text not null, constraint "practices_account_id_fkey" foreign key ("account_id") references "accounts" ("id") deferrable initially deferred, constraint "practices_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred);

CREATE INDEX "practices_account_id_idx" on "practices" ("account_id");

CREATE TABLE "presence" ("connection" text not null primary key, "case_id" text not null, "person_id" text not null, "seen_until" text not null);

CREATE INDEX "presence_case_id_idx" on "presence" ("case_id");

CREATE TABLE "programme_roles" ("role" text not null, "person_id" text not null, "given_at" text not null, "given_by" text not null, constraint "programme_roles_person_id_fkey" foreign key ("person_id") references "people" ("id") deferrable initially deferred, constraint "programme_roles_pkey" primary key ("role", "person_id"));

CREATE TABLE "promises" ("id" text not null primary key, "account_id" text not null, "case_id" text, "what" text not null, "made_by" text not null, "owed_by" text not null, "due_at" text not null, "state" text not null, "moves" text not null, "kept_note" text, "version" integer not null, "made_at" text not null, "settled_at" text, constraint "promises_account_id_fkey" foreign key ("account_id") references "accounts" ("id") deferrable initially deferred, constraint "promises_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred, constraint "promises_made_by_fkey" foreign key ("made_by") references "people" ("id") deferrable initially deferred, constraint "promises_owed_by_fkey" foreign key ("owed_by") references "people" ("id") deferrable initially deferred);

CREATE INDEX "promises_account_id_due_at_idx" on "promises" ("account_id", "due_at");

CREATE INDEX "promises_owed_by_state_idx" on "promises" ("owed_by", "state");

CREATE INDEX "promises_state_due_at_idx" on "promises" ("state", "due_at");

CREATE TABLE "proposals" ("id" text not null primary key, "kind" text not null, "topic" text, "text" text not null, "why" text not null, "cases" text not null, "state" text not null, "reason" text, "decided_by" text not null, "decided_at" text not null);

CREATE TABLE "record_fixes" ("id" text not null primary key, "case_id" text not null, "field" text not null, "is_value" text not null, "should_be" text not null, "team" text not null, "state" text not null, "reason" text not null, "opened_at" text not null, "done_at" text, "done_by" text, constraint "record_fixes_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred);

CREATE INDEX "record_fixes_case_id_idx" on "record_fixes" ("case_id");

CREATE INDEX "record_fixes_state_opened_at_idx" on "record_fixes" ("state", "opened_at");

CREATE TABLE "revenue_signals" ("id" text not null primary key, "account_id" text not null, "case_id" text, "at" text not null, "actor" text not null, "kind" text not null, "words" text not null, "amount" integer, "team" text not null, "origin" text not null, constraint "revenue_signals_account_id_fkey" foreign key ("account_id") references "accounts" ("id") deferrable initially deferred, constraint "revenue_signals_case_id_fkey" foreign key ("case_id") references "cases" ("id") deferrable initially deferred);

CREATE INDEX "revenue_signals_account_id_id_idx" on "revenue_signals" ("account_id", "id");

CREATE INDEX "revenue_signals_team_id_idx" on "revenue_signals" ("team", "id");

CREATE TABLE "sign_in_accounts" ("id" text not null primary key, "user_id" text not null, "provider_id" text not null, "account_id" text not null, "password" text, "access_token" text, "refresh_token" text, "id_token" text, "access_token_expires_at" text, "refresh_token_expires_at" text, "scope" text, "created_at" text not null, "updated_at" text not null, constraint "sign_in_accounts_user_id_fkey" foreign key ("user_id") references "sign_in_users" ("id") deferrable initially deferred);

CREATE UNIQUE INDEX "sign_in_accounts_provider_id_account_id_once" on "sign_in_accounts" ("provider_id", "account_id");

CREATE INDEX "sign_in_accounts_user_id_idx" on "sign_in_accounts" ("user_id");

CREATE TABLE "sign_in_checks" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expires_at" text not null, "created_at" text not null, "updated_at" text not null);

CREATE INDEX "sign_in_checks_expires_at_idx" on "sign_in_checks" ("expires_at");

CREATE INDEX "sign_in_checks_identifier_idx" on "sign_in_checks" ("identifier");

CREATE TABLE "sign_in_sessions" ("id" text not null primary key, "user_id" text not null, "token" text not null unique, "ip_address" text, "user_agent" text, "expires_at" text not null, "created_at" text not null, "updated_at" text not null, constraint "sign_in_sessions_user_id_fkey" foreign key ("user_id") references "sign_in_users" ("id") deferrable initially deferred);

CREATE INDEX "sign_in_sessions_expires_at_idx" on "sign_in_sessions" ("expires_at");

CREATE INDEX "sign_in_sessions_user_id_idx" on "sign_in_sessions" ("user_id");

CREATE TABLE "sign_in_users" ("id" text not null primary key, "name" text not null, "email" text not null unique, "email_verified" integer not null, "image" text, "created_at" text not null, "updated_at" text not null);

CREATE TABLE "teams" ("id" text not null primary key, "time_zone" text not null, "hours" text not null, "holidays" text not null, "accept_minutes" integer not null, "version" integer not null);

CREATE TABLE "transitions" ("id" text not null primary key, "assignment_id" text not null, "asked_by" text not null, "reason" text not null, "state" text not null, "successor_id" text, "readiness" text not null, "note" text, "version" integer not null, "asked_at" text not null, "settled_at" text, constraint "transitions_assignment_id_fkey" foreign key ("assignment_id") references "assignments" ("id") deferrable initially deferred, constraint "transitions_successor_id_fkey" foreign key ("successor_id") references "people" ("id") deferrable initially deferred);

CREATE INDEX "transitions_assignment_id_asked_at_idx" on "transitions" ("assignment_id", "asked_at");

CREATE TABLE "views" ("id" text not null primary key, "person_id" text not null, "team" text, "name" text not null, "page" text not null, "query" text not null, "position" integer not null, "created_at" text not null, constraint "views_person_id_fkey" foreign key ("person_id") references "people" ("id") deferrable initially deferred);

CREATE INDEX "views_person_id_idx" on "views" ("person_id");

CREATE INDEX "views_team_idx" on "views" ("team") where team is not null;

CREATE TABLE "webhooks" ("id" text not null primary key, "url" text not null, "secret" text not null, "events" text not null, "audience" text not null, "created_at" text not null, "paused_at" text);
