import type { Context } from 'hono'
import { isForm } from '../../http/forms.js'

/** What a form here has at most. */
export const maxFormBytes = 8 * 1024

/** The fields of a form, of which the first of a name counts; null for what is no form. RFC 8058 allows both encodings. */
export async function readForm(c: Context): Promise<ReadonlyMap<string, string> | null> {
  if (!isForm(c, 'any')) return null
  try {
    const fields = new Map<string, string>()
    for (const [name, value] of await c.req.formData()) {
      if (typeof value === 'string' && !fields.has(name)) fields.set(name, value)
    }
    return fields
  } catch {
    return null
  }
}
