import type { DossierValues } from '../../../contracts/dossier-form.js'
import { readJsonText } from '../../../platform/input/bounded-json.js'
import { type Row, rowPath, rowsOf } from './values.js'

/** What a reading of a page gives, which is right only together: the hashes in `carried` are those of the text's page. */
const readFields = ['text', 'carried', 'retrievedOn', 'publishedOn'] as const

type Sides = Record<'base' | 'theirs' | 'yours', DossierValues>

/**
 * Both sides with the later reading of each page that both read again since `base`: no one wrote its text, so no one is asked which to take, and
 * it is never set beside the hashes of another. Pure.
 */
export function takeLaterReadings({ base, theirs, yours }: Sides): Pick<Sides, 'theirs' | 'yours'> {
  const taken: Record<'theirs' | 'yours', Record<string, string>> = { theirs: {}, yours: {} }
  for (const row of rowsOf(yours, 'sources')) {
    const [mine, other] = [readAt(yours, row), readAt(theirs, row)]
    const path = rowPath(row, 'text')
    const isReadTwice = new Set([base[path], theirs[path], yours[path]]).size === 3
    if (mine === null || other === null || !isReadTwice) continue
    const [from, to] = mine >= other ? [yours, taken.theirs] : [theirs, taken.yours]
    for (const field of readFields) to[rowPath(row, field)] = from[rowPath(row, field)] ?? ''
  }
  return { theirs: { ...theirs, ...taken.theirs }, yours: { ...yours, ...taken.yours } }
}

/** When the page of a source was read; null for a text that a person wrote. */
function readAt(values: DossierValues, row: Row): string | null {
  const read = readJsonText(values[rowPath(row, 'carried')] ?? '')
  if (!('value' in read) || typeof read.value !== 'object' || read.value === null || !('capture' in read.value)) return null
  const { capture } = read.value
  const isDated = typeof capture === 'object' && capture !== null && 'fetchedAt' in capture && typeof capture.fetchedAt === 'string'
  return isDated ? String(capture.fetchedAt) : null
}
