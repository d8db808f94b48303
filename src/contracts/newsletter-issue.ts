import { z } from 'zod'
import { atMost, listOfAtMost, longest, most } from './limits.js'
import { textSchema } from './primitives.js'

/** One comparison, change or retraction in an issue. `path` is a site path. */
const issueItemSchema = z.strictObject({
  kind: z.enum(['published', 'changed', 'retracted']),
  recordId: textSchema,
  title: textSchema,
  path: atMost(z.string().startsWith('/'), longest.text),
  at: textSchema,
  /** One line in words, e.g. how the panel leans; editors may rewrite it. */
  line: textSchema,
  tools: listOfAtMost(
    z.array(z.strictObject({ slug: textSchema, name: textSchema, panelShip: textSchema, entryPrice: textSchema })),
    most.members,
  ),
  publicReason: textSchema.nullable(),
})

/** What an issue says. */
export const issueContentSchema = z.strictObject({
  week: z.string().regex(/^\d{4}-W\d{2}$/),
  subject: textSchema,
  /** Plain text above the items; paragraphs are parted by an empty line. */
  intro: atMost(z.string(), longest.text),
  items: listOfAtMost(z.array(issueItemSchema), most.members),
})
export type IssueContent = z.infer<typeof issueContentSchema>
