/** A mail that could not be sent now, and may be later. Its message names neither credentials nor what the mail says. */
export class MailError extends Error {
  /** Of the server's reply, e.g. 451; null when there was none. */
  readonly code: number | null
  /** Whether the server may have taken the mail all the same: its end was handed over, and no reply came. False after a reply that says no. */
  readonly mayHaveArrived: boolean
  constructor(message: string, { code, mayHaveArrived }: { code: number | null; mayHaveArrived: boolean }) {
    super(message)
    this.name = 'MailError'
    this.code = code
    this.mayHaveArrived = mayHaveArrived
  }
}
