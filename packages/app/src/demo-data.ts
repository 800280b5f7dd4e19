/**
 * The desk that a first start shows: invented customers, invented colleagues, and what the former asked of the latter in
 * the last four weeks. Only what is said and done stands here; demo.ts plays it through the operations.
 */

type Facts = Record<string, string | number | boolean>

export type DemoAccount = { readonly externalId: string; readonly name: string; readonly facts: Facts }

export const demoAccounts: readonly DemoAccount[] = [
  {
    externalId: 'demo-001',
    name: 'Larkspur Travel',
    facts: {
      plan: 'enterprise',
      lifecycle: 'post-sales',
      arr: 310_000,
      region: 'emea',
      hasPlatformArchitect: true,
    },
  },
  {
    externalId: 'demo-002',
    name: 'Quillstone Books',
    facts: {
      plan: 'enterprise',
      lifecycle: 'post-sales',
      arr: 64_000,
      region: 'amer',
      hasPlatformArchitect: false,
    },
  },
  {
    externalId: 'demo-003',
    name: 'Brightwater Energy',
    facts: {
      plan: 'enterprise',
      lifecycle: 'post-sales',
      arr: 145_000,
      region: 'apac',
      hasPlatformArchitect: false,
    },
  },
  {
    externalId: 'demo-004',
    name: 'Saltmarsh Insurance',
    facts: { plan: 'enterprise', lifecycle: 'pre-sales', region: 'emea', strategic: true },
  },
  {
    externalId: 'demo-005',
    name: 'Copperfield Games',
    facts: { plan: 'enterprise', lifecycle: 'post-sales', arr: 520_000, region: 'amer', strategic: true },
  },
  { externalId: 'demo-006', name: 'Fernhill Studio', facts: { plan: 'pro' } },
  { externalId: 'demo-007', name: 'Oat & Ember Coffee', facts: { plan: 'pro' } },
  { externalId: 'demo-008', name: 'Pebble Analytics', facts: { plan: 'pro' } },
  { externalId: 'demo-009', name: 'Marigold Schools', facts: { plan: 'pro' } },
  { externalId: 'demo-010', name: 'Tinderbox Radio', facts: { plan: 'hobby' } },
  { externalId: 'demo-011', name: 'Nimbus Weather Club', facts: { plan: 'hobby' } },
  { externalId: 'demo-012', name: 'Halyard Logistics', facts: {} },
]

export type DemoPerson = {
  readonly name: string
  readonly team: string
  readonly timeZone: string
  readonly lead?: true
  readonly loadMax?: number
}

const berlin = 'Europe/Berlin'
const newYork = 'America/New_York'
const singapore = 'Asia/Singapore'

export const demoPeople: readonly DemoPerson[] = [
  { name: 'Ilse Varga', team: 'cse', timeZone: berlin, lead: true, loadMax: 8 },
  { name: 'Tomas Okoro', team: 'cse', timeZone: berlin },
  { name: 'Priya Lindqvist', team: 'cse', timeZone: singapore },
  { name: 'Dana Whitlock', team: 'cse', timeZone: newYork },
  { name: 'Mateo Brandt', team: 'cse', timeZone: newYork },
  { name: 'Yara Holm', team: 'account-team', timeZone: newYork, lead: true },
  { name: 'Owen Castell', team: 'account-team', timeZone: newYork },
  { name: 'Noor Amsel', team: 'account-team', timeZone: berlin },
  { name: 'Kenji Rowe', team: 'developer-success', timeZone: newYork, lead: true },
  { name: 'Lotte Marsh', team: 'developer-success', timeZone: berlin },
  { name: 'Rui Talbot', team: 'deal-desk', timeZone: newYork, lead: true },
  { name: 'Sanna Ivers', team: 'deal-desk', timeZone: berlin },
  { name: 'Imran Dell', team: 'security', timeZone: berlin, lead: true },
  { name: 'Clara Wynn', team: 'legal', timeZone: newYork, lead: true },
]

/** What became of a case, as far as there was time for it. */
export type Fate =
  | 'left'
  | 'accepted'
  | 'working'
  | 'replied'
  | 'resolved'
  | 'closed'
  | 'snoozed'
  | 'escalated'
  | 'engaged'
  | { readonly answered: Facts; readonly then: 'left' | 'working' | 'resolved' }
  | { readonly handedOff: Facts; readonly because: string }
  | { readonly rejected: string; readonly facts: Facts }
  | { readonly corrected: string; readonly because: string }
  | { readonly repeated: true }

