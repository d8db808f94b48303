import { slugSchema } from '../../contracts/primitives.js'
import { isolate } from '../../platform/text/text-direction.js'

export type PairLink = { slug: string; title: string }

/** It has another address. `to` is a site path such as `/compare/a-vs-b`. */
export type Moved = { kind: 'moved'; to: string }

export type NotPublished = { kind: 'not published' }

const between = '-vs-'
/** No slug has two hyphens in a row, so this joins two of them in one way alone. */
const apart = '--vs--'
const longestSlug = 80
const longestPair = longestSlug + apart.length + longestSlug

/** Whether a text can be a tool's slug at all. */
export function isSlug(text: string): boolean {
  // The length first: a pattern over whatever a reader sent would take its time.
  return text.length <= longestSlug && slugSchema.safeParse(text).success
}

/** Every way to read `<a>-vs-<b>` or `<a>--vs--<b>` as two slugs, the shortest first one first: a slug may hold `-vs-` itself. */
export function splitPair(pair: string): [string, string][] {
  return pair.length > longestPair ? [] : [...splitAt(pair, between), ...splitAt(pair, apart)]
}

function splitAt(pair: string, joiner: string): [string, string][] {
  const splits: [string, string][] = []
  for (let at = pair.indexOf(joiner); at !== -1; at = pair.indexOf(joiner, at + 1)) {
    const [a, b] = [pair.slice(0, at), pair.slice(at + joiner.length)]
    if (isSlug(a) && isSlug(b)) splits.push([a, b])
  }
  return splits
}

/** The one name of a pair, shared with no other pair: the slugs in ascending order, `<a>-vs-<b>`; `<a>--vs--<b>` where the first can be read in two ways. */
export function pairSlug(a: string, b: string): string {
  const plain = plainPairSlug(a, b)
  return splitPair(plain).length > 1 ? (a < b ? `${a}${apart}${b}` : `${b}${apart}${a}`) : plain
}

/** `<a>-vs-<b>`, whatever the slugs hold: other pairs may have the same. */
export function plainPairSlug(a: string, b: string): string {
  return a < b ? `${a}${between}${b}` : `${b}${between}${a}`
}

/** The site path of a comparison. */
export function comparePath(pair: string): string {
  return `/compare/${pair}`
}

/** The site path of a tool. */
export function toolPath(slug: string): string {
  return `/tools/${slug}`
}

type Named = { slug: string; name: string }

/** A comparison as others link to it, by the tools' full names. */
export function pairLink(one: Named, other: Named): { slug: string; title: string } {
  const [first, second] = one.slug < other.slug ? [one, other] : [other, one]
  return { slug: pairSlug(one.slug, other.slug), title: `${isolate(first.name)} vs ${isolate(second.name)}` }
}
