/** What the invented customers asked in the first four of eight weeks, in order; most of it is settled by now. */
import { ask, type DemoAsk } from './ask.ts'
import { longMigration, longPortuguese, longThread } from './asks-long.ts'
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
  resolved,
  sentRound,
  signalled,
} from './fates.ts'

const done = closed()

const firstWeek: readonly DemoAsk[] = [
  ask(
    'fernhill',
    'Deployments of our site stop at "installing dependencies" since last night. Nothing changed on our side.',
    done,
  ),
  ask('oatEmber', 'We were charged twice for March, both payments show on the card.', done),
  ask('larkspur', 'Could you tell us who our account manager and solutions engineer are now?', done),
  ask(
    'tinderbox',
    'My domain still points to the old host although I changed the nameservers two days ago.',
    done,
  ),
  ask(
    'copperfield',
    'Our legal team has redlines to the data processing agreement. Whom do we send them to?',
    done,
  ),
  ask('quillstone', 'What would it cost to add the advanced firewall to our contract at renewal?', done),
  ask(
    'thornbury',
    'Requests from our stores in Poland end in a 502 since six in the morning, on every project we have.',
    escalated('answered', 'DEMO-11'),
  ),
  ask('marigold', 'How do I remove a teacher who left from our team and free the seat?', done),
  ask(
    'kestrel',
    'We compare our set-up with the recommended one: which rendering mode fits pages that change once an hour?',
    engaged({ sessions: [3, 8], finished: { day: 11, outcome: 'achieved' } }),
  ),
  ask(
    'saltmarsh',
    'We compare vendors at the moment: do you have a SOC 2 report and a penetration test summary?',
    done,
  ),
  ask('wickerby', 'Builds fail with "module not found" for a package that is in the lockfile.', done),
  ask(
    'pebble',
    'The function that makes our nightly report ends after ten seconds, although we set a longer duration.',
    done,
  ),
  ask(
    'aldermoor',
    'Please fill in the attached security questionnaire, our auditors need it by the end of the month.',
    done,
  ),
  ask('nimbus', 'Which rendering mode should I pick for a page that changes once an hour?', left),
  ask(
    'moonrake',
    'Latency of our start page doubled in South America. Support found no fault of the platform; can an engineer find the bottleneck with us?',
    engaged({
      facts: { supportFinding: 'no-platform-fault', cause: 'application' },
      sessions: [2, 6, 13],
      extendedBy: 7,
      finished: { day: 22, outcome: 'partly' },
    }),
    { facts: { supportFinding: 'no-platform-fault', cause: 'application' } },
  ),
  ask(
    'halyard',
    'The invoice PDF shows the wrong company address and tax number.',
    answered({ plan: 'pro' }, done, 30),
  ),
  ask(
    undefined,
    'Can I get the add-on refunded that I bought by mistake on Sunday?',
    answered({ plan: 'pro' }, done, 9),
  ),
  ask(
    'harrowgate',
    'Two of our contractors left on Friday, please take them off the team so that we do not pay their seats.',
    done,
  ),
  ask(
    'halyard',
    'The bill for last month is much higher than we expected.',
    answered({ plan: 'pro' }, done, 5),
  ),
  ask('pinecrest', 'Our contract lists 40 seats, the account has 25. We signed for 40.', done, {
    facts: { planMismatch: true },
  }),
]

