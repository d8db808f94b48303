import type { VerdictContent } from '../../contracts/revision.js'
import { countCitations, renumberMarkers } from '../../evidence/markers.js'
import { type Choice, type Conflict, type Settle, settleText, settleWhole, type Three } from './conflicts.js'
import type { Likeness } from './match-items.js'
import { type MergedList, mergeList } from './merge-list.js'
import {
  type AnswerItem,
  answerLikeness,
  type EvidenceItem,
  evidenceLikeness,
  type PredictionItem,
  predictionLikeness,
} from './verdict-lists.js'

/** Two edits of one verdict in one. With conflicts left, `content` is a proposal that holds every word of both. */
export type Merge = { status: 'clean'; content: VerdictContent } | { status: 'conflict'; content: VerdictContent; conflicts: Conflict[] }

export type ThreeVersions = {
  base: VerdictContent
  theirs: VerdictContent
  yours: VerdictContent
  choices?: Readonly<Record<string, Choice>>
}

/**
 * Merges two edits of a common base, field by field: texts by the word, lists item by item, calls, passages, dates and probabilities whole.
 * `theirs` is what was saved in between, `yours` what is being saved. Evidence keeps its claims: markers such as [2] follow their item to its
 * new place. `choices` settles conflicts by their ids; with one for each, the merge is clean.
 */
export function mergeVerdicts({ base, theirs, yours, choices = {} }: ThreeVersions): Merge {
  const conflicts: Conflict[] = []
  const ids = new Map<string, number>()
  const settle: Settle = (conflict) => {
    const count = (ids.get(conflict.id) ?? 0) + 1
    ids.set(conflict.id, count)
    const id = count === 1 ? conflict.id : `${conflict.id} ${count}`
    const choice = Object.hasOwn(choices, id) ? choices[id] : undefined
    if (choice === undefined) conflicts.push({ ...conflict, id })
    return choice ?? 'both'
  }
  const evidence = mergeEvidence({ base, theirs, yours }, settle)
  const lead = leadMarkers(evidence, settle)
  const content: VerdictContent = {
    evidence: evidence.items,
    answers: mergeAnswers({ base, theirs, yours }, lead),
    predictions: mergeList({
      base: base.predictions,
      theirs: theirs.predictions,
      yours: yours.predictions,
      name: numbered('prediction'),
      likeness: predictionLikeness,
      mergeItem: mergePrediction,
      settle,
    }).items,
    quote: mergeQuote({ base, theirs, yours }, lead),
    call: settleWhole('call', { base: base.call, theirs: theirs.call, yours: yours.call }, settle),
  }
  return conflicts.length === 0 ? { status: 'clean', content } : { status: 'conflict', content, conflicts }
}

function answerName({ ask }: AnswerItem): string {
  return `answer ${ask}`
}

function numbered(noun: string): (item: unknown, number: number) => string {
  return (_item, number) => `${noun} ${number}`
}

function mergeEvidence({ base, theirs, yours }: ThreeVersions, settle: Settle): MergedList<EvidenceItem> {
  const cited = { base: countCitations(base.quote), theirs: countCitations(theirs.quote), yours: countCitations(yours.quote) }
  const likeness: Likeness<EvidenceItem> = evidenceLikeness
  return mergeList({
    base: base.evidence,
    theirs: theirs.evidence,
    yours: yours.evidence,
    name: numbered('evidence'),
    likeness,
    mergeItem: mergeEvidenceItem,
    // A claim newly tied to a passage uses it as much as a change of the passage would.
    usesMore: (side, number, baseNumber) => (cited[side].get(number) ?? 0) > (cited.base.get(baseNumber) ?? 0),
    settle,
  })
}

/**
 * Texts whose markers are led to where their evidence is now. While words are compared (`name`) a marker bears its item's name and no
 * number, so that neither a digit of the text nor what is chosen for an item changes which words are in conflict; `number` turns it back.
 */
