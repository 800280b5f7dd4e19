/** One's own account: roles, API keys and password. Keys are made and ended by the same operations as everywhere. */
import { type Actor, operationsByName, perform, scopes, teamsWith } from '@rightdesk/desk'
import { Refusal } from '@rightdesk/engine'
import { APIError } from 'better-auth/api'
import type { Context, Hono } from 'hono'
import type { Attempts } from './attempts.ts'
import type { Say } from './audited.ts'
import { cookiesOf, patience, problemWithPassword, redirectWith, textIn } from './forms.ts'
import { type AccountPage, accountPage } from './pages.ts'
import type { IdentityParts } from './sign-in.ts'

export type AccountNeeds = {
  readonly attempts: Attempts
  readonly addressIn: (c: Context) => string
  readonly say: Say
}

type Told = Pick<AccountPage, 'done' | 'problem' | 'secret'>

export function accountRoutes(
  routes: Hono,
  parts: IdentityParts,
  { attempts, addressIn, say }: AccountNeeds,
): void {
  const { services, signIn, whoIs } = parts
  const call = (actor: Actor) => ({ actor, surface: 'http' as const })

  /** Whoever is not signed in is sent to sign in first. */
  const forPerson = (answer: (c: Context, person: Actor) => Promise<Response>) => async (c: Context) => {
    const person = await whoIs(c.req.raw)
    return person ? answer(c, person) : c.redirect('/sign-in?next=%2Faccount', 303)
  }

  const shown = async (c: Context, person: Actor, told: Told = {}): Promise<Response> => {
    const me = await perform(services, operationsByName['me.show'], {}, call(person))
    const mayMakeKeys = teamsWith(person, 'keys:own').length > 0
    const keys = mayMakeKeys
      ? await perform(services, operationsByName['keys.list'], { limit: 200 }, call(person))
      : undefined
    const inForce = (keys?.items ?? []).filter(
      ({ revokedAt, expiresAt }) => revokedAt === null && expiresAt > services.now(),
    )
    const ways = await signIn.api.listUserAccounts({ headers: cookiesOf(c.req.raw) })
    const hasPassword = ways.some((way) => way.providerId === 'credential')
    return accountPage({ ...me, ...told, keys: inForce, mayMakeKeys, hasPassword })
  }

  routes.get(
    '/account',
    forPerson((c, person) => shown(c, person)),
  )

  routes.post(
    '/account/keys',
    forPerson(async (c, person) => {
      const form = await c.req.parseBody()
      const input = {
        name: textIn(form, 'name'),
        days: textIn(form, 'days'),
        scopes: scopes.filter((scope) => teamsWith(person, scope).length > 0),
      }
      try {
        const made = await perform(services, operationsByName['keys.create'], input, call(person))
        return await shown(c, person, { secret: made.secret ?? undefined })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return shown(c, person, { problem: `${sentence(error.message)} ${error.help}` })
      }
    }),
  )

  routes.post(
    '/account/keys/:key',
    forPerson(async (c, person) => {
      try {
        const ended = await perform(
          services,
          operationsByName['keys.revoke'],
          { key: c.req.param('key') },
          call(person),
        )
        return await shown(c, person, { done: `The key “${ended.name}” works no more.` })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return shown(c, person, { problem: `${sentence(error.message)} ${error.help}` })
      }
    }),
  )

  routes.post(
    '/account/password',
    forPerson(async (c, person) => {
      const form = await c.req.parseBody()
      const newPassword = textIn(form, 'password')
      const address = addressIn(c)
      const attempt = await attempts.begin(address, person.id)
      if (attempt.wait > 0) return shown(c, person, { problem: patience(attempt) })
      const me = await perform(services, operationsByName['me.show'], {}, call(person))
      const problem = problemWithPassword(
        newPassword,
        textIn(form, 'repeated'),
        me.email?.toLowerCase() ?? person.id,
      )
      if (problem) return shown(c, person, { problem })
      try {
        const { headers } = await signIn.api.changePassword({
          body: { currentPassword: textIn(form, 'current'), newPassword, revokeOtherSessions: true },
          headers: cookiesOf(c.req.raw),
          returnHeaders: true,
        })
        await attempts.succeeded(address, person.id)
        await say(person, 'password.change', 'done', { address })
        return redirectWith('/account', headers.getSetCookie())
      } catch (error) {
        if (!(error instanceof APIError)) throw error
        await say(person, 'password.change', 'refused', { address, reason: 'wrong present password' })
        return shown(c, person, { problem: 'That is not your present password.' })
      }
    }),
  )
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
