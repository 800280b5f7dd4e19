/** Secrets at rest: what the desk has to hand out again, such as a webhook's signing secret, is kept encrypted. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { Refusal } from '@rightdesk/engine'

export interface Vault {
  /** Encrypts; the same text gives other bytes each time. */
  lock(secret: string): string
  /** Gives the text back; throws `precondition_failed` where another key locked it or somebody changed it. */
  unlock(locked: string): string
}

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
/** Says how it was made, so that another way can follow. */
const mark = 'v1.'

/** A key for one purpose, 32 bytes, from the one secret of an installation. */
export const keyFor = (purpose: string, secret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, 'rightdesk', purpose, 32))

/** A vault that opens only with the same secret. */
export function vaultWith(secret: string): Vault {
  const key = keyFor('vault', secret)
  return {
    lock: (text) => {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return mark + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    unlock: (locked) => {
      try {
        if (!locked.startsWith(mark)) throw new Error('unknown mark')
        const bytes = Buffer.from(locked.slice(mark.length), 'base64url')
        const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes))
        decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
        return (
          decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
        )
      } catch {
        throw new Refusal(
          'precondition_failed',
          '',
          'a stored secret cannot be opened with the key of this process',
          'Start it with the RIGHTDESK_SECRET, or the key file, that was in force when it was stored.',
        )
      }
    },
  }
}