const secondWeek: readonly DemoAsk[] = [
  ask(
    'fernhill',
    'Function invocations time out after the latest deploy, roughly one in ten requests ends in a 504.',
    escalated('answered', 'DEMO-17'),
  ),
  ask(
    'juniper',
    'Your colleague promised a credit for the outage in January, it is not on the invoice.',
    corrected.fact(
      { plan: 'enterprise' },
      'The record is right; they wrote from the address of a free trial.',
      done,
    ),
  ),
  ask(
    'veltri',
    'Who can own our architecture on your side in the long term? We need a standing weekly session all year round.',
    done,
  ),
  ask(
    'sunhollow',
    'We would like Developer Success to help our new team get going over a few sessions.',
    engaged({ sessions: [5], finished: { day: 12, outcome: 'referred' } }),
  ),
  ask('brightwater', 'Our log drain to the collector stopped on Sunday, nothing arrives any more.', done),
  ask('oatEmber', 'Can we pay by bank transfer with a monthly invoice although we are on Pro?', done),
  ask('tallis', 'Somebody else got into my account and changed the e-mail address.', done),
  ask(
    'lindenfeld',
    'Before we sign: would you guarantee protection against large DDoS attacks in writing?',
    done,
  ),
  ask(
    'copperfield',
    'Builds got three times slower since Monday, the same commit took four minutes before.',
    done,
  ),
  ask('tidewell', longPortuguese, done, {
    requester: { name: 'Leandro', email: 'leandro@tidewell.example.com' },
  }),
  ask(
    'redfern',
    'Edge Config returns the old value for minutes after we change a flag. How long does it take to reach all regions?',
    done,
  ),
  ask(
    'marigold',
    'Preview deployments answer with 401 for our parents although protection is switched off.',
    done,
  ),
  ask(
    'kestrel',
    'Please assign us one support engineer who knows our set-up; we explain it anew every week.',
    done,
  ),
  ask('quillstone', 'We signed for Enterprise but the dashboard still shows us as Pro.', done, {
    facts: { planMismatch: true },
  }),
  ask(
    'pebble',
    'Our database provider refuses connections from your functions since they rotated addresses.',
    corrected.topic(
      'third-party-system',
      'The provider blocks them; nothing here is broken.',
      resolved('The provider lifted the block.'),
    ),
  ),
  ask('nimbus', 'Is there an example of authentication with the app directory?', left),
  ask('harrowgate', longThread, done, { requester: { name: 'Purchasing, Harrowgate' } }),
  ask('moonrake', 'We need 200 more concurrent builds for a launch next month.', done),
  ask('wickerby', 'v0 credits vanished overnight, yesterday there were 40 dollars left.', done),
  ask(
    'calloway',
    'Which plan would include audit logs and single sign-on for 400 people, and at what price?',
    signalled('expansion', externalIdOf('calloway'), 'They speak of 400 people now and 900 next year.', done),
  ),
]

const thirdWeek: readonly DemoAsk[] = [
  ask(
    'thornbury',
    'All our sites answer with 503 since ten minutes ago, our sister companies see it too.',
    incident(
      'Errors 503 for several customers in Europe',
      'A faulty configuration of one data centre was taken back.',
    ),
    { facts: { severalCustomers: true }, called: 'outage' },
  ),
  ask(
    'harrowgate',
    'Passengers cannot open the timetable: 503 from every page since half past eight.',
    done,
    { facts: { severalCustomers: true } },
  ),
  ask('aldermoor', 'Our appointment pages are down, is the platform down? Several hospitals call us.', done, {
    facts: { severalCustomers: true },
  }),
  ask('lumen', 'Is there an outage? Our shop shows an error page since this morning.', merged('outage')),
  ask('fernhill', 'I cannot verify my domain, the record is there but the check keeps failing.', done),
  ask('gorse', 'Somebody uses a site hosted with you to copy our shop and phish our customers.', done, {
    facts: { plan: 'hobby' },
  }),
  ask('larkspur', 'Our team would like somebody to go through our caching set-up with us on a call.', done),
  ask(
    'redfern',
    'Middleware runs twice for every request since the upgrade of the framework.',
    handedOff(
      { cause: 'application' },
      'The double call comes from their own matcher; it reproduces on a laptop.',
      accepted,
    ),
  ),
  ask(
    'pinecrest',
    'Usage jumped by half in two weeks. Which of our routes drives it, and what can we do?',
    engaged({ sessions: [4, 9], finished: { day: 17, outcome: 'achieved' } }),
  ),
  ask('tinderbox', 'The generated component from v0 ignores my instructions about the colours.', left),
  ask('brightwater', longMigration, done),
  ask(
    'copperfield',
    'The case about our build was filed as a sales question and nobody in support sees it. Please fix the record.',
    recordFixed(done),
    { recordType: 'Sales Inquiries' },
  ),
  ask(
    'juniper',
    'The rule that keeps bots out also blocks our own crawler, please tell us how to exempt it.',
    corrected.rule('security', 'Questions about exemptions are answered by security lately, not by support.'),
  ),
  ask(
    'kestrel',
    'Cold starts of our booking functions take four seconds after each deployment.',
    escalated('answered', 'DEMO-23'),
  ),
  ask('pebble', 'An environment variable that we deleted still shows up in new deployments.', done),
  ask('saltmarsh', 'Our counsel asks for your list of subprocessors.', done),
  ask(
    'oatEmber',
    'Why does the app router load the whole page twice in development?',
    rejected('They run it on their own machine; nothing of ours is involved.', { cause: 'application' }),
  ),
  ask('veltri', 'Please move our team with all projects to another legal entity.', done),
  ask(
    'halyard',
    'We want to move thirty applications to you. Who could build that for us?',
    answered({ plan: 'enterprise' }, done, 26),
  ),
  ask(
    'moonrake',
    'The analysis of our middleware is clear but for two points. Could one of your engineers explain them in one call?',
    done,
  ),
]

