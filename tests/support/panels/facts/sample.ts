import type { FactEntry, FieldEntry } from '../../../../src/contracts/facts-reply.js'
import type { SteeringPassage } from '../../../../src/contracts/steering.js'
import type { FactSource } from '../../../../src/panels/facts/fact-sources.js'

/** Pages of a tool that does not exist, each line a unit of its own. */
export function sampleSources(): FactSource[] {
  return [
    {
      id: 'home',
      text: [
        '# Ferrydoc',
        '',
        'Ferrydoc keeps the documents of a team searchable on one machine.',
        'It needs 4 GB of memory.',
        '',
        'Compared with Quaykit, it has no server to run.',
        '',
        'Ferrydoc is made by Tideworks GmbH.',
        '',
        'It does not send documents to third parties.',
      ].join('\n'),
    },
    {
      id: 'pricing',
      text: [
        '## Plans',
        '',
        '| Plan | Price | For |',
        '| --- | --- | --- |',
        '| Solo | Free | one person |',
        '| Team | $12 per seat a month | up to 50 people |',
        '',
        'Every plan starts with a free trial of 14 days.',
      ].join('\n'),
    },
    { id: 'license', text: 'Ferrydoc is released under the Apache License 2.0.\n\nCopyright 2026 Tideworks GmbH.' },
  ]
}

/** Which number a source's unit has that begins like this. */
export function unitNumber(source: FactSource | undefined, units: readonly { start: number; end: number }[], words: string): number {
  const at = units.findIndex(({ start, end }) => source?.text.slice(start, end).includes(words))
  if (at < 0) throw new Error(`no unit says "${words}"`)
  return at + 1
}

/** A passage of a source's text that wants to steer. */
export function steeringIn(text: string, words: string, change: Partial<SteeringPassage> = {}): SteeringPassage {
  const start = text.indexOf(words)
  if (start < 0) throw new Error(`the text does not say "${words}"`)
  const place = { place: 'text' as const, piece: null, start, end: start + words.length }
  return { kind: 'speaks-to-model', ...place, words, certainty: 'likely', reason: 'It speaks to a model.', ...change }
}

/** A model's reply with these entries. */
export function factsReply(facts: readonly Partial<FactEntry>[], fields: readonly Partial<FieldEntry>[] = []): string {
  return JSON.stringify({ facts, fields })
}
