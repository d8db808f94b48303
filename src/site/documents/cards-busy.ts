/** So many cards wait to be drawn that another would wait too long: it can be asked for again in `retryAfterSeconds`. */
export class CardsBusyError extends Error {
  override name = 'CardsBusyError'
  readonly retryAfterSeconds = 10
}