function leadMarkers(evidence: MergedList<EvidenceItem>, settle: Settle) {
  const name = (side: 'base' | 'theirs' | 'yours', text: string) =>
    renumberMarkers(text, (number) => {
      const id = evidence.idOf[side](number)
      return id === null ? `dangling_${number}_` : `evidence_${id}_`
    })
  const count = evidence.items.length
  // A number that named nothing, or an item that has gone, must not come to name another item.
  const number = (text: string) =>
    text.replace(/(evidence|dangling)_(\d+)_/g, (_name, kind: string, digits: string) => {
      const own = Number(digits)
      if (kind === 'evidence') return String(evidence.numberOf(own) ?? count + 1 + own)
      return String(own <= count ? count + own : own)
    })
  const numbered = (text: string | null) => (text === null ? null : number(text))
  const settleNumbered: Settle = ({ id, base, theirs, yours, around }) =>
    settle({
      id,
      base: numbered(base),
      theirs: numbered(theirs),
      yours: numbered(yours),
      ...(around === undefined ? {} : { around: { before: number(around.before), after: number(around.after) } }),
    })
  return { name, number, settle: settleNumbered }
}

type Lead = ReturnType<typeof leadMarkers>

function mergeQuote({ base, theirs, yours }: ThreeVersions, { name, number, settle }: Lead): string {
  const named = { base: name('base', base.quote), theirs: name('theirs', theirs.quote), yours: name('yours', yours.quote) }
  return number(settleText('quote', named, settle))
}

function mergeAnswers({ base, theirs, yours }: ThreeVersions, { name, number, settle }: Lead): AnswerItem[] {
  const named = (side: 'base' | 'theirs' | 'yours', answers: readonly AnswerItem[]) =>
    answers.map(({ ask, answer }) => ({ ask, answer: name(side, answer) }))
  const merged = mergeList({
    base: named('base', base.answers),
    theirs: named('theirs', theirs.answers),
    yours: named('yours', yours.answers),
    name: answerName,
    likeness: answerLikeness,
    mergeItem: mergeAnswer,
    settle,
  })
  return merged.items.map(({ ask, answer }) => ({ ask, answer: number(answer) }))
}

type ItemStep<Item> = { name: string; items: Three<Item>; settle: Settle }

/** A passage and its source are one thing: half of one quotation and half of another are in no source. */
function mergeEvidenceItem({ name, items, settle }: ItemStep<EvidenceItem>): EvidenceItem {
  const { base, theirs, yours } = items
  const passage = (item: EvidenceItem) => JSON.stringify([item.source, item.quote])
  const three = { base: passage(base), theirs: passage(theirs), yours: passage(yours) }
  const [source = '', quote = ''] = JSON.parse(settleWhole(`${name} passage`, three, settle)) as string[]
  // How the passage was come by belongs to it.
  const same = [yours, theirs, base].filter((item) => item.source === source && item.quote === quote)
  const units = same.find((item) => item.units !== undefined)?.units
  const written = same.find((item) => item.written !== undefined)?.written
  return {
    source,
    quote,
    shows: settleText(`${name} shows`, { base: base.shows, theirs: theirs.shows, yours: yours.shows }, settle),
    ...(units === undefined ? {} : { units }),
    ...(written === undefined ? {} : { written }),
  }
}

function mergeAnswer({ name, items, settle }: ItemStep<AnswerItem>): AnswerItem {
  const { base, theirs, yours } = items
  return { ask: base.ask, answer: settleText(name, { base: base.answer, theirs: theirs.answer, yours: yours.answer }, settle) }
}

function mergePrediction({ name, items, settle }: ItemStep<PredictionItem>): PredictionItem {
  const of = <Field extends keyof PredictionItem>(field: Field) => ({
    base: items.base[field],
    theirs: items.theirs[field],
    yours: items.yours[field],
  })
  return {
    statement: settleText(`${name} statement`, of('statement'), settle),
    deadline: settleWhole(`${name} deadline`, of('deadline'), settle),
    probability: settleWhole(`${name} probability`, of('probability'), settle),
    resolution: settleText(`${name} resolution`, of('resolution'), settle),
  }
}
