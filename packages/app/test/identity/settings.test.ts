import { expect, it } from 'vitest'
import { signInSettings } from '../../src/config.ts'

const whole = {
  RIGHTDESK_OIDC_ISSUER: 'https://id.example.com/',
  RIGHTDESK_OIDC_CLIENT_ID: 'rightdesk',
  RIGHTDESK_OIDC_CLIENT_SECRET: 'secret',
}

it('has no single sign-on unless it is told of a provider', () => {
  expect(signInSettings({})).toEqual({ publicUrl: undefined, oidc: undefined })
})

it('takes a provider with the domains that may come in', () => {
  expect(signInSettings({ ...whole, RIGHTDESK_OIDC_DOMAIN: 'Example.com, example.org' }).oidc).toEqual({
    issuer: 'https://id.example.com',
    clientId: 'rightdesk',
    clientSecret: 'secret',
    domains: ['example.com', 'example.org'],
  })
  expect(signInSettings(whole).oidc?.domains).toEqual([])
})

it('refuses half a provider and what is no address, by name', () => {
  for (const missing of Object.keys(whole)) {
    expect(() => signInSettings({ ...whole, [missing]: '' })).toThrow('half configured')
  }
  expect(() => signInSettings({ RIGHTDESK_PUBLIC_URL: 'desk.example.com' })).toThrow(
    '`desk.example.com` is no address',
  )
})
