/** `rightdesk init`: a copy of the default policy to start one's own from. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { policyJsonSchemas, Refusal } from '@rightdesk/engine'
import { defaultPolicyFolder } from '../policy-folder.ts'
import type { Console } from './console.ts'

/** Copies into a folder that does not exist or is empty; never overwrites. */
export function initCommand(folder: string, io: Console): number {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    const help = 'Name another folder: rightdesk init my-policy.'
    throw new Refusal('conflict', 'DIR', `\`${folder}\` exists and is not empty`, help)
  }
  cpSync(defaultPolicyFolder, folder, { recursive: true })
  addSchemas(folder)
  io.stdout.write(
    `Wrote the default policy to ${folder}.\n` +
      `Change it, then run:\n  rightdesk policy check --policy ${folder}\n  rightdesk policy test --policy ${folder}\n`,
  )
  return 0
}

/** The JSON Schemas go along, so that editors complete and check a policy wherever it lives. */
function addSchemas(folder: string): void {
  mkdirSync(join(folder, '.schema'))
  for (const [kind, schema] of Object.entries(policyJsonSchemas())) {
    writeFileSync(join(folder, '.schema', `${kind}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`)
  }
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.yaml'),
  )
  for (const path of files) {
    const text = readFileSync(join(folder, path), 'utf8')
    const up = path.includes('/') || path.includes('\\') ? '../' : ''
    writeFileSync(
      join(folder, path),
      text.replace(/\$schema=\S*\/(?=\w+\.schema\.json)/, `$schema=${up}.schema/`),
    )
  }
}
