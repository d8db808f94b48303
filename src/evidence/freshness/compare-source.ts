import type { Dossier } from '../../contracts/dossier.js'
import type { CapturedSource } from '../intake/read-page.js'
import { saySame } from './without-noise.js'

type Source = Dossier['sources'][number]

/** What rules find in a source, by what it is: `the entry price`, `the license`, `the price of Pro`, `the newest release`. */
export type SourceFacts = Map<string, string>
export const releaseKey = 'the newest release'
/** Reads those of a source. Pure. */
export type ReadFacts = (source: Pick<CapturedSource, 'id' | 'kind' | 'url' | 'title' | 'text'>) => SourceFacts

/** A text as long as this may have been cut when it was frozen (intake/freeze-sources.ts): it is compared as far as it goes. */
const mayBeCut = 20_000
const mostWords = 120
const mostChanges = 10

/** The source of a reading that is a source of a dossier: by its id, its address, or as the only one of its kind. Undefined where it is no more. Pure. */
export function findSource(source: Source, now: readonly CapturedSource[]): CapturedSource | undefined {
  const ofKind = now.filter(({ kind }) => kind === source.kind)
  return (
    now.find(({ id }) => id === source.id) ?? now.find(({ url }) => url === source.url) ?? (ofKind.length === 1 ? ofKind[0] : undefined)
  )
}

/** Whether a text says what it said: as far as it was kept, and without what changes by itself. Pure. */
export function isSameText(before: string, now: string): boolean {
  if (before.length < mayBeCut || now.length <= before.length) return saySame(before, now)
  return saySame(withoutEnd(before), withoutEnd(now.slice(0, before.length)))
}

/** The line in which a text was cut, and the one before it, differ by what is written differently each time. */
function withoutEnd(text: string): string {
  return text.split('\n').slice(0, -2).join('\n')
}

/** What rules find changed from one reading of a source to the next, in words: at most ten of it; none where they do not find both. Pure. */
export function changesInWords(before: SourceFacts, now: SourceFacts): string[] {
  const changed = [...now].flatMap(([name, fresh]) => {
    const old = before.get(name)
    if (old === undefined || sameWords(old) === sameWords(fresh)) return []
    return [name === releaseKey ? `a new release: ${short(fresh)}` : `${short(name)}: ${short(old)} → ${short(fresh)}`]
  })
  // The entry price and the license are found after the plans, and are what matters most.
  return changed.reverse().slice(0, mostChanges)
}

function sameWords(words: string): string {
  return words.toLowerCase().split(/\s+/).join('')
}

function short(words: string): string {
  return words.length <= mostWords ? words : `${words.slice(0, mostWords - 1)}…`
}
