/** How much of a provider's own words an error message repeats, in characters. */
const longestQuote = 300

/**
 * Text that came from outside, fit for an error message: one line, no control characters (a terminal would obey them),
 * no secret, at most 300 characters.
 */
export function cleanText(text: string, secrets: readonly string[]): string {
  const line = withoutSecrets(text, secrets)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line
}

/** Replaces the given secrets, as they are and as they stand in an address, and whatever looks like a credential, by `[redacted]`: providers repeat a wrong key in their answer. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.filter((secret) => secret !== '').flatMap((secret) => [secret, encodeURIComponent(secret)])
  const known = forms.reduce((rest, form) => rest.replaceAll(form, '[redacted]'), text)
  return known
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, '$1 [redacted]')
    .replace(/\bsk-[\w*-]{6,}/g, '[redacted]')
    .replace(/:\/\/[^\s/@]+@/g, '://[redacted]@')
}

/**
 * The error for use as a `cause`, or undefined when its message or that of one of its own causes holds a secret:
 * loggers print causes.
 */
export function safeCause(error: unknown, secrets: readonly string[]): unknown {
  const texts = causeChain(error).map((link) => `${link.message}\n${link.stack ?? ''}`)
  return texts.every((text) => withoutSecrets(text, secrets) === text) ? error : undefined
}

/** An error, its cause, the cause of that, and what an `AggregateError` gathers. */
export function causeChain(error: unknown): Error[] {
  if (!(error instanceof Error)) return []
  const gathered = error instanceof AggregateError ? error.errors : []
  return [error, ...gathered.flatMap(causeChain), ...causeChain(error.cause)]
}

/** What happened, and what to do about it where that is known, each as one sentence with a full stop. */
export function sentences(what: string, fix: string | null): string {
  return [what, fix]
    .filter((part) => part !== null)
    .map((part) => `${part.replace(/[.\s]+$/, '')}.`)
    .join(' ')
}
