/** What the invented customers asked in the last four of eight weeks, in order; the later, the more of it is open. */
import { ask, type DemoAsk } from './ask.ts'
import { hostileMarkup, longBuildLog, longPerformance, longWorkflow } from './asks-long.ts'
import { externalIdOf } from './customers.ts'
import {
  accepted,
  answered,
  closed,
  corrected,
  engaged,
  escalated,
  handedOff,
  incident,
  left,
  merged,
  recordFixed,
  rejected,
  reopened,
  replied,
  resolved,
  sentRound,
  signalled,
  snoozed,
  working,
} from './fates.ts'

const done = closed()
const solved = resolved()
const repeated = 'Firewall rule blocks our own office since the last change.'

const fifthWeek: readonly DemoAsk[] = [
  ask(
    'larkspur',
    'Our architects want a standing review of our platform every month, for the whole year.',
    done,
  ),
  ask('pebble', longBuildLog, done, { requester: { name: 'Annelies Vanderhoeven' } }),
  ask(
    'lindenfeld',
    'Unser Datenschutz fragt: where is data kept, and do you sign standard contractual clauses?',
    done,
  ),
  ask(
    'tinderbox',
    'I lost my phone and cannot pass the second factor. How do I get back into my account?',
    done,
  ),
  ask(
    'moonrake',
    'ISR writes exploded after our upgrade. What eats our bandwidth, and how do we reduce it?',
    engaged({ sessions: [3, 9, 16] }),
  ),
  ask(
    'fernhill',
    'Redirects with a trailing slash end in a loop since we moved the blog.',
    handedOff({ cause: 'application' }, 'Their own rules send each to the other.', solved),
  ),
  ask('tidewell', 'Our contract says 99.99 %, the order form says 99.9 %. Which holds?', done),
  ask('juniper', 'Two engineers need access to the audit log export.', recordFixed(done), {
    recordType: 'Sales Inquiries',
    caseReason: 'Domains',
  }),
  ask(
    'wickerby',
    'The workflow that sends our newsletters ran a step twice and mailed everybody twice.',
    done,
  ),
  ask(
    'redfern',
    longPerformance,
    engaged({ facts: { supportFinding: 'no-platform-fault' }, sessions: [4, 11] }),
    { facts: { supportFinding: 'no-platform-fault', cause: 'unknown' } },
  ),
  ask(
    'oatEmber',
    'Edge Config reads fail with "limit reached", which limit is it and can we raise it?',
    done,
  ),
  ask('marigold', 'A site with our name offers our pupils fake exam papers. Please take it down.', done, {
    facts: { plan: 'pro' },
  }),
  ask(
    'thornbury',
    'Who is our customer success manager since Anna left? We need an introduction to the new one.',
    done,
  ),
  ask(
    'aldermoor',
    'Please walk our nine developers through the platform in one session before go-live.',
    engaged({ sessions: [6] }),
  ),
  ask('halyard', 'We cannot add more than ten domains to a project.', answered({ plan: 'pro' }, solved, 71)),
  ask(
    'gorse',
    'How big can one Edge Config be?',
    corrected.topic('edge-config', 'It is about the product, not about raising a limit.', solved),
  ),
  ask(
    'kestrel',
    'Websocket connections of our tracking page drop after a minute.',
    escalated('answered', 'DEMO-38'),
  ),
  ask(
    'pinecrest',
    'Another vendor offers us half of the price. What can you do before we leave?',
    signalled(
      'churn-risk',
      externalIdOf('pinecrest'),
      'They have an offer at half of the price and a board meeting in May.',
      solved,
    ),
  ),
  ask('nimbus', 'Do you sponsor clubs? We would put your name on our weather station.', left),
  ask('copperfield', 'We want a paid performance audit of two studios before the season starts.', accepted),
]

