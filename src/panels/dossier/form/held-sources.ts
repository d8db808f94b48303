import type { DossierValues } from '../../../contracts/dossier-form.js'
import { keptRows, rowPath, rowsOf } from './values.js'

/** Sources that were taken out and that something of the form still rests on, each with what does. Pure. */
export function findHeldSources(values: DossierValues): { field: string; place: string; message: string; fix: string }[] {
  const users = [
    { words: 'the license', source: values['license.source'] },
    { words: 'the entry price', source: values['entryPrice.source'] },
    ...rowsOf(values, 'plans').map((row, index) => ({ row, words: `plan ${index + 1}`, source: values[rowPath(row, 'source')] })),
    ...rowsOf(values, 'facts').map((row, index) => ({ row, words: `fact ${index + 1}`, source: values[rowPath(row, 'source')] })),
  ].filter((user) => !('row' in user) || values[rowPath(user.row, 'kept')] === 'yes')
  const kept = new Set(keptRows(values, 'sources').map(({ key }) => key))
  return rowsOf(values, 'sources').flatMap((row, index) => {
    const held = kept.has(row.key) ? [] : users.filter(({ source }) => source === row.key).map(({ words }) => words)
    if (held.length === 0) return []
    const message = `Source ${index + 1} is taken out, and ${listWords(held)} ${held.length === 1 ? 'rests' : 'rest'} on it`
    return [{ field: rowPath(row, 'kept'), place: '', message, fix: 'keep it, or let these rest on another source or take them out' }]
  })
}

const mostNamed = 8

function listWords(words: readonly string[]): string {
  if (words.length > mostNamed) return `${words.slice(0, mostNamed).join(', ')} and ${words.length - mostNamed} more`
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
