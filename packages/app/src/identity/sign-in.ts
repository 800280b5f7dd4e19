/**
 * better-auth, set up for this desk: passwords and sessions by its own means, single sign-on by OpenID Connect. It works
 * on the desk's store and tables, makes nobody by itself, and is reached only through the pages in routes.ts. Who comes
 * in, and what they may do then, is the desk's.
 */
import { type Actor, actorOf, keyFor, personForSignIn, type Services } from '@rightdesk/desk'
import { betterAuth } from 'better-auth'
import { genericOAuth } from 'better-auth/plugins'
import type { OidcSettings } from '../config.ts'

export type IdentitySettings = {
  /** The address people reach this desk under, such as `https://desk.example.com`. */
  readonly url: string
  /** The secret of this installation; cookies are signed by a key made from it. */
  readonly secret: string
  readonly oidc?: OidcSettings | undefined
  /** How many proxies of ours stand in front. */
  readonly proxies?: number
  /** Told of what keeps people from signing in and is not their fault. */
  readonly onTrouble?: (message: string) => void
}

/** Below it, better-auth's own addresses; only the way back from a provider is open. */
export const providerPath = '/sign-in/sso'
export const providerId = 'oidc'
export const passwordLength = { min: 12, max: 128 }
/** How long one stays signed in, in seconds. */
const sessionSeconds = 7 * 24 * 3_600

const idPrefixes: Readonly<Record<string, string>> = {
  user: 'person',
  session: 'session',
  account: 'signin',
  verification: 'check',
}

export type SignIn = ReturnType<typeof openSignIn>

/** What the routes need. */
export type IdentityParts = {
  readonly services: Services
  readonly settings: IdentitySettings
  readonly signIn: SignIn
  /** Whose session a request belongs to. */
  readonly whoIs: (request: Request) => Promise<Actor | null>
}

export function openSignIn(services: Services, settings: IdentitySettings) {
  const { store } = services
  const { oidc } = settings
  return betterAuth({
    appName: 'Rightdesk',
    baseURL: settings.url,
    basePath: providerPath,
    secret: Buffer.from(keyFor('sign-in', settings.secret)).toString('base64url'),
    // Order matters: `sqlite` on PostgreSQL too says how values are written, times as text and yes-or-no as numbers.
    database: { db: store.db as never, type: 'sqlite' },
    user: {
      modelName: 'signInUsers',
      validateUserInfo: ({ user, source }) =>
        source.method === 'oauth' && oidc ? whyNot(oidc, user as ProviderUser) : undefined,
    },
    account: {
      modelName: 'signInAccounts',
      accountLinking: { trustedProviders: [] },
      updateAccountOnSignIn: false,
    },
    session: { modelName: 'signInSessions', expiresIn: sessionSeconds, disableSessionRefresh: true },
    verification: { modelName: 'signInChecks' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    databaseHooks: {
      user: {
        create: {
          // A person of the desk with the same id comes first; who was invited is found by address.
          before: async ({ name, email }) => {
            const person = await personForSignIn(services, { name: name || email, email })
            return person ? { data: { id: person.id, name: person.name, email: email.toLowerCase() } } : false
          },
        },
      },
      account: { create: { before: async () => ({ data: noTokens }) } },
      session: {
        create: { before: async ({ userId }) => ((await actorOf(store.db, userId)) ? undefined : false) },
      },
    },
    // Ours count by address and person, and know the proxies in front.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'rightdesk',
      useSecureCookies: settings.url.startsWith('https:'),
      ipAddress: { disableIpTracking: true },
      database: {
        generateId: ({ model }) => services.newId(idPrefixes[model] ?? 'other'),
        // The schema is the desk's migrations', compared by a test.
        validateSchema: false,
      },
    },
    logger: {
      disableColors: true,
      level: 'error',
      log: (_, message) => settings.onTrouble?.(message),
    },
    onAPIError: { errorURL: `${settings.url}/sign-in` },
    telemetry: { enabled: false },
    plugins: oidc ? [genericOAuth({ config: [providerOf(oidc)] })] : [],
  })
}

type ProviderUser = { readonly email?: string; readonly emailVerified?: boolean }

/** Why somebody whom the provider vouches for does not come in all the same. */
function whyNot({ domains }: OidcSettings, { email = '', emailVerified }: ProviderUser) {
  if (emailVerified !== true) return { error: 'email_not_verified' }
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  if (domains.length > 0 && !domains.includes(domain)) return { error: 'domain_not_allowed' }
  return undefined
}

/** Nothing is ever asked of the provider later. */
const noTokens = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
}

const providerOf = ({ issuer, clientId, clientSecret }: OidcSettings) => ({
  providerId,
  discoveryUrl: `${issuer}/.well-known/openid-configuration`,
  requireIdTokenVerification: true,
  clientId,
  clientSecret,
  scopes: ['openid', 'email', 'profile'],
  pkce: true,
  // Whoever leaves the desk does not mean to leave everything else.
  disableProviderLogout: true,
})
