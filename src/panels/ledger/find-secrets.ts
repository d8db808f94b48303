import { z } from 'zod'

/** Where a secret stands (a JSON path, which never shows the secret) and what kind it is. */
export type SecretFinding = { path: string; kind: string }

/**
 * Shapes of keys by their vendors' own prefixes; the letters, digits and lengths are those of keys as issued, rounded down.
 * A shape that ordinary words may have as well asks for a digit.
 */
const shapes: readonly { kind: string; pattern: RegExp }[] = [
  { kind: 'an Anthropic key (sk-ant-…)', pattern: /\bsk-ant-[\w-]{16,}/ },
  { kind: 'a key that begins with sk-', pattern: /\bsk-(?!ant-)(?=[\w-]{0,200}\d)[\w-]{20,}/ },
  { kind: 'a Google key (AIza…)', pattern: /\bAIza[\w-]{30,}/ },
  { kind: 'a GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/ },
  { kind: 'a Slack token (xox…)', pattern: /\bxox[abeoprs]-[\w-]{10,}/ },
  { kind: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { kind: 'a Hugging Face token (hf_…)', pattern: /\bhf_[A-Za-z0-9]{30,}/ },
  { kind: 'a JSON web token', pattern: /\beyJ[\w-]{10,500}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
  { kind: 'a bearer token', pattern: /\bBearer\s+(?=[\w.~+/-]{0,200}\d)[\w.~+/-]{20,}/i },
  {
    kind: 'an Authorization header',
    pattern: /\bAuthorization["'\\]*\s*[:=]\s*["'\\]*(?:[A-Za-z]+\s+)?(?=[\w.~+/-]{0,200}\d)[\w.~+/-]{16,}/i,
  },
  { kind: 'a private key (PEM)', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
]

/** Headers that carry a key. In a recording there is no header at all. */
const headerNames = /^(?:(?:proxy-)?authorization|(?:x-|x-goog-)?api-key|(?:set-)?cookie)$/i

/** What people write where a server asks for a key and has none: `none`, `EMPTY`, `lm-studio`. It may well stand in a text. */
const placeholder = /^(?:.{0,7}|[A-Za-z-]{8,15})$/

/** Stands in a path for a name that holds a secret itself. */
const hiddenName = '…'

type Path = (string | number)[]

/**
 * Every place of a JSON document, names of properties included, that holds one of the known keys or anything that looks like a key.
 * Known values shorter than eight characters, and words shorter than sixteen, are taken for placeholders. Pure.
 */
export function findSecrets(document: unknown, { known }: { known: readonly string[] }): SecretFinding[] {
  const secrets = known.filter((value) => !placeholder.test(value))
  const walk = (value: unknown, path: Path): SecretFinding[] => {
    if (typeof value === 'string') return kindsIn(value, secrets).map((kind) => finding(path, kind))
    if (Array.isArray(value)) return value.flatMap((item, index) => walk(item, [...path, index]))
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([name, child]) => {
      const inName = kindsIn(name, secrets)
      const place = [...path, inName.length === 0 ? name : hiddenName]
      const named = headerNames.test(name) && typeof child === 'string' && child !== '' ? ['a header that carries a key'] : []
      return [...[...inName, ...named].map((kind) => finding(place, kind)), ...walk(child, place)]
    })
  }
  return walk(document, [])
}

function kindsIn(text: string, secrets: readonly string[]): string[] {
  const configured = secrets.some((secret) => text.includes(secret)) ? ['a key of your configuration'] : []
  return [...configured, ...shapes.filter(({ pattern }) => pattern.test(text)).map(({ kind }) => kind)]
}

function finding(path: Path, kind: string): SecretFinding {
  return { path: path.length === 0 ? '(the whole document)' : z.core.toDotPath(path), kind }
}
