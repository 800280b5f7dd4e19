/** The invented customers of the demonstration: what their records say, by the short name that the asks use. */

export type Facts = Readonly<Record<string, string | number | boolean>>

type Customer = readonly [name: string, facts: Facts]

const enterprise = (arr: number, region: string, more: Facts = {}): Facts => ({
  plan: 'enterprise',
  lifecycle: 'post-sales',
  arr,
  region,
  strategic: false,
  ...more,
})
const prospect = (region: string, more: Facts = {}): Facts => ({
  plan: 'enterprise',
  lifecycle: 'pre-sales',
  region,
  ...more,
})
const pro: Facts = { plan: 'pro' }
const hobby: Facts = { plan: 'hobby' }
const strategic: Facts = { strategic: true }

export const customers = {
  larkspur: ['Larkspur Travel', enterprise(310_000, 'emea', { hasPlatformArchitect: true })],
  quillstone: ['Quillstone Books', enterprise(64_000, 'amer', { hasPlatformArchitect: false })],
  brightwater: ['Brightwater Energy', enterprise(145_000, 'apac', { hasPlatformArchitect: false })],
  saltmarsh: ['Saltmarsh Insurance', prospect('emea', strategic)],
  copperfield: ['Copperfield Games', enterprise(520_000, 'amer', strategic)],
  fernhill: ['Fernhill Studio', pro],
  oatEmber: ['Oat & Ember Coffee', pro],
  pebble: ['Pebble Analytics', pro],
  marigold: ['Marigold Schools', pro],
  tinderbox: ['Tinderbox Radio', hobby],
  nimbus: ['Nimbus Weather Club', hobby],
  halyard: ['Halyard Logistics', {}],
  thornbury: ['Thornbury & Daughters Department Stores', enterprise(780_000, 'emea', strategic)],
  kestrel: ['Kestrel Aviation Maintenance and Overhaul', enterprise(260_000, 'amer', strategic)],
  aldermoor: ['Aldermoor University Hospitals Foundation', enterprise(190_000, 'emea', strategic)],
  moonrake: [
    'Moonrake Streaming',
    enterprise(1_200_000, 'amer', { ...strategic, hasPlatformArchitect: true }),
  ],
  harrowgate: ['Harrowgate Municipal Transport Authority', enterprise(410_000, 'emea', strategic)],
  tidewell: ['Tidewell Freight Asia-Pacific', enterprise(340_000, 'apac', strategic)],
  redfern: ['Redfern Robotics', enterprise(230_000, 'apac', strategic)],
  lindenfeld: [
    'Lindenfeld Versicherungsgesellschaft für Handwerk und Mittelstand',
    prospect('emea', strategic),
  ],
  calloway: ['Calloway Bank', prospect('amer', strategic)],
  ostwind: ['Ostwind Maschinenbau', prospect('emea')],
  pinecrest: ['Pinecrest Outdoor Supply', enterprise(150_000, 'amer', { churnRisk: true })],
  juniper: ['Juniper Row Publishing Group International', enterprise(88_000, 'amer')],
  veltri: ['Veltri Ceramiche', enterprise(120_000, 'emea', { hasTechnicalConsultant: true })],
  sunhollow: ['Sunhollow Solar Cooperative', enterprise(95_000, 'amer')],
  wickerby: ['Wickerby Foods', pro],
  lumen: ['Lumen & Larch Interiors', pro],
  gorse: ['Gorse Valley Farmers Market', pro],
  tallis: ['Tallis Choir Archive', hobby],
} as const satisfies Readonly<Record<string, Customer>>

export type CustomerKey = keyof typeof customers

const keys = Object.keys(customers) as CustomerKey[]

/** What the CRM would call a customer; the first is `demo-001`. */
export const externalIdOf = (key: CustomerKey): string =>
  `demo-${String(keys.indexOf(key) + 1).padStart(3, '0')}`

export const demoAccounts = keys.map((key) => {
  const [name, facts] = customers[key]
  return { externalId: externalIdOf(key), name, facts }
})
