/** The invented colleagues of the demonstration: where they work, when, and what they know. */

const [berlin, lisbon, newYork, singapore, tokyo, saoPaulo] = [
  'Europe/Berlin',
  'Europe/Lisbon',
  'America/New_York',
  'Asia/Singapore',
  'Asia/Tokyo',
  'America/Sao_Paulo',
]

type Hours = Record<string, [string, string][]>

const week = (from: string, to: string): Hours =>
  Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [[from, to]]]))
const fourDays: Hours = { ...week('08:00', '18:00'), fri: [] }

type Settings = {
  readonly lead?: true
  /** Further teams, which they lead as well. */
  readonly alsoIn?: readonly string[]
  readonly loadMax?: number
  readonly hours?: Hours
  readonly languages?: string[]
  readonly areas?: string[]
}
type Colleague = readonly [name: string, team: string, timeZone: string, settings?: Settings]

const lead = true as const

export const colleagues = {
  ilse: ['Ilse Varga', 'cse', berlin, { lead, loadMax: 8, languages: ['en', 'de', 'hu'] }],
  tomas: [
    'Tomas Okoro',
    'cse',
    berlin,
    {
      hours: week('07:00', '15:30'),
      languages: ['en', 'de'],
      areas: ['builds-deployments', 'domains-dns-ssl'],
    },
  ],
  priya: [
    'Priya Lindqvist',
    'cse',
    singapore,
    { languages: ['en', 'sv', 'hi'], areas: ['functions-compute'] },
  ],
  dana: ['Dana Whitlock', 'cse', newYork, { languages: ['en'], areas: ['project-security', 'edge-config'] }],
  mateo: ['Mateo Brandt', 'cse', newYork, { languages: ['en', 'es', 'pt'], areas: ['platform-features'] }],
  esra: ['Esra Demirel-Vogt', 'cse', berlin, { hours: fourDays, languages: ['en', 'de', 'tr'] }],
  joaquin: ['Joaquín Ferreira de Albuquerque', 'cse', saoPaulo, { languages: ['en', 'pt', 'es'] }],
  sakura: [
    'Sakura Hallam',
    'cse',
    tokyo,
    { languages: ['en', 'ja'], areas: ['functions-compute', 'workflow'] },
  ],
  marguerite: [
    'Marguerite Osei-Bonsu',
    'support',
    lisbon,
    { lead, loadMax: 6, languages: ['en', 'fr', 'pt'] },
  ],
  yara: ['Yara Holm', 'account-team', newYork, { lead }],
  owen: ['Owen Castell', 'account-team', newYork],
  noor: ['Noor Amsel', 'account-team', berlin, { languages: ['en', 'ar', 'de'] }],
  kenji: ['Kenji Rowe', 'developer-success', newYork, { lead, loadMax: 6 }],
  lotte: ['Lotte Marsh', 'developer-success', berlin, { loadMax: 6 }],
  anselm: ['Anselm Quist', 'developer-success', singapore, { loadMax: 6 }],
  rui: ['Rui Talbot', 'deal-desk', newYork, { lead }],
  imran: ['Imran Dell', 'security', berlin, { lead }],
  clara: ['Clara Wynn', 'legal', newYork, { lead }],
  delphine: ['Delphine Marlow', 'trust-safety', newYork, { lead }],
  bertrand: ['Bertrand Achterberg', 'customer-engineer', berlin, { lead }],
  ngozi: ['Ngozi Falk', 'customer-engineer', newYork],
  vikram: ['Vikram Solberg', 'sfdc-ops', berlin, { lead }],
  piet: ['Piet Lansing', 'community', berlin, { lead, alsoIn: ['v0-product', 'workflow-product'] }],
  hana: [
    'Hana Merriweather',
    'field-engineering',
    newYork,
    { lead, alsoIn: ['platform-architect', 'professional-services'] },
  ],
} as const satisfies Readonly<Record<string, Colleague>>

export type ColleagueKey = keyof typeof colleagues

export const demoPeople = (Object.keys(colleagues) as ColleagueKey[]).map((key) => {
  const [name, team, timeZone, settings = {}] = colleagues[key] as Colleague
  return { key, name, team, timeZone, ...settings }
})
