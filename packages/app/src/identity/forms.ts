/** What forms and cookies bring, taken with care: text in bounds, passwords worth having, ways back that stay here. */
import { asName } from '@rightdesk/desk'
import { z } from 'zod'
import type { Attempt } from './attempts.ts'
import { passwordLength } from './sign-in.ts'

/** Where people are when they are in. */
export const landing = '/'

/** How long to wait, in words. */
export const patience = ({ wait }: Attempt): string =>
  `Too many attempts. Try again in ${wait < 90 ? `${wait} seconds` : `${Math.ceil(wait / 60)} minutes`}.`

type Form = Readonly<Record<string, unknown>>

/** A field of a form as text; empty where it is missing or a file. */
export const textIn = (form: Form, name: string): string => {
  const value = form[name]
  return typeof value === 'string' ? value : ''
}

export const nameIn = (form: Form): string => asName(textIn(form, 'name'))

export const isEmail = (text: string): boolean => z.email().max(254).safeParse(text).success

/** What is wrong with who somebody says they are. */
export function problemWith({ name, email }: { name: string; email: string }): string | undefined {
  if (name === '') return 'Say how you are called.'
  return isEmail(email) ? undefined : 'That is no e-mail address.'
}

const differentMin = 5

/** What is wrong with a new password, for its owner to read. */
export function problemWithPassword(password: string, repeated: string, email: string): string | undefined {
  if (password.length < passwordLength.min)
    return `The password needs at least ${passwordLength.min} characters.`
  if (password.length > passwordLength.max)
    return `The password has more than ${passwordLength.max} characters.`
  const easy = new Set(password).size < differentMin || password.toLowerCase().includes(email)
  if (easy) return 'That password is too easy to guess.'
  return password === repeated ? undefined : 'The two passwords are not the same.'
}

/** The cookies of a request and nothing else of it. */
export const cookiesOf = (request: Request): Headers =>
  new Headers({ cookie: request.headers.get('cookie') ?? '' })

/** A request as the browser will send it next. */
export const withCookies = ({ url }: Request, cookies: readonly string[]): Request =>
  new Request(url, { headers: { cookie: cookies.map((one) => one.split(';')[0]).join('; ') } })

/** Where to go then: only ever a path of this desk. */
export function nextOf(wanted: string | undefined): string {
  if (!wanted || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) || wanted.includes('\\')) return landing
  return wanted.startsWith('/sign-in') || wanted.startsWith('/sign-out') ? landing : wanted
}

/** Sends the browser on by GET, with cookies to keep. */
export function redirectWith(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ Location: location, 'Cache-Control': 'no-store' })
  for (const cookie of cookies) headers.append('Set-Cookie', cookie)
  return new Response(null, { status: 303, headers })
}
