import type { Child } from 'hono/jsx'
import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { PanelStatus } from '../../panels/store/reopen-panel.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { asSentence } from '../../platform/text/sentence.js'
import type { Refused } from '../../review/refusals.js'
import { dayText, groupDigits, sentenceCase } from '../../site/pages/record/words.js'

/** A moment as people read it, to the minute in UTC, and how long ago that is, or how soon. */
export function Moment({ at, now }: { at: Date | string; now: Date }) {
  const iso = typeof at === 'string' ? at : at.toISOString()
  return (
    <time datetime={iso}>
      {dayText(iso)}, {iso.slice(11, 16)} UTC <span class="meta">({agoText(new Date(iso), now)})</span>
    </time>
  )
}

/** A reason of the ledger or of a check as a sentence of its own. A name that it begins with, such as a model's, stays as it is. */
export function reasonText(reason: string): string {
  const shown = revealInvisible(reason)
  return asSentence(/^[a-z]+(?:[\s,;]|$)/.test(shown) ? sentenceCase(shown) : shown)
}

/** `The Skeptic, version 3; The Builder, version 1`: personas by their seats. */
export function personasText(personas: readonly Pick<Persona, 'seat' | 'version'>[]): string {
  return revealInvisible(personas.map(({ seat, version }) => `${seat}, version ${version}`).join('; '))
}

/** Ids and hashes, for who compares them with others: closed, so that they are in no one's way. */
export function Ids({ ids }: { ids: readonly (readonly [name: string, id: string])[] }) {
  return (
    <details class="ids">
      <summary class="meta">{ids.length === 1 ? 'Id' : 'Ids'}</summary>
      {ids.map(([name, id]) => (
        <p class="meta">
          {name} <span class="id">{id}</span>
        </p>
      ))}
    </details>
  )
}

const minuteMs = 60_000
const units = [
  [365 * 24 * 60, 'year'],
  [30 * 24 * 60, 'month'],
  [24 * 60, 'day'],
  [60, 'hour'],
  [1, 'minute'],
] as const

/** `3 hours ago`, or `in 3 hours`, in the largest unit that fits; anything under a minute is just now. */
export function agoText(at: Date, now: Date): string {
  const isPast = at <= now
  const minutes = Math.floor(Math.abs(now.getTime() - at.getTime()) / minuteMs)
  const unit = units.find(([size]) => minutes >= size)
  if (unit === undefined) return 'just now'
  const count = Math.floor(minutes / unit[0])
  const words = `${count} ${unit[1]}${count === 1 ? '' : 's'}`
  return isPast ? `${words} ago` : `in ${words}`
}

/** What it costs to begin, such as `Free. The API is metered.`, with the day on which that was so for `withDay`. */
export function entryPriceText({ label, per, note, asOf }: Dossier['entryPrice'], { withDay }: { withDay: boolean }): string {
  const price = [label, per === null ? '' : ` per ${per}`, withDay ? `, as of ${dayText(asOf)}` : ''].join('')
  return note === null ? price : `${asSentence(price)} ${asSentence(note)}`
}

/** US dollars; a dash where the price is not known, never a zero for that. */
export function usdText(usd: number | null): string {
  if (usd === null) return '—'
  if (usd === 0) return '$0'
  return `$${usd.toFixed(usd < 0.01 ? 6 : usd < 1 ? 4 : 2)}`
}

/** A count with commas; a dash where it is not known. */
export function countText(count: number | null): string {
  return count === null ? '—' : groupDigits(count)
}

/** The state of a panel: a kind of mark and a word. */
export const panelWords: Record<PanelStatus, { kind: string; word: string }> = {
  running: { kind: 'runs', word: 'Running' },
  finished: { kind: 'done', word: 'Finished' },
  cancelled: { kind: 'ended', word: 'Cancelled' },
  failed: { kind: 'gone', word: 'Failed' },
}

/** The state of a panel: a mark and a word. */
export function PanelMark({ status }: { status: PanelStatus }) {
  const { kind, word } = panelWords[status]
  return <span class={`state ${kind}`}>{word}</span>
}

const recordWords: Record<PanelRecord['status'], { kind: string; word: string }> = {
  in_review: { kind: 'needs', word: 'In review' },
  approved: { kind: 'runs', word: 'Approved' },
  published: { kind: 'done', word: 'Published' },
  retracted: { kind: 'gone', word: 'Retracted' },
}

/** The state of a record: a mark and a word. */
export function RecordMark({ status }: { status: PanelRecord['status'] }) {
  const { kind, word } = recordWords[status]
  return <span class={`state ${kind}`}>{word}</span>
}

/** What went wrong, and what to do about it; read out at once. */
export function ProblemBox({ head, children }: { head: string; children?: Child }) {
  return (
    <div class="problems" role="alert">
      <p class="head">{head}</p>
      {children}
    </div>
  )
}

/** Why something was not done. */
export function RefusedBox({ why, fix }: Pick<Refused, 'why' | 'fix'>) {
  return (
    <ProblemBox head={asSentence(`Not done: ${why}`)}>
      <p>To do about it: {asSentence(fix)}</p>
    </ProblemBox>
  )
}

/** What was done. */
export function SaidBox({ children }: { children: Child }) {
  return (
    <p class="said" role="status">
      {children}
    </p>
  )
}

/** Two counts; one dash where neither is known. */
export function tokensText(input: number | null, output: number | null): string {
  return input === null && output === null ? '—' : `${countText(input)}, ${countText(output)}`
}
