import { z } from 'zod'
import { type SecretShape, withoutShape } from '../../platform/text/provider-text.js'
import { secretShapesOf, setUpProviders } from '../../providers/setup.js'

/** Where a secret is (a JSON path, which never shows the secret) and what kind it is. */
export type SecretFinding = { path: string; kind: string }

/** The prefix that many vendors' keys have, but for those that one of the shapes of their vendors names. */
const commonShape: SecretShape = { kind: 'a key that begins with sk-', pattern: /\bsk-(?=[\w-]{0,200}\d)[\w-]{20,}/ }

/**
 * Shapes of keys of others than providers, by their own prefixes; the letters, digits and lengths are those of keys as issued, rounded down.
 * A shape that ordinary words may have as well asks for a digit.
 */
const otherShapes: readonly SecretShape[] = [
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

const shippedShapes = secretShapesOf({ providers: setUpProviders({}) })

/** Headers that carry a key. In a recording there is no header at all. */
const headerNames = /^(?:(?:proxy-)?authorization|(?:x-|x-goog-)?api-key|(?:set-)?cookie)$/i

/** What people write where a server asks for a key and has none: `none`, `EMPTY`, `lm-studio`. It may well be in a text. */
const placeholder = /^(?:.{0,7}|[A-Za-z-]{8,15})$/

/** Stands in a path for a name that holds a secret itself. */
const hiddenName = '…'

type Path = (string | number)[]

/** Secret values, and what the keys of vendors look like. */
export type KnownSecrets = { known: readonly string[]; shapes?: readonly SecretShape[] | undefined }

/**
 * Every place of a JSON document, names of properties included, that holds one of the known keys or anything that looks like a key.
 * Known values shorter than eight characters, and words shorter than sixteen, are taken for placeholders. `shapes` are those of the vendors'
 * keys, the shipped ones when left out. Pure.
 */
export function findSecrets(document: unknown, { known, shapes = shippedShapes }: KnownSecrets): SecretFinding[] {
  const values = known.filter((value) => !placeholder.test(value))
  const kindsIn = (text: string) => kindsOf(text, { values, shapes })
  const walk = (value: unknown, path: Path): SecretFinding[] => {
    if (typeof value === 'string') return kindsIn(value).map((kind) => finding(path, kind))
    if (Array.isArray(value)) return value.flatMap((item, index) => walk(item, [...path, index]))
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([name, child]) => {
      const inName = kindsIn(name)
      const place = [...path, inName.length === 0 ? name : hiddenName]
      const named = headerNames.test(name) && typeof child === 'string' && child !== '' ? ['a header that carries a key'] : []
      return [...[...inName, ...named].map((kind) => finding(place, kind)), ...walk(child, place)]
    })
  }
  return walk(document, [])
}

function kindsOf(text: string, { values, shapes }: { values: readonly string[]; shapes: readonly SecretShape[] }): string[] {
  const configured = values.some((value) => text.includes(value)) ? ['a key of your configuration'] : []
  const vendors = shapes.filter((shape) => isIn(text, shape))
  const rest = vendors.reduce((left, shape) => withoutShape(left, shape, ' '), text)
  const found = [...vendors, ...(isIn(rest, commonShape) ? [commonShape] : []), ...otherShapes.filter((shape) => isIn(text, shape))]
  return [...configured, ...found.map(({ kind }) => kind)]
}

function isIn(text: string, { pattern }: SecretShape): boolean {
  return text.search(pattern) !== -1
}

function finding(path: Path, kind: string): SecretFinding {
  return { path: path.length === 0 ? '(the whole document)' : z.core.toDotPath(path), kind }
}
