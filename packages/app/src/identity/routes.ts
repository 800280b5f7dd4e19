/**
 * Coming in and going out, in a browser: what a form brings is checked here, how often somebody may try is asked of
 * attempts.ts, and everything that happens is written to the audit log. Passwords and sessions are better-auth's.
 */
import { type Actor, acceptInvitation, nobody, openInvitation } from '@rightdesk/desk'
import { Refusal } from '@rightdesk/engine'
import { APIError } from 'better-auth/api'
import { hashPassword } from 'better-auth/crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { addressOf } from '../http/limits.ts'
import { isSameOrigin } from '../http/security.ts'
import { accountRoutes } from './account.ts'
import { countAttempts } from './attempts.ts'
import { sayer } from './audited.ts'
import {
  cookiesOf,
  isEmail,
  landing,
  nameIn,
  nextOf,
  patience,
  problemWith,
  problemWithPassword,
  redirectWith,
  textIn,
  withCookies,
} from './forms.ts'
import { joinPage, sayPage, signInPage, signOutPage } from './pages.ts'
import { type IdentityParts, providerId, providerPath, type SignIn } from './sign-in.ts'

const formBytesMax = 16_000

const wrong = 'That e-mail and password do not go together.'
const providerProblems: Readonly<Record<string, string>> = {
  email_not_verified: 'Your provider does not vouch for your e-mail address.',
  domain_not_allowed: 'Addresses of your domain may not sign in here.',
}
const providerProblem = 'Single sign-on did not work. Try again, or ask an admin.'

