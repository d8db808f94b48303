import type { SeatCall } from '../../../contracts/call.js'
import type { RecordTool } from '../../../contracts/record.js'
import type { JurorCall, Jury, RecordVerdict } from '../../../contracts/record-verdict.js'
import { otherDrafts } from '../../../panels/record/build-verdict.js'
import { bestDissent } from '../../../panels/record/nearest-draft.js'
import { seatCall, unstableShare } from '../../../panels/record/seat-call.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { callWords } from './call-words.js'
import { digitsOf, sentenceCase } from './words.js'

/* What is said of a seat that several drafts were made for, on pages, at the desk and in the terminal. */

type Jurors = Pick<Jury, 'jurors'>
type Stance = SeatCall | 'none'

const stances: readonly Stance[] = ['ship', 'skip', 'abstain', 'split', 'none']
const verbs: Record<Stance, { one: string; many: string }> = {
  ship: { one: 'ships', many: 'ship' },
  skip: { one: 'skips', many: 'skip' },
  abstain: { one: 'abstains', many: 'abstain' },
  split: { one: 'is split', many: 'are split' },
  none: { one: 'has no call', many: 'have no call' },
}

/** `3 of 5 jurors ship, 2 skip`: what most of them say first, and of as many the ships. Of one, `its one juror ships`. */
export function jurorsText({ jurors }: Jurors): string {
  const [only] = jurors
  if (only !== undefined && jurors.length === 1) return `its one juror ${verbs[only.call ?? 'none'].one}`
  const counts = stances
    .map((stance) => ({ stance, count: jurors.filter(({ call }) => (call ?? 'none') === stance).length }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
  return counts
    .map(({ stance, count }, index) => {
      const verb = verbs[stance][count === 1 ? 'one' : 'many']
      return index === 0 ? `${count} of ${digitsOf(jurors.length, 'juror')} ${verb}` : `${count} ${verb}`
    })
    .join(', ')
}

/** Of a juror with several drafts each one's call, and whether they change: `ship, ship, skip: unstable, 1 of 3`. Null for one draft. */
export function repeatsText(juror: Pick<JurorCall, 'calls'>): string | null {
  if (juror.calls.length < 2) return null
  const said = juror.calls.map((call) => (call === null ? 'no call' : call)).join(', ')
  const made = juror.calls.filter((call) => call !== null).length
  const changed = Math.round((unstableShare([juror]) ?? 0) * made)
  return changed === 0 ? said : `${said}: unstable, ${changed} of ${made}`
}

/** How many of a seat's repeats call otherwise than their juror mostly does, and the share; null where none does or none was repeated. */
export function unstableText({ jurors }: Jurors): string | null {
  const share = unstableShare(jurors)
  if (share === null || share === 0) return null
  const repeated = jurors.map(({ calls }) => calls.filter((call) => call !== null).length).filter((made) => made > 1)
  const total = repeated.reduce((sum, made) => sum + made, 0)
  const changed = Math.round(share * total)
  return `Unstable: asked again, ${changed} of ${digitsOf(total, 'draft')} (${Math.round(100 * share)}%) ${changed === 1 ? 'calls' : 'call'} it otherwise than the same juror mostly does`
}

/** What the jurors of a seat say, and where people call it otherwise, that they do; null for a seat that a single draft was made for. */
export function juryText({ call, jury }: Pick<RecordVerdict, 'call' | 'jury'>): string | null {
  if (jury === undefined) return null
  const said = jurorsText(jury)
  const theirs = seatCall(jury.jurors.map((juror) => juror.call))
  if (theirs === call) return sentenceCase(theirs === null ? `${said}; ${jury.quorum} are needed` : said)
  return `The editors call it ${call ?? 'no call'}; ${said}`
}

/** The rule by which the jurors of a seat come to its call, with what they said. */
export function ruleText(jury: Pick<Jury, 'jurors' | 'quorum'>): string {
  const { length } = jury.jurors
  if (length === 1)
    return `${sentenceCase(jurorsText(jury))}: its call is what most of its drafts say, and as many ships as skips are a split.`
  return `${jurorsText(jury)}. The seat has a call once more than half have one (${jury.quorum} of ${length}): what more of them say, ship or skip. As many of each is a split.`
}

/** Which draft people edit, and why that one; null where no draft stands for the seat. */
export function leadText(verdict: Pick<RecordVerdict, 'status' | 'model' | 'jury'>): string | null {
  const { jury, model } = verdict
  if (jury === undefined || verdict.status === 'unscored') return null
  const repeats = jury.jurors.find((juror) => juror.model === model)?.calls.length ?? 1
  const whose = `${isolate(model)}’s${repeats > 1 ? ` draft ${jury.repeat}` : ' draft'}`
  const theirs = seatCall(jury.jurors.map((juror) => juror.call))
  const own = leadCall(verdict)
  if (own !== theirs && theirs !== 'split') return `The one edited here is ${whose}: it was the nearest when people began to work on it.`
  const among = theirs === 'split' ? 'of those that ship or skip' : `of those that ${verbs[theirs ?? 'none'].many}`
  return `The one edited here is ${whose}: ${among}, it is nearest to the majority, by the answers most drafts share, then fewest quotes not found, then fewest flags.`
}

/** What the draft that people edit called before anyone did. */
function leadCall({ jury, model }: Pick<RecordVerdict, 'model' | 'jury'>) {
  return jury?.jurors.find((juror) => juror.model === model)?.calls[jury.repeat - 1] ?? null
}

/** The best argument against a verdict's call that one of its jurors made, and how many of them share it; null where no draft says the other thing. */
export function dissentOf(verdict: RecordVerdict) {
  const { call, jury } = verdict
  if (jury === undefined || call === null) return null
  const against = call === 'split' ? leadCall(verdict) : call
  const draft = against === null ? null : bestDissent(otherDrafts(verdict), { against })
  if (draft === null) return null
  return { draft, jurors: jury.jurors.filter((juror) => juror.call === draft.call).length }
}

/** `Dissent: 2 of 5 jurors skip`, or of a juror whose repeats part, whose draft it is. */
export function dissentText({ draft, jurors }: NonNullable<ReturnType<typeof dissentOf>>, { jurors: all }: Jurors): string {
  const verb = verbs[draft.call]
  if (jurors === 0) return `Dissent: one draft of ${isolate(draft.model)} ${verb.one}`
  return `Dissent: ${jurors} of ${digitsOf(all.length, 'juror')} ${jurors === 1 ? verb.one : verb.many}`
}

/** A draft's name among those of its seat: its model, and which of its repeats where it has several. */
export function draftName({ model, repeat }: { model: string; repeat: number }, { jurors }: Jurors): string {
  const repeats = jurors.find((juror) => juror.model === model)?.calls.length ?? 1
  return repeats > 1 ? `${isolate(model)}, draft ${repeat}` : isolate(model)
}

/** `Jurors` of a record in words for those who meet them first; null where no seat has several drafts. */
export function juryNote(tools: readonly Pick<RecordTool, 'verdicts'>[]): string | null {
  const juries = tools.flatMap(({ verdicts }) => verdicts.flatMap(({ jury }) => jury ?? []))
  if (juries.length === 0) return null
  const most = Math.max(...juries.map(({ jurors }) => jurors.length))
  if (most === 1)
    return 'A model, the juror, drafted each seat (one reviewer on one tool) several times; the call is what most drafts say, and split means as many ship as skip.'
  return `Up to ${digitsOf(most, 'model')}, the jurors, drafted each seat (one reviewer on one tool) on their own. A seat’s call is what most of them say; split means that as many ship as skip. The words shown are those of the draft nearest to the majority.`
}

/** Who does not judge a tool, why, and who does instead. */
export function barredText({ model, kind, maker, named, replacedBy }: NonNullable<RecordTool['barred']>[number]): string {
  const why =
    kind === 'vendor' ? `its vendor, ${isolate(maker)}, makes the tool` : `its vendor, ${isolate(maker)}, makes the rival ${isolate(named)}`
  const instead = replacedBy === null ? 'no other took its place' : `${isolate(replacedBy)} took its place`
  return `${isolate(model)} does not judge it: ${why}; ${instead}.`
}

/** A juror's call in a word. */
export function callWord(call: SeatCall | null): string {
  return callWords[call ?? 'none']
}
