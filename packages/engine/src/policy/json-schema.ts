/** The JSON Schemas of the policy files, for editors: made from the definitions that parsing uses. */
import { z } from 'zod'
import { type FileKind, fileKinds } from './schema.ts'

/** One JSON Schema (draft 2020-12) for each kind of file, by kind. */
export const policyJsonSchemas = (): Record<FileKind, object> =>
  Object.fromEntries(
    Object.entries(fileKinds).map(([kind, { schema, where }]) => [
      kind,
      { ...z.toJSONSchema(schema, { io: 'input' }), title: `Rightdesk policy: ${where}` },
    ]),
  ) as Record<FileKind, object>