export function identityRoutes(parts: IdentityParts): Hono {
  const { services, settings, signIn, whoIs } = parts
  const routes = new Hono()
  const attempts = countAttempts()
  const provider = settings.oidc !== undefined
  const addressIn = (c: Context): string => addressOf(c.req.raw.headers, c.env, settings.proxies ?? 0)
  const say = sayer(services)

  routes.on('POST', ['/sign-in', '/sign-out', '/join/*', '/account/*'], fromOwnPage, smallForm)

  routes.get('/sign-in', async (c) => {
    const next = nextOf(c.req.query('next'))
    if (await whoIs(c.req.raw)) return c.redirect(next, 303)
    const problem = c.req.query('problem')
    const told = problem === undefined ? undefined : (providerProblems[problem] ?? providerProblem)
    return signInPage({ next, provider, problem: told })
  })

  routes.post('/sign-in', async (c) => {
    const form = await c.req.parseBody()
    const next = nextOf(textIn(form, 'next'))
    const email = textIn(form, 'email').trim().toLowerCase()
    const again = (problem: string, status: number) => signInPage({ next, email, problem, provider, status })
    if (!isEmail(email)) return again(wrong, 401)
    const address = addressIn(c)
    const attempt = await attempts.begin(address, email)
    if (attempt.wait > 0) {
      if (attempt.first)
        await say(nobody, 'sign-in', 'refused', { email, address, reason: 'too many attempts' })
      return withHeader(await again(patience(attempt), 429), 'Retry-After', String(attempt.wait))
    }
    const entered = await enter(signIn, email, textIn(form, 'password'))
    if (!entered) {
      await say(nobody, 'sign-in', 'refused', { email, address, reason: 'wrong e-mail or password' })
      return again(wrong, 401)
    }
    await attempts.succeeded(address, email)
    await say(entered.person, 'sign-in', 'done', { way: 'password', address })
    return redirectWith(next, entered.cookies)
  })

  routes.get(providerPath, async (c) => {
    if (!provider) return c.redirect('/sign-in', 303)
    const attempt = await attempts.visit(addressIn(c))
    const next = nextOf(c.req.query('next'))
    if (attempt.wait > 0) return signInPage({ next, provider, problem: patience(attempt), status: 429 })
    try {
      const { headers, response } = await signIn.api.signInSocial({
        body: { provider: providerId, callbackURL: next, errorCallbackURL: '/sign-in' },
        returnHeaders: true,
      })
      return redirectWith(response.url!, headers.getSetCookie())
    } catch (error) {
      if (!(error instanceof APIError)) throw error
      return signInPage({ next, provider, problem: providerProblem, status: 503 })
    }
  })

  routes.get(`${providerPath}/callback/${providerId}`, async (c) => {
    const address = addressIn(c)
    const attempt = await attempts.visit(address)
    if (attempt.wait > 0)
      return signInPage({ next: landing, provider, problem: patience(attempt), status: 429 })
    const answer = await signIn.handler(c.req.raw)
    const cookies = answer.headers.getSetCookie()
    const person = await whoIs(withCookies(c.req.raw, cookies))
    const target = new URL(answer.headers.get('Location') ?? '/sign-in', settings.url)
    const reason = target.searchParams.get('error')
    if (person && reason === null) {
      await attempts.cameIn(address)
      await say(person, 'sign-in', 'done', { way: 'single sign-on', address })
      return redirectWith(nextOf(`${target.pathname}${target.search}`), cookies)
    }
    await say(nobody, 'sign-in', 'refused', {
      way: 'single sign-on',
      address,
      reason: reason ?? 'no session',
    })
    return redirectWith(`/sign-in?problem=${encodeURIComponent(reason ?? 'failed')}`, cookies)
  })

  routes.get('/join/:link', async (c) => {
    const attempt = await attempts.visit(addressIn(c))
    if (attempt.wait > 0) return sayPage('Wait a little', patience(attempt), 429)
    const invitation = await openInvitation(services, c.req.param('link'))
    return invitation ? joinPage({ person: invitation.person, path: c.req.path, provider }) : deadLink()
  })

  routes.post('/join/:link', async (c) => {
    const attempt = await attempts.visit(addressIn(c))
    if (attempt.wait > 0) return sayPage('Wait a little', patience(attempt), 429)
    const link = c.req.param('link')
    const invitation = await openInvitation(services, link)
    if (!invitation) return deadLink()
    const form = await c.req.parseBody()
    const given = {
      name: nameIn(form),
      email: (invitation.person?.email ?? textIn(form, 'email')).trim().toLowerCase(),
    }
    const password = textIn(form, 'password')
    const problem = problemWith(given) ?? problemWithPassword(password, textIn(form, 'repeated'), given.email)
    if (problem) return joinPage({ person: invitation.person, path: c.req.path, given, problem, provider })
    try {
      const passwordHash = await hashPassword(password)
      const email = await acceptInvitation(services, link, { ...given, passwordHash })
      const entered = await enter(signIn, email, password)
      if (!entered) return c.redirect('/sign-in', 303)
      await attempts.cameIn(addressIn(c))
      await say(entered.person, 'sign-in', 'done', { way: 'link', address: addressIn(c) })
      return redirectWith(landing, entered.cookies)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not_found') return deadLink()
      throw error
    }
  })

  routes.get('/sign-out', async (c) => {
    const person = await whoIs(c.req.raw)
    return person ? signOutPage(person.name) : c.redirect('/sign-in', 303)
  })

  routes.post('/sign-out', async (c) => {
    const person = await whoIs(c.req.raw)
    const { headers } = await signIn.api.signOut({ headers: cookiesOf(c.req.raw), returnHeaders: true })
    if (person) await say(person, 'sign-out', 'done', {})
    return redirectWith('/sign-in', headers.getSetCookie())
  })

  accountRoutes(routes, parts, { attempts, addressIn, say })
  return routes
}

/** A form is only ever sent by a page of ours. */
async function fromOwnPage(c: Context, next: () => Promise<void>): Promise<Response | undefined> {
  if (!isSameOrigin(c.req.raw)) {
    return sayPage(
      'Not from here',
      'This form was sent by another site. Open the page again and send it from there.',
      403,
    )
  }
  await next()
  return undefined
}

const smallForm = bodyLimit({
  maxSize: formBytesMax,
  onError: () => sayPage('Too much', 'That is more than this form takes.', 413),
})

const deadLink = (): Promise<Response> =>
  sayPage(
    'This link is good no more',
    'It was used, it has expired, or it was never one. Ask an admin for a new one.',
    404,
  )

type Entered = { readonly person: Actor; readonly cookies: readonly string[] }

/** Signs somebody in by password; undefined where e-mail and password do not go together. */
async function enter(signIn: SignIn, email: string, password: string): Promise<Entered | undefined> {
  try {
    const { headers, response } = await signIn.api.signInEmail({
      body: { email, password },
      returnHeaders: true,
    })
    const { id, name } = response.user
    return { person: { kind: 'person', id, name, grants: [] }, cookies: headers.getSetCookie() }
  } catch (error) {
    if (error instanceof APIError) return undefined
    throw error
  }
}

function withHeader(response: Response, name: string, value: string): Response {
  response.headers.set(name, value)
  return response
}
