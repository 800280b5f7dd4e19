/**
 * Who somebody is. A request comes with an API key or with the cookie of a session; the pages for getting either are
 * the routes. Whoever comes with both is who the key says.
 */
import {
  type Actor,
  actorOf,
  actorOfKey,
  inviteFirstAdmin,
  keyPrefix,
  type Services,
  systemActor,
} from '@rightdesk/desk'
import type { Hono } from 'hono'
import { cookiesOf } from './forms.ts'
import { identityRoutes } from './routes.ts'
import { type IdentitySettings, openSignIn } from './sign-in.ts'

export type { IdentitySettings } from './sign-in.ts'

export type Identity = {
  /** Who sends a request; null where it is nobody, or somebody who may not come in any more. */
  readonly authenticate: (request: Request) => Promise<Actor | null>
  /** The pages `/sign-in`, `/join/…`, `/account` and `/sign-out`. */
  readonly routes: Hono
  /** The path of a link that makes the first admin, good for a day; undefined where there is one who can sign in. */
  readonly firstLink: () => Promise<string | undefined>
}

export function identity(services: Services, settings: IdentitySettings): Identity {
  const signIn = openSignIn(services, settings)
  const { db } = services.store
  const bySession = async (request: Request): Promise<Actor | null> => {
    if (!request.headers.get('cookie')?.includes('rightdesk.')) return null
    const session = await signIn.api.getSession({ headers: cookiesOf(request) })
    return session ? actorOf(db, session.user.id) : null
  }
  return {
    authenticate: async (request) => {
      const authorization = request.headers.get('authorization')
      if (authorization === null) return bySession(request)
      const key = keyShape.exec(authorization)?.[1]
      return key === undefined ? null : actorOfKey(services, key, 'http')
    },
    routes: identityRoutes({ services, settings, signIn, whoIs: bySession }),
    firstLink: async () => {
      const invitation = await inviteFirstAdmin(services, systemActor)
      return invitation && `/join/${invitation.secret}`
    },
  }
}

const keyShape = new RegExp(`^Bearer (${keyPrefix}[\\w-]{43})$`, 'i')
