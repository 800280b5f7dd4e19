/** An OpenID Connect provider on loopback, as far as a sign-in goes; who signs in at it, and how it lies, is set by tests. */
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Claims = Readonly<Record<string, unknown>>

export type Provider = {
  readonly issuer: string
  /** Who signs in next; with what the token says otherwise than it should. */
  signsIn: (claims: Claims) => void
  /** Signs what comes next by a key that is not published. */
  forge: () => void
  /** Follows a link to the provider, as a browser would; gives the address it is sent back to. */
  visit: (location: string) => Promise<string>
  close: () => Promise<void>
}

const key = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export async function startProvider(clientId: string, clientSecret: string, port = 0): Promise<Provider> {
  const published = key()
  let signing = published
  let claims: Claims = {}
  const codes = new Map<
    string,
    { nonce: string | null; challenge: string | null; redirectUri: string | null }
  >()
  const idToken = (issuer: string, nonce: string | null): string => {
    const now = Math.floor(Date.now() / 1_000)
    const body = { iss: issuer, aud: clientId, iat: now, exp: now + 300, nonce, ...claims }
    const text = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(body)}`
    return `${text}.${sign('sha256', Buffer.from(text), signing.privateKey).toString('base64url')}`
  }
  const server = createServer(async (request, response) => {
    const issuer = `http://${request.headers.host}`
    const url = new URL(request.url!, issuer)
    const json = (value: unknown, status = 200) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
    if (url.pathname === '/.well-known/openid-configuration') {
      return json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      })
    }
    if (url.pathname === '/keys') {
      const jwk = published.publicKey.export({ format: 'jwk' })
      return json({ keys: [{ ...jwk, kid: 'one', alg: 'RS256', use: 'sig' }] })
    }
    if (url.pathname === '/authorize') {
      const code = randomUUID()
      const back = new URL(url.searchParams.get('redirect_uri')!)
      codes.set(code, {
        nonce: url.searchParams.get('nonce'),
        challenge: url.searchParams.get('code_challenge'),
        redirectUri: url.searchParams.get('redirect_uri'),
      })
      back.searchParams.set('code', code)
      back.searchParams.set('state', url.searchParams.get('state')!)
      return response.writeHead(302, { Location: back.href }).end()
    }
    if (url.pathname === '/token') {
      let body = ''
      for await (const chunk of request) body += chunk
      const form = new URLSearchParams(body)
      const granted = codes.get(form.get('code') ?? '')
      codes.delete(form.get('code') ?? '')
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      const right =
        granted?.challenge === challenge &&
        granted.redirectUri === form.get('redirect_uri') &&
        form.get('client_id') === clientId &&
        form.get('client_secret') === clientSecret
      if (!right) return json({ error: 'invalid_grant' }, 400)
      return json({
        access_token: 'at',
        token_type: 'Bearer',
        expires_in: 300,
        id_token: idToken(issuer, granted.nonce),
      })
    }
    if (url.pathname === '/userinfo') return json(claims)
    return json({ error: 'not_found' }, 404)
  })
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  return {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    signsIn: (next) => {
      claims = next
      signing = published
    },
    forge: () => {
      signing = key()
    },
    visit: async (location) => (await fetch(location, { redirect: 'manual' })).headers.get('Location')!,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
