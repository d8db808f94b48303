import type { Proposed, ProposedPlan } from '../../contracts/proposal.js'
import type { KnownFields, Stated } from '../registries/known-outcome.js'
import { writeCount } from '../registries/plain-line.js'
import { isRow } from './price-table.js'
import { type Piece, propose, type ReadSource, sentencesOf } from './read-source.js'

const mostFacts = 40
const longestSentence = 500

/** What a sentence of a page states, and the sentence of ours that it becomes. Only what is there is said: each value is one of its words. */
const rules: readonly { pattern: RegExp; say: (found: Record<string, string>) => string; kinds?: readonly string[] }[] = [
  {
    pattern:
      /\b(?:requires?|needs|prerequisites?:?|works with|built for|supports)\s{1,3}(?:at least )?(?<what>Node(?:\.js)?|Python|PostgreSQL|Postgres|Go|Java|JDK|Rust|PHP|Ruby|macOS|Windows|CUDA|Docker|Kubernetes|React|\.NET|TypeScript|Deno|Bun)\s{0,2}(?:version )?(?<version>v?(?:>=|≥)?\s?\d{1,4}(?:\.\d{1,4}){0,2})(?<later>\+| or (?:later|newer|higher|above)| and (?:later|newer|above))?/i,
    say: ({ what, version, later }) => `It requires ${what} ${version}${later === '' ? '' : later === '+' ? ' or later' : later}.`,
  },
  {
    pattern: /\b(?<size>\d{1,4}(?:\.\d{1,3})?\s?(?:B|M|T|billion|million|trillion))[ -](?<kind>total |active )?parameters?\b/,
    say: ({ size, kind }) => `The model has ${size} ${kind}parameters.`,
  },
  {
    pattern: /\bcontext (?:window|length|size) (?:of|is|:)\s{1,3}(?:up to )?(?<size>\d{1,4}(?:,\d{3}){0,2}\s?[kKM]?)(?: tokens)?\b/,
    say: ({ size }) => `The context window is ${size} tokens.`,
  },
  {
    pattern: /\b(?<size>\d{1,4}(?:,\d{3}){0,2}\s?[kKM]?)[ -](?:tokens? )?context (?:window|length)\b/,
    say: ({ size }) => `The context window is ${size} tokens.`,
  },
  {
    pattern:
      /\b(?<what>can be self-hosted|self-host(?:ed|ing)? (?:version|edition|option|deployment|it|for free|is available|available)|available (?:as )?self-hosted|run it on your own (?:servers?|infrastructure|hardware))\b/i,
    say: () => 'It can be hosted by oneself.',
  },
  {
    pattern:
      /\b(?:this|the) (?<what>project|repository|repo|package|library|tool|model|service|product|plugin) (?:is|has been|was) (?:now )?(?<state>deprecated|archived|discontinued|unmaintained|no longer (?:actively )?(?:maintained|developed|supported)|in maintenance mode)\b/i,
    say: ({ what, state }) => `Its page says that the ${(what ?? '').toLowerCase()} is ${(state ?? '').toLowerCase()}.`,
  },
  {
    pattern:
      /\bfree (?:plan|tier|version|account) (?:is limited to|includes|comes with|gives(?: you)?|allows|has|offers|supports) (?<limit>(?:up to )?[\d,]{1,12}\+? [\p{L} ]{2,40}?)(?=[.,;]| and | per |$)/iu,
    say: ({ limit }) => `The free plan is limited to ${(limit ?? '').replace(/^up to /, '')}.`,
  },
  { pattern: /\bfree for (?<limit>up to [\d,]{1,9} [\p{L} ]{2,30}?)(?=[.,;]| and |$)/iu, say: ({ limit }) => `It is free for ${limit}.` },
  {
    pattern: /\b(?:SOC ?2|ISO ?27001|HIPAA|GDPR)(?: Type (?:2|II|1|I))?[ -](?<state>compliant|certified|attested)\b/,
    say: ({ all, state }) => `Its page says that it is ${(all ?? '').replace(state ?? '', '').replace(/[ -]{1,2}$/, '')} ${state}.`,
  },
]