export type DemoCase = {
  /** Working days before today, and the hour in UTC. */
  readonly ago: number
  readonly hour: number
  /** Its place in the list of accounts; absent: nobody known. */
  readonly account?: number
  readonly text: string
  readonly facts?: Facts
  readonly fate: Fate
  readonly recordType?: string
}

const demoCase = (
  ago: number,
  hour: number,
  account: number | undefined,
  text: string,
  fate: Fate,
  more: Pick<DemoCase, 'facts' | 'recordType'> = {},
): DemoCase => ({ ago, hour, ...(account !== undefined && { account }), text, fate, ...more })

export const demoCases: readonly DemoCase[] = [
  demoCase(
    19,
    8,
    5,
    'Deployments of our site stop at "installing dependencies" since last night. Nothing changed on our side.',
    'closed',
  ),
  demoCase(19, 9, 6, 'We were charged twice for March, both payments show on the card.', 'closed'),
  demoCase(19, 14, 0, 'Could you tell us who our account manager and solutions engineer are now?', 'closed'),
  demoCase(
    18,
    8,
    9,
    'My domain still points to the old host although I changed the nameservers two days ago.',
    'closed',
  ),
  demoCase(
    18,
    10,
    4,
    'Our legal team has redlines to the data processing agreement. Whom do we send them to?',
    'closed',
  ),
  demoCase(
    18,
    15,
    1,
    'What would it cost to add the advanced firewall to our contract at renewal?',
    'closed',
  ),
  demoCase(
    17,
    7,
    7,
    'Function invocations time out after the latest deploy, roughly one in ten requests ends in a 504.',
    'escalated',
  ),
  demoCase(
    17,
    9,
    2,
    'Please fill in the attached security questionnaire, our auditors need it by the end of the month.',
    'closed',
  ),
  demoCase(17, 13, 8, 'How do I remove a teacher who left from our team and free the seat?', 'closed'),
  demoCase(16, 9, 10, 'Which rendering mode should I pick for a page that changes once an hour?', 'left'),
  demoCase(
    16,
    11,
    3,
    'We compare vendors at the moment: do you have a SOC 2 report and a penetration test summary?',
    'closed',
  ),
  demoCase(
    16,
    14,
    0,
    'Our team would like somebody to go through our caching set-up with us on a call.',
    'left',
  ),
  demoCase(15, 8, 6, 'The invoice PDF shows the wrong company address and tax number.', 'resolved'),
  demoCase(
    15,
    10,
    4,
    'Builds got three times slower since Monday, the same commit took four minutes before.',
    'resolved',
  ),
  demoCase(
    15,
    15,
    undefined,
    'Somebody uses a site hosted with you to copy our shop and phish our customers.',
    'left',
    { facts: { plan: 'hobby' } },
  ),
  demoCase(14, 8, 11, 'The bill for last month is much higher than we expected.', {
    answered: { plan: 'pro' },
    then: 'resolved',
  }),
  demoCase(
    14,
    9,
    5,
    'Preview deployments answer with 401 for our client although protection is switched off.',
    'resolved',
  ),
  demoCase(14, 13, 1, 'We signed for Enterprise but the dashboard still shows us as Pro.', 'resolved', {
    facts: { planMismatch: true },
  }),
  demoCase(
    13,
    7,
    2,
    'We would like Developer Success to help our new team get going over a few sessions.',
    'engaged',
  ),
  demoCase(13, 10, 7, 'Log drain to our collector stopped on Sunday, nothing arrives any more.', 'resolved'),
  demoCase(
    13,
    14,
    4,
    'Latency of our product pages doubled and support found no fault of the platform. Can somebody look at it with us?',
    'engaged',
    { facts: { supportFinding: 'no-platform-fault', cause: 'application' } },
  ),
  demoCase(
    12,
    8,
    8,
    'The certificate for our subdomain was not renewed, browsers warn our pupils.',
    'resolved',
  ),
  demoCase(12, 9, 9, 'The generated component from v0 ignores my instructions about the colours.', 'left'),
  demoCase(12, 15, 0, 'We need 200 more concurrent builds for a launch next month.', 'working'),
  demoCase(
    11,
    8,
    6,
    'Can we pay by bank transfer with a monthly invoice although we are on Pro?',
    'resolved',
  ),
  demoCase(
    11,
    10,
    3,
    'Before we sign: would you guarantee protection against large DDoS attacks in writing?',
    'resolved',
  ),
  demoCase(11, 14, 5, 'Middleware runs twice for every request since the upgrade of the framework.', {
    handedOff: { cause: 'application' },
    because: 'The double call comes from their own matcher; it reproduces on a laptop.',
  }),
  demoCase(
    10,
    8,
    1,
    'Usage jumped by half in two weeks. Which of our routes drives it, and what can we do?',
    'engaged',
  ),
  demoCase(
    10,
    9,
    7,
    'An environment variable that we deleted still shows up in new deployments.',
    'resolved',
  ),
  demoCase(10, 13, 11, 'We want to move thirty applications to you. Who could build that for us?', {
    answered: { plan: 'enterprise' },
    then: 'left',
  }),
  demoCase(
    9,
    7,
    2,
    'Customers in Sydney get 500s from our checkout function; we see it on three projects.',
    'escalated',
  ),
  demoCase(9, 9, 8, 'Somebody else got into my account and changed the e-mail address.', 'left'),
  demoCase(
    9,
    11,
    4,
    'We plan to double our traffic next year and would like to talk about the renewal.',
    'working',
  ),
  demoCase(9, 15, 10, 'Is there an example of authentication with the app directory?', 'left'),
  demoCase(
    8,
    8,
    5,
    'Edge Config reads fail with "limit reached", which limit is it and can we raise it?',
    'replied',
  ),
  demoCase(8, 10, 0, 'Please assign us one support engineer who knows our set-up.', 'left'),
  demoCase(
    8,
    14,
    6,
    'I cannot verify my domain, the record is there but the check keeps failing.',
    'resolved',
  ),
  demoCase(7, 8, 1, 'We need to move our team with all projects to another legal entity.', 'working'),
  demoCase(
    7,
    9,
    7,
    'Our database provider refuses connections from your functions since they rotated addresses.',
    { corrected: 'third-party-system', because: 'The provider blocks them; nothing here is broken.' },
  ),
  demoCase(7, 13, 9, 'Builds fail with out of memory on the free plan.', 'replied'),
  demoCase(6, 8, 4, 'A workflow run lost its last steps, the log ends in the middle.', 'left'),
  demoCase(6, 9, 3, 'Which plan would include audit logs and single sign-on for 400 people?', 'replied'),
  demoCase(6, 14, 8, 'We would like training for our web team before the new term.', 'working'),
  demoCase(6, 15, 2, 'The cron job of our reporting project ran at the wrong hour twice.', {
    rejected: 'The schedule is in their own time zone setting; the log shows it ran as configured.',
    facts: { cause: 'application' },
  }),
  demoCase(5, 8, 5, 'Deploy hooks answer 404 since this morning.', 'working'),
  demoCase(5, 10, 6, 'Please refund the add-on we cancelled, it was renewed all the same.', 'replied'),
  demoCase(
    5,
    13,
    0,
    'We need a long-term technical owner on your side for our platform rebuild.',
    'accepted',
  ),
  demoCase(4, 8, 7, 'The build cache is ignored, every build starts from nothing.', 'snoozed'),
  demoCase(4, 9, 1, 'Our procurement needs the master agreement with the new liability wording.', 'working'),
  demoCase(4, 14, 11, 'We cannot add more than ten domains to a project.', {
    answered: { plan: 'pro' },
    then: 'working',
  }),
  demoCase(3, 8, 2, 'Static files from one region come back empty.', 'accepted'),
  demoCase(3, 9, 5, 'Firewall rule blocks our own office since the last change.', 'accepted'),
  demoCase(3, 10, 5, 'Firewall rule blocks our own office since the last change.', { repeated: true }),
  demoCase(3, 15, 4, 'Two engineers need access to the audit log export.', 'accepted', {
    recordType: 'Sales request',
  }),
  demoCase(2, 8, 8, 'Images are not optimised any more after our upgrade.', 'accepted'),
  demoCase(2, 9, 3, 'Our counsel asks for your list of subprocessors.', 'accepted'),
  demoCase(2, 14, 6, 'We exceeded the bandwidth and do not understand why.', 'accepted'),
  demoCase(1, 8, 7, 'Our redirects stopped working for paths with a trailing slash.', 'left'),
  demoCase(1, 9, 0, 'We would like to discuss architecture for a multi-region roll-out.', 'left'),
  demoCase(1, 13, 10, 'Where do I report a broken page in the docs?', 'left'),
  demoCase(0, 6, 1, 'Since an hour ago all our deployments are stuck in the queue.', 'left'),
  demoCase(0, 7, 11, 'Our invoice looks wrong.', 'left'),
  demoCase(0, 8, 5, 'Websocket connections drop after a minute.', 'left'),
]