const sixthWeek: readonly DemoAsk[] = [
  ask(
    'quillstone',
    'Our functions in Frankfurt use twice the memory since last Thursday, same code.',
    escalated('tracked', 'DEMO-44'),
  ),
  ask(
    undefined,
    'Please cancel the add-on, it was renewed although I switched it off.',
    answered({ plan: 'pro' }, reopened('They were charged once more.'), 6),
  ),
  ask(
    'veltri',
    'Can you review how we share components between four sites before we build the fifth?',
    engaged({ sessions: [4] }),
  ),
  ask(
    'harrowgate',
    'Latency of our journey planner is bad for everybody in the north. Can somebody look at it with us?',
    corrected.topic(
      'performance-investigation',
      'No errors, it is slow; they want it looked into together.',
      engaged({ facts: { supportFinding: 'asks-for-help' }, sessions: [5] }),
    ),
  ),
  ask('tallis', 'Where do I find the change log of the framework?', left),
  ask('saltmarsh', 'We would like to see what a penetration test of a similar customer found.', solved),
  ask('fernhill', 'Deploy hooks answer 404 since this morning.', escalated('filed')),
  ask('sunhollow', 'Please add our subsidiary to the contract; it should get its own invoice.', solved),
  ask(
    'tidewell',
    'A single sign-on user gets "access denied" after the move to the new directory.',
    rejected('Their directory sends no groups.', { cause: 'third-party' }, accepted),
  ),
  ask(
    'brightwater',
    'A short question on the report from Tuesday: is thirty minutes with an engineer possible?',
    engaged({ facts: { asyncGuidanceGiven: true } }),
  ),
  ask(
    'pebble',
    'Uploads over 4 MB fail with "payload too large", we need 20.',
    sentRound([
      'A higher limit is not ours to give.',
      'It is about how they send files, not about the plan.',
    ]),
  ),
  ask('brightwater', 'Our procurement needs the master agreement with the new liability wording.', solved),
  ask(
    'wickerby',
    'Cron jobs of our reporting project ran at the wrong hour twice.',
    rejected('The schedule is in their own time zone setting; the log shows it ran as configured.', {
      cause: 'application',
    }),
  ),
  ask('redfern', 'We need ten more seats by Monday, and two people with read access only.', solved),
  ask('copperfield', 'A workflow run lost its last steps, the log ends in the middle.', solved),
  ask(
    'calloway',
    'Could the same two people of yours answer our questions until we decide? We start anew each time.',
    solved,
  ),
  ask(
    undefined,
    'Your crawler loads our pages a thousand times an hour.',
    answered({ plan: 'hobby' }, solved, 8),
  ),
  ask(
    'marigold',
    'A pupil published a page with personal data of others under our team. How do we remove it at once?',
    solved,
  ),
  ask(
    'kestrel',
    'One of your engineers as a permanent member of our platform team would help us through the rebuild.',
    accepted,
  ),
  ask(
    'thornbury',
    'Preview deployments of the checkout do not get a certificate for the wildcard domain.',
    solved,
  ),
]

