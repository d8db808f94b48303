import type { Call } from '../../contracts/call.js'
import type { BlindCall } from '../../contracts/review.js'
import type { SentenceCounts } from '../../contracts/site.js'
import { groupBy } from '../../platform/group-by.js'
import { blindAgreement } from '../../review/rules/agreement.js'
import type { PublishedFigures } from '../store/schema.js'
import type { SiteStore } from '../store/site.js'
import { addCounts } from './published-rows.js'

/** What the methodology page measures, over everything that is published. */
export type SiteFigures = {
  tools: number
  comparisons: number
  verdicts: { total: number; byModel: number; byModelAndPeople: number; byPeople: number; unscored: number }
  sentences: SentenceCounts
  evidence: { quotes: number; found: number }
  /** Of reviewers' blind calls with the model's draft; null percent without any. */
  blindAgreement: { agreed: number; calls: number; percent: number | null }
  /** How often two personas make the same call on a tool. */
  personaAgreement: { a: string; b: string; agreed: number; tools: number }[]
  models: { model: string; verdicts: number; origin: 'recorded' | 'authored' | 'mixed' }[]
  predictions: { total: number; due: number }
  retractions: number
  fourEyes: { records: number; withFourEyes: number }
}

type ToolFigures = { recordId: string; figures: PublishedFigures }
type VerdictFigures = PublishedFigures['verdicts'][number]

export type FiguresInput = {
  /** Of every tool that is published, the newest first. */
  tools: readonly ToolFigures[]
  /** Pairs that a record compares and that are published. */
  comparisons: number
  blindCalls: readonly BlindCall[]
  retractions: number
  /** The present day, YYYY-MM-DD: predictions whose last day is past are due. */
  today: string
}

type Dependencies = { site: SiteStore; today: () => string }

/** What the methodology page measures. */
export function createFigures({ site, today }: Dependencies): { figures: () => Promise<SiteFigures> } {
  return {
    figures: async () => {
      const [tools, records, blindCalls, retractions] = await Promise.all([
        site.figures(),
        site.recordTools(null),
        site.blindCalls(),
        site.retractions(),
      ])
      const pairs = new Set(
        records.flatMap(({ slugs }) => slugs.toSorted().flatMap((a, index, all) => all.slice(index + 1).map((b) => `${a} ${b}`))),
      )
      return measure({ tools, comparisons: pairs.size, blindCalls, retractions, today: today() })
    },
  }
}

/** Counts over everything that is published. Pure. */
export function measure({ tools, comparisons, blindCalls, retractions, today }: FiguresInput): SiteFigures {
  const verdicts = tools.flatMap(({ figures }) => figures.verdicts)
  const writtenBy = (wanted: VerdictFigures['writtenBy']) => verdicts.filter((verdict) => verdict.writtenBy === wanted).length
  const deadlines = tools.flatMap(({ figures }) => figures.deadlines)
  const records = new Map(tools.map(({ recordId, figures }) => [recordId, figures.fourEyes]))
  const drafts = new Map(
    verdicts.flatMap(({ id, draftCall }): [string, Call][] => (draftCall === null || draftCall === 'split' ? [] : [[id, draftCall]])),
  )
  const blind = blindAgreement(blindCalls, drafts).all
  return {
    tools: tools.length,
    comparisons,
    verdicts: {
      total: verdicts.length,
      byModel: writtenBy('model'),
      byModelAndPeople: writtenBy('model and people'),
      byPeople: writtenBy('people'),
      unscored: writtenBy(null),
    },
    sentences: addCounts(tools.map(({ figures }) => figures.sentences)),
    evidence: {
      quotes: tools.reduce((sum, { figures }) => sum + figures.evidence.quotes, 0),
      found: tools.reduce((sum, { figures }) => sum + figures.evidence.found, 0),
    },
    blindAgreement: { agreed: blind.equal, calls: blind.total, percent: blind.percent },
    personaAgreement: agreementOfPersonas(tools),
    models: modelsOf(verdicts),
    predictions: { total: deadlines.length, due: deadlines.filter((deadline) => deadline < today).length },
    retractions,
    fourEyes: { records: records.size, withFourEyes: [...records.values()].filter(Boolean).length },
  }
}

/** Personas in the order in which they first come; a pair that never met on a tool is left out. */
function agreementOfPersonas(tools: readonly ToolFigures[]): SiteFigures['personaAgreement'] {
  const calls = tools.map(({ figures }) => callsByPersona(figures.verdicts))
  const personas = [...new Set(calls.flatMap((each) => [...each.keys()]))]
  return personas.flatMap((a, index) =>
    personas.slice(index + 1).flatMap((b) => {
      const both = calls.filter((each) => each.has(a) && each.has(b))
      return both.length === 0 ? [] : [{ a, b, agreed: both.filter((each) => each.get(a) === each.get(b)).length, tools: both.length }]
    }),
  )
}

/** The one call of each persona. Where its jurors are at odds it makes none, and counts on no side. */
function callsByPersona(verdicts: readonly VerdictFigures[]): Map<string, Call> {
  const byPersona = groupBy(verdicts, ({ persona }) => persona)
  return new Map(
    [...byPersona].flatMap(([persona, own]): [string, Call][] => {
      const [call, ...others] = new Set(own.flatMap(({ call: made }) => (made === null || made === 'split' ? [] : [made])))
      return call === undefined || others.length > 0 ? [] : [[persona, call]]
    }),
  )
}

/** Models whose drafts are published, as they are or changed; the one with most verdicts first. */
function modelsOf(verdicts: readonly VerdictFigures[]): SiteFigures['models'] {
  const drafted = verdicts.filter(({ draftCall }) => draftCall !== null)
  const models = [...groupBy(drafted, ({ model }) => model)].map(([model, own]) => {
    const origins = new Set(own.flatMap(({ origin }) => origin ?? []))
    const [origin = 'recorded'] = origins
    return { model, verdicts: own.length, origin: origins.size > 1 ? ('mixed' as const) : origin }
  })
  return models.sort((one, other) => other.verdicts - one.verdicts || (one.model < other.model ? -1 : 1))
}
