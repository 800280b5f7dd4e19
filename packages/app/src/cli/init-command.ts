/** `rightdesk init`: a copy of the default policy to start one's own from. */
import { cpSync, existsSync, readdirSync } from 'node:fs'
import { Refusal } from '@rightdesk/engine'
import { defaultPolicyFolder } from '../policy-folder.ts'
import type { Console } from './console.ts'

/** Copies into a folder that does not exist or is empty; never overwrites. */
export function initCommand(folder: string, io: Console): number {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    const help = 'Name another folder: rightdesk init my-policy.'
    throw new Refusal('conflict', 'DIR', `\`${folder}\` exists and is not empty`, help)
  }
  cpSync(defaultPolicyFolder, folder, { recursive: true })
  io.stdout.write(
    `Wrote the default policy to ${folder}.\n` +
      `Change it, then run:\n  rightdesk policy check --policy ${folder}\n  rightdesk policy test --policy ${folder}\n`,
  )
  return 0
}
