import { z } from 'zod'

/** An email address as people write it into a form or a command: blanks around it do not count. RFC 5321 allows 254 characters. */
export const emailSchema = z
  .string()
  .trim()
  .max(254, 'write at most 254 characters')
  .pipe(z.email('write an email address, e.g. ada@example.org').max(254))
