import { z } from 'zod'
import { looseText } from './bounded-text.js'
import { longest } from './limits.js'
import { instantSchema, sha256Schema } from './primitives.js'

/** How a source's text came from its address; left out of a source that a person typed. */
export const captureSchema = z.strictObject({
  /** Where the last redirect led. */
  finalUrl: z.url({ protocol: /^https?$/ }).max(2_000),
  fetchedAt: instantSchema,
  /** The HTTP status. */
  status: z.int().min(100).max(599),
  /** As the server said; null where it said nothing. */
  mediaType: looseText(longest.id).nullable(),
  /** Of the bytes as they came, without their compression. */
  bytesSha256: sha256Schema,
  /** Which version of the extraction made the text of them. */
  extraction: z.int().positive(),
  /** The page states no day of its own: the source's day of publication is the one on which it was read. */
  undated: z.literal(true).optional(),
})
export type Capture = z.infer<typeof captureSchema>

/** Whether a source says when it was published: what people type does, and a page that states a day. Pure. */
export function isDated({ capture }: { capture?: Capture | undefined }): boolean {
  return capture?.undated !== true
}
