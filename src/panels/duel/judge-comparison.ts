import type { Dossier, Source } from '../../contracts/dossier.js'
import type { ComparedEvidence, ComparisonReply, Place } from '../../contracts/head-to-head.js'
import type { Persona } from '../../contracts/persona.js'
import type { Evidence, Reply } from '../../contracts/verdict.js'
import { checkEvidence } from '../../evidence/check-evidence.js'
import { cutPassage } from '../../evidence/cut-passages.js'
import { onceFor } from '../../platform/once-for.js'
import type { Judged } from '../draft/conversation.js'
import { judgeReply } from '../draft/judge-reply.js'
import type { InOrder } from './build-comparison-request.js'

/** A comparison's words with its evidence as found in the dossiers; `choice` is as the model wrote it, by place. */
export type CheckedComparison = Pick<ComparisonReply, 'argument' | 'quote' | 'choice'> & { evidence: ComparedEvidence[] }

/** The ask that an argument answers. */
const argumentAsk = 'argument'

/**
 * A reply that compares two tools against its persona and both dossiers, by the rules for verdicts: it is held to them as the verdict whose one answer
 * is the argument, on a dossier that has the sources of both. Pure.
 */
export function judgeComparison(reply: ComparisonReply, { persona, ...tools }: InOrder & { persona: Persona }): Judged<CheckedComparison> {
  const { reply: checked, ...judged } = judgeReply(asVerdict(reply), { persona: asArguer(persona), dossier: joinDossiers(tools) })
  const argument = checked.answers.find(({ ask }) => ask === argumentAsk)?.answer ?? reply.argument
  const named = (texts: readonly string[]) => texts.map(nameArgument)
  return {
    reply: { evidence: apart(checked.evidence, tools), argument, quote: checked.quote, choice: reply.choice },
    errors: named(judged.errors),
    warnings: named(judged.warnings),
    problems: named(judged.problems),
  }
}

/** The same units cited of other texts of the same sources: those with the names that a blind run masks. Pure. */
export function citeIn(evidence: readonly ComparedEvidence[], tools: InOrder): ComparedEvidence[] {
  const joined = joinDossiers(tools)
  const quoted = evidence.map((item) => {
    const { shows, units, tool } = item
    const id = joinedId(tool === tools.first.tool.slug ? 'first' : 'second', item.source)
    const source = joined.sources.find((candidate) => candidate.id === id)
    const cut = source === undefined || units === undefined ? null : cutPassage(source, units)
    return { source: id, quote: cut !== null && 'quote' in cut ? cut.quote : item.quote, shows, ...(units === undefined ? {} : { units }) }
  })
  return apart(checkEvidence(quoted, joined), tools)
}

function asVerdict({ evidence, argument, quote }: ComparisonReply): Reply {
  return {
    evidence: evidence.map(({ tool, source, from, to, shows }) => ({ source: joinedId(tool, source), from, to, shows })),
    answers: [{ ask: argumentAsk, answer: argument }],
    predictions: [],
    quote,
    call: 'abstain',
  }
}

/** The persona with no ask but the one for an argument. */
const asArguer = onceFor(
  (persona: Persona): Persona => ({
    ...persona,
    asks: [{ id: argumentAsk, question: persona.asks.map(({ question }) => question).join(' ') }],
    predictions: { min: 0 },
  }),
)

const joinedWith = onceFor((first: Dossier) => onceFor((second: Dossier) => join({ first, second })))

/** Both dossiers as one: its sources are called by their tool's place and their id, and all that it says of either tool is in it. */
function joinDossiers({ first, second }: InOrder): Dossier {
  return joinedWith(first)(second)
}

function join({ first, second }: InOrder): Dossier {
  const { tool, license, entryPrice } = second
  const sources = (place: Place, list: readonly Source[]) => list.map((source) => ({ ...source, id: joinedId(place, source.id) }))
  const facts = (place: Place, list: Dossier['facts']) => list.map((fact) => ({ ...fact, source: joinedId(place, fact.source) }))
  const { name, shortName, vendor, category, tagline } = tool
  const price = [entryPrice.label, entryPrice.amountUsd, entryPrice.per, entryPrice.note, entryPrice.asOf]
  // What a dossier says in fields of its own, one dossier cannot say of two tools: of the second it is a fact.
  const told = [name, shortName, vendor, category, tagline, license.name, license.spdx, license.summary, ...price]
  return {
    ...first,
    tool: { ...first.tool, description: `${first.tool.description}\n\n${tool.description}` },
    license: { ...first.license, source: joinedId('first', first.license.source) },
    entryPrice: { ...first.entryPrice, source: joinedId('first', first.entryPrice.source) },
    rivals: [...first.rivals, name, ...(shortName === null ? [] : [shortName]), vendor, category, ...second.rivals],
    facts: [
      ...facts('first', first.facts),
      ...facts('second', second.facts),
      {
        id: 'second-tool',
        statement: told.filter((text) => text !== null).join('. '),
        source: joinedId('second', license.source),
        quote: '',
      },
    ],
    sources: [...sources('first', first.sources), ...sources('second', second.sources)],
  }
}

function joinedId(place: Place, source: string): string {
  return `${place} ${source}`
}

/** Evidence with its tool and its source's own id. */
function apart(evidence: readonly Evidence[], { first, second }: InOrder): ComparedEvidence[] {
  return evidence.map((item): ComparedEvidence => {
    const place = item.source.startsWith(joinedId('second', '')) ? 'second' : 'first'
    const source = item.source.slice(joinedId(place, '').length)
    return { ...item, tool: (place === 'first' ? first : second).tool.slug, source }
  })
}

/** What is said of the answer to that ask is said of the argument. */
function nameArgument(problem: string): string {
  return problem.replace(/^answers: "argument"/, 'argument').replace(/^answer argument(?=[ :])/, 'argument')
}
