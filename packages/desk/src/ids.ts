/** Ids that sort by time: a prefix that says of what, 48 bits of milliseconds, 80 bits of randomness. */

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Makes ids from a clock in milliseconds and a source of random bytes; within a millisecond, later sorts later. */
export function idMaker(nowMs: () => number, randomBytes: (count: number) => Uint8Array) {
  let last = 0
  let tail = 0n
  return (prefix: string): string => {
    const ms = Math.max(nowMs(), last)
    tail = ms === last ? tail + 1n : asNumber(randomBytes(10)) >> 1n
    last = ms
    return `${prefix}_${encode(BigInt(ms), 10)}${encode(tail, 16)}`
  }
}

/** No id of this prefix that was made at a time, or later, sorts before this. */
export const firstIdAt = (prefix: string, time: string): string =>
  `${prefix}_${encode(BigInt(Math.max(0, Date.parse(time))), 10)}`

const asNumber = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

/** Crockford's base 32: no letters that are mistaken for others. */
function encode(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest >>= 5n) text = alphabet[Number(rest & 31n)] + text
  return text
}
