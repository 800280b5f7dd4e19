/**
 * The pages for coming in and for one's own account: plain forms that work without a script, in light and dark. What
 * they say about a failure never tells whether somebody exists.
 */
import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { passwordLength } from './sign-in.ts'

type Html = ReturnType<typeof html>

const style = `
:root { color-scheme: light dark; --back: light-dark(#f4f5f7, #101214); --card: light-dark(#fff, #191c20);
  --ink: light-dark(#15181c, #eceef1); --dim: light-dark(#5b636e, #9aa3ae); --line: light-dark(#d9dde3, #30353c); --edge: light-dark(#838c98, #737c87);
  --mark: light-dark(#1f5fbf, #8ab4f8); --on-mark: light-dark(#fff, #0d1a2d); --bad: light-dark(#a3201d, #ff9d96);
  --bad-back: light-dark(#fdeeed, #3a1b1a); --good: light-dark(#17613a, #8bdcb0); --good-back: light-dark(#e9f6ee, #15301f) }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; padding: 48px 16px; background: var(--back); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; display: flex; flex-direction: column; align-items: center }
.brand { display: flex; align-items: center; gap: 10px; font-weight: 700; font-size: 19px; margin: 0 0 24px; letter-spacing: -.01em }
.brand svg { width: 28px; height: 28px; color: var(--mark) }
main { width: 100%; max-width: 420px; background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 32px;
  box-shadow: 0 1px 2px rgb(0 0 0 / .05), 0 12px 32px rgb(0 0 0 / .06) }
main.wide { max-width: 680px }
h1 { font-size: 22px; line-height: 1.25; margin: 0 0 6px; letter-spacing: -.01em }
h2 { font-size: 16px; margin: 32px 0 4px; padding-top: 24px; border-top: 1px solid var(--line) }
p { margin: 0 0 16px }
.dim { color: var(--dim); font-size: 14.5px }
label { display: block; font-weight: 600; font-size: 14.5px; margin: 16px 0 6px }
input, select { width: 100%; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 8px; padding: 10px 12px }
input[readonly] { color: var(--dim); background: var(--back); border-color: var(--line) }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px }
.hint { color: var(--dim); font-size: 13.5px; margin: 6px 0 0 }
button, .button { display: block; width: 100%; margin-top: 24px; padding: 11px 16px; border: 1px solid var(--mark); border-radius: 8px; font: inherit;
  font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; background: var(--mark); color: var(--on-mark) }
button:hover, .button:hover { filter: brightness(1.08) }
.quiet { background: none; color: var(--mark); border-color: var(--edge) }
.small { display: inline-block; width: auto; margin: 0; padding: 5px 12px; font-size: 14px; white-space: nowrap }
.or { display: flex; align-items: center; gap: 12px; margin: 24px 0 0; color: var(--dim); font-size: 14px }
.or::before, .or::after { content: ''; flex: 1; border-top: 1px solid var(--line) }
.or + .button { margin-top: 16px }
.last { margin: 20px 0 0 }
.gone { display: none }
.top { display: flex; justify-content: space-between; align-items: start; gap: 16px }
.note { border-radius: 8px; padding: 12px 14px; margin: 16px 0 0; font-size: 15px; background: var(--good-back); color: var(--good) }
.note.bad { background: var(--bad-back); color: var(--bad) }
code { font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere }
.secret { display: block; margin-top: 8px; padding: 10px 12px; border-radius: 8px; background: var(--back); color: var(--ink); user-select: all }
table { width: 100%; border-collapse: collapse; font-size: 14.5px; margin-top: 8px }
th { text-align: left; font-weight: 600; color: var(--dim); padding: 6px 12px 6px 0 }
td { border-top: 1px solid var(--line); padding: 9px 12px 9px 0; vertical-align: middle; overflow-wrap: anywhere }
td:last-child, th:last-child { padding-right: 0 }
.keys td:last-child { text-align: right }
.pair { display: grid; grid-template-columns: 1fr 160px; gap: 0 16px }
footer { margin-top: 20px; color: var(--dim); font-size: 13.5px }
@media (max-width: 520px) { body { padding: 24px 12px } main { padding: 24px 20px } .pair { grid-template-columns: 1fr } .spare { display: none } }
`

