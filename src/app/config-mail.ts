import { resolve } from 'node:path'
import { z } from 'zod'
import { weeklyScheduleSchema } from '../contracts/schedule.js'
import { expandHome, longestName, longestPath, senderSchema } from './config-values.js'

export const mailSchema = z.strictObject({
  /** Who sends; PANEL_MAIL_FROM when left out. */
  from: senderSchema.optional(),
  /** The address bounces go to; the one of `from` when left out. */
  returnPath: z.email('write an address, e.g. bounces@example.com').max(254).optional(),
  /** Signs mails (RFC 6376). The key, PEM, is in a file, from the folder of this one. */
  dkim: z
    .strictObject({
      domain: z.string().min(1).max(longestName),
      selector: z.string().min(1).max(longestName),
      keyFile: z.string().min(1).max(longestPath),
    })
    .optional(),
  /** What the mail server takes: mails a minute over all workers, and connections of one. */
  perMinute: z.int().min(1).max(100_000).default(600),
  connections: z.int().min(1).max(50).default(2),
})

export type MailSettings = z.infer<typeof mailSchema>

/** The `newsletter` section of the file: when the week's issue is drafted, for people to approve, and who sends it. */
export const newsletterSchema = weeklyScheduleSchema.extend({
  /** Who sends it and where to write to, as the law of many countries wants it below each issue. */
  sender: z.string().max(500).optional(),
})

export type NewsletterSettings = z.infer<typeof newsletterSchema>

/** How mails are sent, with who sends them. */
export type Mailing = MailSettings & { from: string }

/** Without a sender no mail can be sent: the command or page that is to send one says so, with the fix. */
export function readMail(
  mail: MailSettings | undefined,
  { from: sender, folder }: { from: string | undefined; folder: string },
): Mailing | null {
  const from = mail?.from ?? sender
  if (from === undefined) return null
  const { dkim, ...settings } = mail ?? mailSchema.parse({})
  return { ...settings, from, ...(dkim === undefined ? {} : { dkim: { ...dkim, keyFile: resolve(folder, expandHome(dkim.keyFile)) } }) }
}
