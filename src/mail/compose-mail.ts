import MailComposer from 'nodemailer/lib/mail-composer'
import { z } from 'zod'
import type { Runtime } from '../platform/runtime.js'
import { domainOf, parseSender } from './mail-settings.js'
import type { Mail } from './mailer.js'

/** A mail as its bytes, with the envelope that takes it along. */
export type ComposedMail = { messageId: string; envelope: { from: string; to: string }; raw: Buffer }

export type ComposeOptions = {
  from: string
  returnPath: string | undefined
  /** Whether people open the mail as a file: its text is then written as it is, so that links can be copied. Only some servers take that. */
  isReadAsFile: boolean
  runtime: Pick<Runtime, 'now' | 'newId'>
}

/** What is folded into lines afterwards, such as a subject: far more than a mail program shows. */
const longestLine = 10_000
/** RFC 5322, 2.1.1, without the line break. */
const maxLineBytes = 998

const lineSchema = z
  .string()
  .max(longestLine)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  .regex(/^[^\u0000-\u0008\u000a-\u001f\u007f\u2028\u2029]*$/, 'holds a line break or another control character')
/** One plain address: nothing that a list, a comment, quotes or a command could be made of. RFC 5321 allows 254 characters. */
const addressSchema = lineSchema.max(254).pipe(z.email('is no plain address').max(254))
/** The left and right side of RFC 5322's msg-id, as plain words. */
const messageIdSchema = z
  .string()
  .max(250)
  .regex(/^[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+$/, 'is no message id')
const headerNameSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,75}$/, 'is no header’s name')
/** A header is a line of 998 characters at most (RFC 5322, 2.1.1), and is sent as it is: other characters than ASCII would need an encoding. */
const headerSchema = lineSchema.max(900).regex(/^[\x20-\x7e]*$/, 'holds characters that a header cannot carry')

/** Headers that the mailer itself sets: a second one would contradict it. */
const ownHeaders = ['from', 'to', 'cc', 'bcc', 'sender', 'subject', 'date', 'message-id', 'mime-version', 'return-path', 'dkim-signature']

/**
 * Writes a mail as a whole RFC 5322 message, with CRLF: text and HTML as multipart/alternative. Throws when a line that comes from outside holds
 * a line break, so that no one adds headers or recipients, or when the address is not a single plain one. Reads no file and no address.
 */
export async function composeMail(mail: Mail, { from, returnPath, isReadAsFile, runtime }: ComposeOptions): Promise<ComposedMail> {
  const sender = parseSender(from)
  const to = parsePart(addressSchema, mail.to, 'the recipient')
  const messageId = parsePart(messageIdSchema, mail.messageId ?? `${runtime.newId('mail')}@${domainOf(sender.address)}`, 'the message id')
  const envelope = { from: parsePart(addressLikeSchema, mail.returnPath ?? returnPath ?? sender.address, 'the return path'), to }
  const composer = new MailComposer({
    from: sender,
    to: { name: '', address: to },
    subject: parsePart(lineSchema, mail.subject, 'the subject'),
    messageId: `<${messageId}>`,
    date: runtime.now(),
    headers: { ...checkedHeaders(mail.headers ?? {}), 'Auto-Submitted': prepared('auto-generated') },
    text: isReadAsFile ? plainPart(mail.text) : mail.text,
    html: mail.html,
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return { messageId, envelope, raw: await composer.compile().build() }
}

/** The text as a part that is not encoded; as it was where a line is too long for that. */
function plainPart(text: string): string | { raw: string } {
  const lines = text.split(/\r\n|[\r\n]/)
  if (lines.some((line) => Buffer.byteLength(line) > maxLineBytes)) return text
  const headers = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit']
  return { raw: [...headers, '', ...lines].join('\r\n') }
}

/** As `addressSchema`, for an operator's own machine too, whose addresses end in `localhost`. */
const addressLikeSchema = lineSchema.max(254).regex(/^[^\s<>@,;:"()[\]\\]+@[A-Za-z0-9.-]+$/, 'is no plain address')

function checkedHeaders(headers: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      parsePart(headerNameSchema, name, 'a header')
      if (ownHeaders.includes(name.toLowerCase()) || /^content-/i.test(name)) throw new Error(`the mailer itself sets the header ${name}`)
      return [name, prepared(parsePart(headerSchema, value, `the header ${name}`))]
    }),
  )
}

/** Goes out as it is, on one line: it has been checked, and an address in angle brackets must be neither encoded nor put on a line of its own. */
const prepared = (value: string) => ({ prepared: true, foldLines: false, value })

/** Does not repeat the value: it may be someone's address, and errors are logged. */
function parsePart(schema: z.ZodType<string>, value: string, what: string): string {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new Error(`a mail cannot be written: ${what} ${parsed.error.issues[0]?.message ?? 'is not as expected'}`)
  return parsed.data
}