const seventhWeek: readonly DemoAsk[] = [
  ask('aldermoor', 'Please build the interface between our appointment system and the site for us.', working),
  ask(
    'juniper',
    'Images are not optimised any more after our upgrade.',
    corrected.fact({ cause: 'application' }, 'Their loader points to the old host.', solved),
  ),
  ask('oatEmber', 'Why did small prompts in v0 cost ten times as much this week?', solved),
  ask('larkspur', 'We need a long-term technical owner on your side for our platform rebuild.', accepted),
  ask(
    undefined,
    'We exceeded the bandwidth and do not understand why.',
    answered({ plan: 'enterprise' }, replied, 50),
  ),
  ask(
    'ostwind',
    'Your terms mention a fair use limit. What would it mean for 60 million requests a month?',
    solved,
  ),
  ask('fernhill', repeated, working, { called: 'firewall' }),
  ask('fernhill', repeated, left),
  ask('lumen', 'The firewall locks my shop assistants out of the back office.', merged('firewall')),
  ask('harrowgate', longWorkflow, working),
  ask(
    'quillstone',
    'We would like to discuss architecture for a multi-region roll-out.',
    engaged({ sessions: [3] }),
  ),
  ask(
    'pinecrest',
    'Our usage review said to cache the product feed. It is cached and the bill is the same.',
    working,
  ),
  ask(
    'tidewell',
    'The dashboard of our team does not load for three colleagues in Manila.',
    snoozed(9, 'They test again once their network is changed.'),
  ),
  ask('nimbus', 'Can I run the platform on my own server at home?', left),
  ask('moonrake', 'Please switch the observability add-on on that is part of our contract.', solved),
  ask('redfern', 'The order form lists advanced protection, in the account it is off.', working, {
    facts: { planMismatch: true },
  }),
  ask(
    'pebble',
    'The build cache is ignored, every build starts from nothing.',
    snoozed(7, 'They test again after their release.'),
  ),
  ask(
    'saltmarsh',
    'Our risk committee asks for a written account of your certificates and of the last audit.',
    working,
  ),
  ask('sunhollow', 'Which events does the audit log keep, and for how long?', replied),
  ask(
    'halyard',
    'We get a 404 on every page since the last deployment.',
    answered({ plan: 'pro' }, escalated('half-given'), 4),
  ),
]

const eighthWeek: readonly DemoAsk[] = [
  ask(
    'thornbury',
    'Query parameters are lost when a visitor is sent to the page of their country.',
    escalated('half-given'),
  ),
  ask(
    'copperfield',
    'We plan a launch with two million players on the 30th. Which limits do we need to raise before?',
    working,
  ),
  ask('halyard', 'Is there a discount for charities? We support the food banks of our region.', left),
  ask('kestrel', hostileMarkup, working),
  ask('tinderbox', 'v0 is stuck on "thinking" for an hour, in every chat.', left),
  ask(
    'aldermoor',
    'Two further hospitals join us in summer. Do they need accounts of their own?',
    signalled(
      'expansion',
      externalIdOf('aldermoor'),
      'Two hospitals join in summer, some 300 people.',
      accepted,
    ),
  ),
  ask(
    'lindenfeld',
    'Für die Abnahme brauchen wir eine Liste aller Regionen. Which regions may hold our data?',
    accepted,
  ),
  ask('brightwater', 'Deployments of three projects are stuck in the queue, others go through.', working),
  ask('marigold', 'Our redirects stopped working for paths with a trailing slash.', accepted),
  ask(
    'veltri',
    'Sales inquiry by mistake, sorry: our builds end with exit code 1 since yesterday.',
    recordFixed(accepted),
    { recordType: 'Sales Inquiries' },
  ),
  ask('juniper', 'How do we let editors of one brand see only the projects of that brand?', accepted, {
    recordType: 'Sales Inquiries',
  }),
  ask(
    'pebble',
    'Log lines of our functions arrive ten minutes late, sometimes not at all.',
    corrected.record('Support', 'It came in as an account change.'),
  ),
  ask(
    'larkspur',
    'Before we extend: could we see what the next tier would cost us for twelve months?',
    accepted,
  ),
  ask(
    'harrowgate',
    'Since an hour ago all our deployments are stuck in the queue, and two other authorities say the same.',
    incident('Deployments stuck in the queue for several customers'),
    { facts: { severalCustomers: true } },
  ),
  ask('tidewell', 'All deployments hang at "queued" for forty minutes, our release is tonight.', accepted, {
    facts: { severalCustomers: true },
  }),
  ask('calloway', 'Our board asks who would be our contact at night.', left),
  ask('moonrake', 'Cache hits of our start page fell from 92 to 61 per cent over night.', accepted),
  ask('quillstone', 'Our counsel wants the termination clause changed before the renewal.', left),
  ask('halyard', 'Our invoice looks wrong.', left),
  ask('fernhill', 'Websocket connections drop after a minute.', left),
]

export const lateWeeks = [fifthWeek, sixthWeek, seventhWeek, eighthWeek] as const
