import type { Context } from 'hono'

/** What a form here has at most. */
export const maxFormBytes = 8 * 1024

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data']

/** The fields of a form, of which the first of a name counts; null for what is no form. RFC 8058 allows both encodings. */
export async function readForm(c: Context): Promise<ReadonlyMap<string, string> | null> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!formTypes.includes(type)) return null
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

/** A wait as people read it. */
export function waitWords(seconds: number): string {
  if (seconds < 120) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`
  return seconds < 7_200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3_600)} hours`
}
