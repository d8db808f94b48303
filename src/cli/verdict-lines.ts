import type pc from 'picocolors'
import type { RecordVerdict } from '../contracts/record-verdict.js'
import type { Evidence } from '../contracts/verdict.js'
import { openQuestions } from '../panels/opinion/questions.js'
import { isolate } from '../platform/text/text-direction.js'
import { lackText, supportWords } from '../site/pages/record/opinion-words.js'
import { particularsText } from '../site/pages/record/particular-words.js'
import { steeringTestText } from '../site/pages/record/steering-words.js'

/* What a scorecard says of one verdict, in lines and parts of lines. */

type Colors = ReturnType<typeof pc.createColors>
type Drafted = Extract<RecordVerdict, { status: 'drafted' }>

/** By which numbers of the source a passage was cited; nothing where a person selected it. */
export function citedBy({ units }: Pick<Evidence, 'units'>): string {
  if (units === undefined) return ''
  return units.from === units.to ? `, sentence ${units.from}` : `, sentences ${units.from} to ${units.to}`
}

/** The quote with the particulars that its sources lack in the color of flags. */
export function markedQuote({ quote, particulars = [] }: Drafted, colors: Colors): string {
  let written = ''
  let at = 0
  for (const { part, start, end } of particulars.toSorted((one, other) => one.start - other.start)) {
    if (part !== 'quote' || start < at) continue
    written += isolate(quote.slice(at, start)) + colors.yellow(isolate(quote.slice(start, end)))
    at = end
  }
  return written + isolate(quote.slice(at))
}

/** How many particulars the sources lack, then each flag, which says what the nearest source has instead. */
export function flagLines(verdict: Drafted, colors: Colors): string[] {
  const particulars = particularsText(verdict)
  const flags = verdict.flags.map((flag) => `flagged: ${isolate(flag)}`)
  return [...(particulars === null ? [] : [particulars]), ...flags].map((line) => colors.yellow(line))
}

/** What came of drafting it with and without text that wants to steer; a changed call is a flag as well. */
export function steeringLines({ steering }: Drafted, colors: Colors): string[] {
  if (steering === undefined) return []
  const line = steeringTestText(steering)
  return [steering.flipped === false ? colors.dim(line) : colors.yellow(line)]
}

/** What masking the names changed; a call that turns, and one that no one can tell of, is a flag already. */
export function blindLines({ blind }: Drafted, colors: Colors): string[] {
  return blind?.flipped === false ? [colors.dim('With the names masked, the call is the same.')] : []
}

/** What a second model asks about a draft, a line for each; and what it has no opinion on. */
export function opinionLines(verdict: Drafted, colors: Colors): string[] {
  const { opinion } = verdict
  if (opinion === undefined) return []
  const lack = lackText(opinion)
  return [
    ...openQuestions({ opinion, draft: verdict, current: verdict }).map(({ model, evidence, sentence, support, reason }) =>
      colors.yellow(
        `${isolate(model)} asks: does [${evidence}] support “${isolate(sentence)}”? It thinks: ${supportWords[support]}. ${isolate(reason)}`,
      ),
    ),
    ...(lack === '' ? [] : [colors.dim(`second opinion of ${isolate(opinion.model)}: ${lack}`)]),
  ]
}

/** Where the reply came from. A live reply of a model is what a reader expects: only one that is replayed says that it is recorded. */
export function originText({ origin }: Pick<RecordVerdict, 'origin'>, isReplay: boolean): string {
  return origin === 'authored' || (origin === 'recorded' && isReplay) ? `, ${origin}` : ''
}

/** What a person wrote where the source's own words took its place. */
export function writtenAs({ written }: Pick<Evidence, 'written'>): string {
  return written === undefined ? '' : `, repaired from “${isolate(written.replace(/\s+/g, ' '))}”`
}

/** The passage itself, on one line. */
export function passageOf({ quote }: Pick<Evidence, 'quote'>): string {
  return `: “${isolate(quote.replace(/\s+/g, ' '))}”`
}

/** The passage between brackets in the sentence it was cut out of; empty where the quote is the whole of it. */
export function inItsSentence({ surroundings }: Extract<Evidence, { status: 'found' }>): string {
  if (surroundings === undefined) return ''
  const { above, before, passage, after } = surroundings
  const sentence = `${before}[${passage}]${after}`.replace(/\s+/g, ' ')
  return `: “${isolate(sentence)}”${above === null ? '' : `, under “${isolate(above.replace(/\s+/g, ' '))}”`}`
}
