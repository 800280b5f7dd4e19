/** Numbers and sums of money in the ways people write them: "$40k", "40 000 USD", "1.2M", "€50.000", "three". */
import type { Span } from './words.ts'

/** A number as it stands in the text, with its currency sign or word. */
type Amount = Span & {
  readonly value: number
  /**
   * Whether it is an exact sum of money: it has a currency or a magnitude ("k", "million"), or is 1000 or more and no
   * year; and it is neither a bound ("over 50k", "50k+"), nor an end of a range, nor spread over years, nor in a
   * currency far from par. Euros, pounds and francs are taken at face value.
   */
  readonly isMoney: boolean
}

// INVARIANT: every repetition is bounded, so that a megabyte of digits costs no more than its length.
const grouped = /\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3}){1,4}(?!\d)(?:[.,]\d{1,2}(?!\d))?/.source
const figure = `(?<figure>${grouped}|\\d{1,15}(?:[.,]\\d{1,4})?)`
const magnitude = /(?<magnitude>[kKmM]|[ \u00a0]?(?:[kKM]|mn|mio|thousand|million|billion|bn))/.source
const currency =
  /[ \u00a0]?(?<currency>€|\$|£|(?:usd|USD|eur|EUR|gbp|GBP|chf|CHF|dollars?|euros?)(?![\p{L}\p{N}]))/u.source
const amountPattern = new RegExp(`${figure}(?:${magnitude}(?![\\p{L}\\p{N}]))?(?:${currency})?`, 'uy')
const goesOn = /^(?:[\p{L}\p{N}\p{M}%]|[.,:]\d|[- ]?%)/u

const currencyBefore =
  /(?:(?<![\p{L}$])(?:US|us)?\$|[€£]|(?<![\p{L}])(?:USD|usd|EUR|eur|GBP|gbp|CHF|chf))\s?$/u
const foreignBefore = /(?:[\p{L}]\$|[¥₹₩₽₺₴])\s?$/u
const foreignAfter =
  /^\s?(?:[¥₹₩₽₺₴]|(?:sek|nok|dkk|pln|czk|huf|inr|jpy|cny|aud|cad|nzd|sgd|hkd|brl|mxn|zar|try|kr|yen|rupees)\b)/i
const bounds =
  '(?:over|above|under|below|than|least|most|beyond|exceed|exceeds|exceeding|up to|max|maximum|minimum|almost|nearly|close to)'
const boundBefore = new RegExp(`(?:\\b${bounds}\\s(?:about |around |roughly )?~?|[<>≤≥]\\s?)$`, 'i')
const rangeBefore = /[\dkKmM€$£]\s?(?:[-–—]|\b(?:to|and|or|bis)\b)\s?$|\d[.,]$/
const rangeAfter = /^\s?(?:\+|(?:[-–—]|\b(?:to|bis)\b)\s?[$€£~]?\d|(?:plus|or more|or less|or so)\b)/
const spreadAfter = /^\s(?:over|for|across)\s(?:[\p{L}\d]{1,12}\s){1,3}years?\b/u

/** The number that begins at `start`, where a word begins; `undefined` when the word only begins like one ("14th"). */
export function amountAt(text: string, start: number): Amount | undefined {
  amountPattern.lastIndex = start
  const match = amountPattern.exec(text)
  if (match === null) return undefined
  const end = start + match[0].length
  const after = text.slice(end, end + 40)
  const value = valueOfAtom(match.groups!['figure']!, match.groups!['magnitude'])
  if (value === undefined || goesOn.test(after)) return undefined
  const sign = currencyBefore.exec(text.slice(Math.max(0, start - 6), start))?.[0] ?? ''
  const before = text.slice(Math.max(0, start - sign.length - 30), start - sign.length)
  const isMarked =
    sign !== '' || match.groups!['currency'] !== undefined || match.groups!['magnitude'] !== undefined
  const isMoney = (isMarked || isLarge(match[0], value)) && isExact(before, after)
  return { start: start - sign.length, end, value, isMoney }
}

const scales: Readonly<Record<string, number>> = { k: 1e3, t: 1e3, m: 1e6, b: 1e9 }

/** `undefined` where dots and commas could be read in two ways: "1,200k". */
function valueOfAtom(figure: string, magnitude: string | undefined): number | undefined {
  const scale = scales[magnitude?.trim().charAt(0).toLowerCase() ?? ''] ?? 1
  const isGrouped = /^[1-9]\d{0,2}(?:\D\d{3})+(?:[.,]\d{1,2})?$/.test(figure)
  if (!isGrouped) return Number(figure.replace(',', '.')) * scale
  if (scale > 1) return scale > 1e3 && /^\d+\.\d{3}$/.test(figure) ? Number(figure) * scale : undefined
  const decimals = /[.,]\d{1,2}$/.exec(figure)?.[0] ?? ''
  const whole = figure.slice(0, figure.length - decimals.length).replace(/\D/g, '')
  return Number(whole + decimals.replace(',', '.'))
}

function isLarge(written: string, value: number): boolean {
  const isYear = /^\d{4}$/.test(written) && value >= 1900 && value < 2100
  return value >= 1000 && !isYear
}

function isExact(before: string, after: string): boolean {
  if (foreignBefore.test(before) || foreignAfter.test(after)) return false
  if (boundBefore.test(before) || rangeBefore.test(before)) return false
  return !rangeAfter.test(after) && !spreadAfter.test(after)
}

const names = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

/** The number that a word names, up to twelve. */
export function numberNamed(form: string): number | undefined {
  const at = names.indexOf(form)
  return at < 0 ? undefined : at + 1
}
