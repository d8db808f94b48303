import { withoutAtEnd } from './text-end.js'

/** What the keys of a vendor look like: `kind` names them for people, and never shows one. */
export type SecretShape = { kind: string; pattern: RegExp }
/** What no text may show: a value, or whatever looks like that. */
export type Secret = string | SecretShape

/** How much of a provider's own words an error message repeats, in characters. */
const longestQuote = 300

/** How much of it is looked at: white space and control characters in it take no room in the end. */
const longestText = 64 * 1024

/**
 * Text that came from outside, fit for an error message: one line, no control characters (a terminal would obey them),
 * no secret, at most 300 characters. Of a long text the beginning alone is looked at.
 */
export function cleanText(text: string, secrets: readonly Secret[]): string {
  const line = withoutSecrets(text.slice(0, longestText), secrets)
    // A secret that the cut goes through is no longer known as one.
    .slice(
      0,
      text.length > longestText
        ? -Math.max(longestGuess, ...secrets.map((secret) => (typeof secret === 'string' ? secret.length * 3 : 0)))
        : undefined,
    )
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line
}

/** What looks like a credential is no longer than that. */
const longestGuess = 4096

/**
 * Below this length a value was made up by hand (vendors issue keys of 30 characters and more), and its letters are in ordinary words too:
 * it is looked for as a whole word alone.
 */
const shortestIssuedKey = 8
/** What people write where a server wants any key at all: `x`, `none`, `EMPTY`, `ollama`, `1234`. It hides nothing, and messages use such words. */
const placeholder = /^(?:[A-Za-z]{0,7}|\d{0,7})$/

/**
 * Replaces the given secrets, as they are and as they are in an address, and whatever looks like a credential, by `[redacted]`: providers
 * repeat a wrong key in their answer. Of values shorter than eight characters, whole words alone are replaced, and plain words and numbers not.
 */
export function withoutSecrets(text: string, secrets: readonly Secret[]): string {
  const values = secrets.filter((secret) => typeof secret === 'string').filter((secret) => !placeholder.test(secret))
  const shapes = secrets.filter((secret) => typeof secret !== 'string')
  const guessed = values
    .reduce(withoutSecret, text)
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, '$1 [redacted]')
    .replace(/\bsk-[\w*-]{6,}/g, '[redacted]')
    .replace(/\b(?:AIza|gsk_|hf_|xai-|nvapi-|pplx-|r8_|gh[pousr]_|github_pat_|AKIA)[\w-]{12,}/g, '[redacted]')
    .replace(/\b((?:x-)?api[-_]?key["']?\s{0,3}[:=]\s{0,3}["']?)[\w.~+/=-]{6,}/gi, '$1[redacted]')
    .replace(/:\/\/[^\s/@]+@/g, '://[redacted]@')
  return shapes.reduce((rest, shape) => withoutShape(rest, shape, '[redacted]'), guessed)
}

/** The text with the replacement in place of whatever has that shape. */
export function withoutShape(text: string, { pattern }: SecretShape, replacement: string): string {
  return text.replace(new RegExp(pattern, pattern.flags.replace('g', '').concat('g')), replacement)
}

function withoutSecret(text: string, secret: string): string {
  const forms = [secret, encodeURIComponent(secret)]
  if (secret.length >= shortestIssuedKey) return forms.reduce((rest, form) => rest.replaceAll(form, '[redacted]'), text)
  return forms.reduce((rest, form) => rest.replace(wholeWord(form), '[redacted]'), text)
}

function wholeWord(word: string): RegExp {
  const escaped = word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${escaped}(?![\\p{L}\\p{N}_-])`, 'gu')
}

/**
 * The error for use as a `cause`, or undefined when its message or that of one of its own causes holds a secret:
 * loggers print causes.
 */
export function safeCause(error: unknown, secrets: readonly Secret[]): unknown {
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
    .map((part) => `${withoutAtEnd(part, '. \t\n\r')}.`)
    .join(' ')
}