const fourthWeek: readonly DemoAsk[] = [
  ask(
    'thornbury',
    'Our new developers start in two weeks. We would like onboarding up to the launch of the spring collection.',
    engaged({ sessions: [3, 10, 17, 24], wantedSessions: 5 }),
  ),
  ask('wickerby', 'The certificate for our subdomain was not renewed, browsers warn our customers.', done),
  ask('tallis', 'How do I go from Hobby to Pro, and what changes?', done),
  ask(
    'tidewell',
    'Customers in Sydney get 500s from our checkout function; we see it on three projects.',
    escalated('tracked', 'DEMO-31'),
  ),
  ask(
    'ostwind',
    'For our evaluation: can we use our own identity provider, and is there a test account for two months?',
    done,
  ),
  ask(
    'harrowgate',
    'We plan to double our traffic next year and would like to talk about the renewal.',
    signalled(
      'renewal',
      externalIdOf('harrowgate'),
      'They plan twice the traffic and want to renew early.',
      done,
    ),
  ),
  ask(
    'marigold',
    'We would like training for our web team before the new term.',
    engaged({ finished: { day: 9, outcome: 'achieved' }, sessions: [4] }),
  ),
  ask('fernhill', 'The toolbar hides the comments that our client left on the preview.', done),
  ask(
    undefined,
    'Our invoice has the wrong name on it and the amount is not what we agreed.',
    answered({ plan: 'enterprise' }, done, 49),
  ),
  ask(
    'aldermoor',
    'What does the skew protection do, and should we switch it on for our patient portal?',
    engaged({ finished: { day: 6, outcome: 'achieved' } }),
  ),
  ask(
    'redfern',
    'Half of our build minutes go into installing dependencies. Is the build cache used at all?',
    done,
  ),
  ask(
    'gorse',
    'Weather widget of another company does not load on our page, can you fix it?',
    sentRound(
      ['It is the widget of somebody else.', 'Nothing of ours, and no partner is known.'],
      'community',
    ),
  ),
  ask(
    'quillstone',
    'We need a higher limit for deployments per day, our editors publish every few minutes.',
    corrected.fact({ plan: 'enterprise' }, 'They are on Enterprise since their signature.', done),
  ),
  ask('kestrel', 'Which of the two support plans did we sign, and where do we see what is included?', done),
  ask(
    undefined,
    'My credit card was declined although the bank says it is fine.',
    answered({ plan: 'pro' }, done, 5),
  ),
  ask('nimbus', 'Builds fail with out of memory on the free plan.', done),
  ask(
    'calloway',
    'We run a bake-off against another vendor until the 20th and would like technical backup for three questions.',
    corrected.topic('partnership', 'A colleague in sales wrote it; they want help in the bake-off.', done),
  ),
  ask('copperfield', 'Static files from one region come back empty.', done),
  ask('brightwater', 'Can Developer Success take over our support queue during our launch?', done),
  ask(
    'sunhollow',
    'Our image bill tripled. How do we bring the transformations down?',
    engaged({ sessions: [5], finished: { day: 14, outcome: 'achieved' } }),
  ),
]

export const earlyWeeks = [firstWeek, secondWeek, thirdWeek, fourthWeek] as const