const headers: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  // Without any referrer, browsers would send no origin along with a form either.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

const mark = raw(
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M3 9h18M5 9v11M19 9v11M12 9v5h7"/><path d="m8 5 2 2 4-4"/></svg>',
)

/** A page as a response. */
async function page(title: string, body: Html, status = 200, wide = false): Promise<Response> {
  const whole = await html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title} · Rightdesk</title><style>${raw(style)}</style></head>
<body><p class="brand">${mark}Rightdesk</p><main class="${wide ? 'wide' : ''}">${body}</main>
<footer>Every customer ask on the right desk, with the reason.</footer></body></html>
`
  return new Response(String(whole), { status, headers })
}

const note = (text: string | undefined, kind: 'good' | 'bad' = 'bad'): Html | '' =>
  text === undefined
    ? ''
    : html`<p class="note ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}">${text}</p>`

export type SignInPage = {
  readonly next: string
  readonly email?: string
  readonly problem?: string | undefined
  readonly provider: boolean
  readonly status?: number
}

export const signInPage = ({ next, email = '', problem, provider, status }: SignInPage): Promise<Response> =>
  page(
    'Sign in',
    html`<h1>Sign in</h1>${note(problem)}
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="${next}">
<label for="email">E-mail</label>
<input id="email" name="email" type="email" autocomplete="username" required maxlength="254" value="${email}" ${email === '' ? 'autofocus' : ''}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="${passwordLength.max}" ${email === '' ? '' : 'autofocus'}>
<button>Sign in</button></form>
${provider ? providerLink(next) : ''}
<p class="hint last">No account, or no password any more? An admin can send you a link.</p>`,
    status,
  )

const providerLink = (next: string): Html =>
  html`<p class="or">or</p><a class="button quiet" rel="nofollow" href="/sign-in/sso?next=${encodeURIComponent(next)}">Sign in with single sign-on</a>`

export type JoinPage = {
  /** Null for the first admin, who says who they are. */
  readonly person: { readonly name: string; readonly email: string } | null
  readonly path: string
  readonly given?: { readonly name: string; readonly email: string }
  readonly problem?: string | undefined
  readonly provider: boolean
}

export const joinPage = ({ person, path, given, problem, provider }: JoinPage): Promise<Response> => {
  const { name, email } = given ?? person ?? { name: '', email: '' }
  return page(
    person ? 'Welcome' : 'First admin',
    html`<h1>${person ? `Welcome, ${person.name}` : 'Make yourself the first admin'}</h1>
<p class="dim">${
      person
        ? 'Choose a password, and you are in. This link works once.'
        : 'Nobody can sign in to this desk yet. Whoever fills this in may do everything, and invite the others. This link works once.'
    }</p>${note(problem)}
<form method="post" action="${path}">
<label for="name">Your name</label>
<input id="name" name="name" autocomplete="name" required maxlength="100" value="${name}" ${name === '' ? 'autofocus' : ''}>
<label for="email">E-mail</label>
<input id="email" name="email" type="email" autocomplete="username" required maxlength="254" value="${email}" ${person ? 'readonly' : ''}>
${newPassword('Password')}
<button>${person ? 'Come in' : 'Start'}</button></form>
${provider && person ? providerLink('/account') : ''}`,
    problem === undefined ? 200 : 422,
  )
}

const newPassword = (label: string): Html => html`<label for="password">${label}</label>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="${passwordLength.min}" maxlength="${passwordLength.max}" aria-describedby="password-hint">
<p class="hint" id="password-hint">At least ${passwordLength.min} characters. A few words in a row are good.</p>
<label for="repeated">${label} again</label>
<input id="repeated" name="repeated" type="password" autocomplete="new-password" required maxlength="${passwordLength.max}">`

export const signOutPage = (name: string): Promise<Response> =>
  page(
    'Sign out',
    html`<h1>Sign out</h1><p class="dim">You are signed in as ${name}.</p>
