/** Checks the default policy once and prints the milliseconds it took, reading the files left out. For `check.ts`. */

import { defaultPolicyFolder, readPolicyFolder } from '../packages/app/src/policy-folder.ts'
import { checkPolicy } from '../packages/engine/src/policy/check.ts'

const source = readPolicyFolder(defaultPolicyFolder)
const start = performance.now()
checkPolicy(source, '2026-11-21T09:00:00Z')
console.log((performance.now() - start).toFixed(1))
