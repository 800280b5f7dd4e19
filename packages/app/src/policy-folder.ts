/** Reads a policy folder from the disk. What the files mean is the engine's business. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type PolicySource, type PolicyText, Refusal } from '@rightdesk/engine'

/** The policy that comes with the product. */
export const defaultPolicyFolder = fileURLToPath(new URL('../../../policy', import.meta.url))

/** Files beyond this are no policy; the engine says so of each, this only keeps them out of memory. In bytes. */
const fileSizeMax = 8_000_000

/** Reads every YAML file below a folder; throws a `Refusal` when there is none to read. */
export function readPolicyFolder(folder: string): PolicySource {
  const info = statSync(folder, { throwIfNoEntry: false })
  if (!info?.isDirectory()) {
    const help = 'Name a folder with a policy.yaml, or make one with `rightdesk init`.'
    throw new Refusal('not_found', 'policy', `there is no policy folder \`${folder}\``, help)
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return { folder: shownAs(folder), files: files.map((path) => readText(folder, path)) }
}

function readText(folder: string, path: string): PolicyText {
  const name = relative(folder, path).split(sep).join('/')
  const { size } = statSync(path)
  if (size > fileSizeMax) {
    throw new Refusal(
      'limit_exceeded',
      name,
      `\`${name}\` has ${size} bytes, more than ${fileSizeMax}`,
      'Split it.',
    )
  }
  const bytes = readFileSync(path)
  try {
    return { path: name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    throw new Refusal('invalid', name, `\`${name}\` is not valid UTF-8`, 'Save the file as UTF-8.')
  }
}

/** A folder as messages name it: relative to where the person stands when it is below, else by its own name. */
function shownAs(folder: string): string {
  const path = relative(process.cwd(), resolve(folder)) || '.'
  return path.startsWith('..') ? basename(resolve(folder)) : path.split(sep).join('/')
}
