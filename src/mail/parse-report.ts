import { type Attachment, type ParsedMail, simpleParser } from 'mailparser'

/** What a report says of one recipient (RFC 3464, 2.3). */
export type RecipientReport = {
  /** As the mail was addressed, and where it went in the end. */
  recipients: string[]
  action: string
  /** Class, subject and detail (RFC 3463), e.g. 5.1.1. */
  status: string
  diagnostic: string | null
}

/** Whose mail a report is about, as far as it says: the address it came back to, the mail's own id, and its recipients. */
export type ReportClues = { sentTo: string[]; messageIds: string[]; recipients: string[] }

export type MailReport =
  | ({ kind: 'bounce'; reports: RecipientReport[] } & ReportClues)
  | ({ kind: 'complaint'; feedbackType: string } & ReportClues)
  | { kind: 'no report' }

/** A field of a report or a header, by its name in lower case; the first of a name counts. */
type Fields = ReadonlyMap<string, string>

/**
 * Reads a mail that a server sent back: a delivery status notification (RFC 3464) or an abuse report (ARF, RFC 5965). Any other mail, an answer
 * out of office for one, is `no report`. Believes nothing: who reports what is not known from the mail.
 */
export async function parseReport(raw: Buffer): Promise<MailReport> {
  const mail = await readMail(raw)
  if (mail === null || typeOf(mail) !== 'multipart/report') return { kind: 'no report' }
  const status = partOf(mail, ['message/delivery-status', 'message/global-delivery-status'])
  const said = { mail, raw }
  if (status !== undefined) return bounceOf(said, blocksOf(status.content.toString('utf8')))
  const feedback = partOf(mail, ['message/feedback-report'])
  if (feedback === undefined) return { kind: 'no report' }
  const fields = new Map(blocksOf(feedback.content.toString('utf8')).flatMap((block) => [...block]))
  return {
    kind: 'complaint',
    feedbackType: (fields.get('feedback-type') ?? '').toLowerCase(),
    ...cluesOf(said, addresses(fields, ['original-rcpt-to']), addresses(fields, ['original-mail-from'])),
  }
}

/** The mail; null for one with more headers than the parser takes. */
async function readMail(raw: Buffer): Promise<ParsedMail | null> {
  try {
    return await simpleParser(raw, { keepDeliveryStatus: true, skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EMAXLEN') return null
    throw error
  }
}

type Said = { mail: ParsedMail; raw: Buffer }

function bounceOf(said: Said, [, ...perRecipient]: Fields[]): MailReport {
  const reports = perRecipient.map((fields) => ({
    recipients: addresses(fields, ['original-recipient', 'final-recipient']),
    action: (fields.get('action') ?? '').toLowerCase().split(/[\s(]/)[0] ?? '',
    status: /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? '',
    diagnostic: fields.get('diagnostic-code') ?? null,
  }))
  return {
    kind: 'bounce',
    reports,
    ...cluesOf(
      said,
      reports.flatMap(({ recipients }) => recipients),
      [],
    ),
  }
}

function cluesOf({ mail, raw }: Said, recipients: string[], sentTo: string[]): ReportClues {
  const original = partOf(mail, ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'])
  const [headers = new Map<string, string>()] = original === undefined ? [] : blocksOf(original.content.toString('utf8'))
  const to = [mail.to].flat().flatMap((field) => field?.value.map(({ address }) => address ?? '') ?? [])
  return {
    sentTo: unique([...to, ...sentTo, ...addresses(headers, ['return-path'])]),
    messageIds: unique([...idsIn(`message-id: ${headers.get('message-id') ?? ''}`), ...idsIn(bodyOf(raw))]),
    recipients: unique(recipients),
  }
}

/** The mail a report is about is often a part to be shown, which the parser takes for text: its id is looked for among the lines, too. */
function idsIn(text: string): string[] {
  return [...text.matchAll(/^message-id:\s{0,9}<([^<>\s]{1,250})>/gim)].map(([, id = '']) => id)
}

function bodyOf(raw: Buffer): string {
  const text = raw.toString('latin1')
  return text.slice(Math.max(0, text.search(/\r?\n\r?\n/)))
}

/** Each is looked up in the database: a report is about one mail, and names its recipient in two or three ways. */
const mostClues = 20
/** No address and no id holds them, and the database takes no NUL. */
const unfit = /[\p{Cc}\p{Cs}]/u

const unique = (texts: readonly string[]) => [...new Set(texts.filter((text) => text !== '' && !unfit.test(text)))].slice(0, mostClues)

function typeOf({ headers }: ParsedMail): string {
  const type: unknown = headers.get('content-type')
  return typeof type === 'object' && type !== null && 'value' in type ? String(type.value).toLowerCase() : ''
}

function partOf({ attachments }: ParsedMail, types: readonly string[]): Attachment | undefined {
  return attachments.find(({ contentType }) => types.includes(contentType.toLowerCase()))
}

/** Blocks of `Name: value` lines, parted by empty ones; a line that begins with a space goes on with the one before. */
function blocksOf(text: string): Fields[] {
  const blocks = text
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n[ \t]*\n/)
  return blocks.map((block) => {
    const fields = new Map<string, string>()
    for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
      const [, name = '', value = ''] = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line) ?? []
      const key = name.toLowerCase()
      if (key !== '' && !fields.has(key)) fields.set(key, value.trim())
    }
    return fields
  })
}

/** Of a field that is read: no address is longer than 254 characters. */
const longestField = 1_000

/** `rfc822;ada@example.org`, `<ada@example.org>` or the address alone. */
function addresses(fields: Fields, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const words = (fields.get(name) ?? '').slice(0, longestField).split(/[\s<>;,]/)
    return words.find((word) => word.indexOf('@', 1) !== -1 && !word.endsWith('@')) ?? []
  })
}