/**
 * Facts that need no judgment: each one sentence of ours, made of values that its passage has. From the registries' data, the plans, and
 * sentences of the pages; at most 40, none twice. `plans`: as `findPrices` found them. Linear in the texts; pure.
 */
export function findFacts(
  sources: readonly ReadSource[],
  { registries, plans }: { registries: readonly KnownFields[]; plans: readonly Proposed<ProposedPlan>[] },
): Proposed<string>[] {
  const facts = [...registries.flatMap(registryFacts), ...plans.map(planFact), ...sources.flatMap(textFacts)]
  return [...new Map(facts.map((fact) => [fact.value, fact])).values()].slice(0, mostFacts)
}

function registryFacts(known: KnownFields): Proposed<string>[] {
  const facts: (Proposed<string> | null)[] = [
    say(known.version, (version) =>
      known.releasedOn === null ? `The latest release is ${version}.` : `The latest release is ${version}, of ${known.releasedOn.value}.`,
    ),
    say(known.updatedOn, (day) => `The last change was in ${day}.`.replace(/in (\d{4}-\d{2}-\d{2})/, 'on $1')),
    say(known.isArchived, (is) => (is ? 'The repository is archived: it no longer changes.' : null)),
    say(known.deprecated, (words) => `The registry says that it should not be used any more: "${words.slice(0, 400)}".`),
    say(known.license, (license) => `The registry gives its license as ${license}.`),
    say(known.stars, (stars) => `It has about ${writeCount(stars)} stars.`),
    say(known.downloads, ({ count, period }) => `It was downloaded about ${writeCount(count)} times in ${period}.`),
    say(known.isGated, (is) => (is ? 'One has to ask for access to the model.' : null)),
    say(known.requires, (what) => (/\d/.test(what) ? `It requires ${what}.` : null)),
  ]
  return facts.flatMap((fact) => fact ?? [])
}

function say<T>(stated: Stated<T> | null, words: (value: T) => string | null): Proposed<string> | null {
  const value = stated === null ? null : words(stated.value)
  return stated === null || value === null ? null : { value, how: 'registry', found: stated.found }
}

function planFact({ value, how, found }: Proposed<ProposedPlan>): Proposed<string> {
  const { name, label, amount, note } = value
  const plan = /\b(?:plan|tier|edition)$/i.test(name) ? name : `${name} plan`
  if (amount === null) return { value: `The price of the ${plan} has to be asked for.`, how, found }
  const extra = note === null ? '' : ` (${note})`
  return { value: amount === 0 ? `The ${plan} is free${extra}.` : `The ${plan} costs ${label}${extra}.`, how, found }
}

/** In a sentence, in a passage that a registry made none: its own values are facts already. */
function textFacts(source: ReadSource): Proposed<string>[] {
  if (source.how === 'registry' || source.kind === 'license') return []
  const facts: Proposed<string>[] = []
  const used = new Set<number>()
  for (const sentence of sentencesOf(source)) {
    if (isRow(sentence.words) || isDenied(sentence)) continue
    for (const [index, rule] of rules.entries()) {
      const found = used.has(index) ? null : rule.pattern.exec(sentence.words.slice(0, longestSentence))
      if (found === null) continue
      const groups = Object.fromEntries(
        Object.entries(found.groups ?? {}).map(([name, words]) => [name, (words ?? '').replace(/\s{1,9}/g, ' ')]),
      )
      facts.push(propose(source, { value: rule.say({ ...groups, all: found[0] }), at: sentence }))
      used.add(index)
    }
  }
  return facts
}

/** A question, and a sentence that denies what it names. */
const isDenied = ({ words }: Piece): boolean =>
  words.endsWith('?') ||
  /\b(?:not|no longer require|cannot|can't|don't|doesn't|never|unlike)\b/i.test(
    words.slice(0, longestSentence).replace(/no longer (?:actively )?(?:maintained|developed|supported)/i, ''),
  )
