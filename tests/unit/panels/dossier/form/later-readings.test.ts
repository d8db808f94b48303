import { expect, test } from 'vitest'
import { takeLaterReadings } from '../../../../../src/panels/dossier/form/later-readings.js'

const row = (text: string, fetchedAt: string | null, title = 'Home') => ({
  'sources.1.kept': 'yes',
  'sources.1.title': title,
  'sources.1.text': text,
  'sources.1.retrievedOn': fetchedAt?.slice(0, 10) ?? '2026-11-20',
  'sources.1.publishedOn': '2026-11-01',
  ...(fetchedAt === null ? {} : { 'sources.1.carried': JSON.stringify({ capture: { fetchedAt } }) }),
})
const base = row('one', '2026-11-20T09:00:00.000Z')

test.each([
  ['theirs', '2026-11-23T09:00:00.000Z', '2026-11-22T09:00:00.000Z'],
  ['yours', '2026-11-22T09:00:00.000Z', '2026-11-23T09:00:00.000Z'],
] as const)(
  'of a page that both sides read again, both have the reading of %s where it is the later, and titles stay',
  (side, ofTheirs, ofYours) => {
    const sides = { theirs: row('two', ofTheirs, 'Their home'), yours: row('three', ofYours, 'My home') }
    const taken = takeLaterReadings({ base, ...sides })
    const { 'sources.1.title': _title, ...reading } = sides[side]
    expect(taken.theirs).toEqual({ ...reading, 'sources.1.title': 'Their home' })
    expect(taken.yours).toEqual({ ...reading, 'sources.1.title': 'My home' })
  },
)

test.each([
  ['only one side read it again', row('two', '2026-11-23T09:00:00.000Z'), base],
  ['both read the same', row('two', '2026-11-23T09:00:00.000Z'), row('two', '2026-11-22T09:00:00.000Z')],
  ['a person wrote one of the texts', row('two', null), row('three', '2026-11-22T09:00:00.000Z')],
])('nothing is taken where %s', (_what, theirs, yours) => {
  expect(takeLaterReadings({ base, theirs, yours })).toEqual({ theirs, yours })
})

test('a reading that says no day, or nothing that can be read, is as what a person wrote', () => {
  for (const carried of ['{"capture":{}}', '{"capture":null}', '{', '[]', '7']) {
    const theirs = { ...row('two', null), 'sources.1.carried': carried }
    const yours = row('three', '2026-11-22T09:00:00.000Z')
    expect(takeLaterReadings({ base, theirs, yours })).toEqual({ theirs, yours })
  }
})
