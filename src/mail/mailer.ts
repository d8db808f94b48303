/** One mail to one address. Lines of headers must hold no line break: the caller that builds them from foreign text checks it. */
export type Mail = {
  to: string
  subject: string
  html: string
  text: string
  /** Without brackets; the mailer makes one when left out. */
  messageId?: string
  /** Beside those the mailer sets, e.g. `List-Unsubscribe`. */
  headers?: Readonly<Record<string, string>>
  /** The envelope's sender, where bounces go; the From address when left out. */
  returnPath?: string
}

export type MailOptions = {
  signal?: AbortSignal
  /**
   * Awaited when everything but the end of the message is with the server: until it resolves the server cannot take the mail, afterwards
   * it may have. A sender that must not send twice keeps this moment.
   */
  onHandOver?: () => Promise<void>
}

/** `refused`: the server said no for good (SMTP 5xx), `to` the recipient (RCPT) or to the message (DATA). */
export type MailOutcome =
  | { status: 'sent'; messageId: string; response: string }
  | { status: 'refused'; to: 'recipient' | 'message'; code: number; response: string }

export type Mailer = {
  /** `smtp`, or files in a folder when no server is configured. */
  kind: 'smtp' | 'files'
  /** Where mails go, for people: a host without credentials, or a folder. */
  place: string
  /**
   * Rejects for a failure worth another try, with a `MailError` (mail-error.ts) when the server or the way to it failed: its `mayHaveArrived` says
   * whether the mail was handed over without a reply. A no to the sender, the credentials or the connection rejects too, even one for good.
   */
  send: (mail: Mail, options?: MailOptions) => Promise<MailOutcome>
  close: () => Promise<void>
}