<form method="post" action="/sign-out"><button>Sign out</button></form><a class="button quiet" href="/account">Stay</a>`,
  )

/** One line of what happened and what to do; for dead links and forms from elsewhere. */
export const sayPage = (title: string, text: string, status: number): Promise<Response> =>
  page(
    title,
    html`<h1>${title}</h1><p class="dim">${text}</p><a class="button quiet" href="/sign-in">Sign in</a>`,
    status,
  )

type KeyShown = {
  readonly id: string
  readonly name: string
  readonly hint: string
  readonly expiresAt: string
  readonly lastUsedAt: string | null
}

export type AccountPage = {
  readonly name: string
  readonly email: string | null
  readonly grants: readonly { readonly role: string; readonly team: string | null }[]
  readonly hasPassword: boolean
  readonly keys: readonly KeyShown[]
  readonly mayMakeKeys: boolean
  /** A key that was just made; shown this once. */
  readonly secret?: string | undefined
  readonly done?: string | undefined
  readonly problem?: string | undefined
}

export const accountPage = (account: AccountPage): Promise<Response> =>
  page(
    'Your account',
    html`<div class="top"><div><h1>${account.name}</h1><p class="dim">${account.email ?? ''}</p></div>
<form method="post" action="/sign-out"><button class="quiet small">Sign out</button></form></div>
${note(account.problem)}${note(account.done, 'good')}
<h2>What you may do</h2>${grantsTable(account.grants)}
${account.mayMakeKeys ? keysSection(account) : ''}
${account.hasPassword ? passwordSection(account.email ?? '') : ''}`,
    account.problem === undefined ? 200 : 422,
    true,
  )

const grantsTable = (grants: AccountPage['grants']): Html =>
  grants.length === 0
    ? html`<p class="dim">Nothing yet. Ask an admin for a role.</p>`
    : html`<table><tr><th>Role</th><th>For</th></tr>${grants.map(
        ({ role, team }) => html`<tr><td>${role}</td><td>${team ?? 'all teams'}</td></tr>`,
      )}</table>`

const keysSection = ({ keys, secret }: AccountPage): Html => html`<h2>API keys</h2>
<p class="dim">For the command line and for programs. A key may do all that you may, until it expires.</p>
${
  secret === undefined
    ? ''
    : html`<div class="note good" role="status">Copy your new key now; it is not shown again.<code class="secret">${secret}</code></div>`
}
${keys.length === 0 ? '' : keysTable(keys)}
<form method="post" action="/account/keys"><div class="pair">
<div><label for="key-name">Name</label><input id="key-name" name="name" required maxlength="100" placeholder="My laptop"></div>
<div><label for="key-days">Expires after</label><select id="key-days" name="days">
<option value="30">30 days</option><option value="90" selected>90 days</option><option value="365">a year</option></select></div></div>
<button class="quiet">Make a key</button></form>`

const keysTable = (keys: readonly KeyShown[]): Html => html`<table class="keys">
<tr><th>Name</th><th class="spare">Key</th><th>Expires</th><th class="spare">Used</th><th></th></tr>${keys.map(
  ({
    id,
    name,
    hint,
    expiresAt,
    lastUsedAt,
  }) => html`<tr><td>${name}</td><td class="spare"><code>${hint}</code></td><td>${day(expiresAt)}</td>
<td class="spare">${lastUsedAt === null ? 'never' : day(lastUsedAt)}</td>
<td><form method="post" action="/account/keys/${id}"><button class="quiet small" aria-label="Revoke ${name}">Revoke</button></form></td></tr>`,
)}</table>`

const day = (time: string): string => time.slice(0, 10)

const passwordSection = (email: string): Html => html`<h2>Password</h2>
<p class="dim">Changing it signs you out everywhere else.</p>
<form method="post" action="/account/password">
<input class="gone" type="email" autocomplete="username" value="${email}" readonly tabindex="-1" aria-hidden="true">
<label for="current">Present password</label>
<input id="current" name="current" type="password" autocomplete="current-password" required maxlength="${passwordLength.max}">
${newPassword('New password')}
<button class="quiet">Change it</button></form>`
