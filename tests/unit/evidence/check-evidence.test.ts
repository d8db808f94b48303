import { expect, test } from 'vitest'
import { checkEvidence, evidenceWarnings } from '../../../src/evidence/check-evidence.js'
import { sampleDossier } from '../../support/samples.js'

const dossier = sampleDossier()
const item = (quote: string, source = 'readme') => ({ source, quote, shows: 'Something.' })

test('a verbatim quote is stored with its offsets into the source', () => {
  const [evidence] = checkEvidence([item('free for teams of up to five people')], dossier)
  expect(evidence).toEqual({
    ...item('free for teams of up to five people'),
    status: 'found',
    start: 36,
    end: 71,
    surroundings: { above: null, before: 'It is ', passage: 'free for teams of up to five people', after: '' },
  })
  expect(dossier.sources[0]?.text.slice(36, 71)).toBe('free for teams of up to five people')
})

test('a whole sentence is stored without anything around it', () => {
  const [evidence] = checkEvidence([item('It is free for teams of up to five people.')], dossier)
  expect(evidence).toEqual({ ...item('It is free for teams of up to five people.'), status: 'found', start: 30, end: 72 })
})

test('a passage without the “not” of its sentence is found, with the sentence and a warning', () => {
  const checked = checkEvidence([item('It is free for teams of up to five people.'), item('index format is')], dossier)
  expect(checked[1]).toMatchObject({
    surroundings: { before: 'Its ', passage: 'index format is', after: ' not documented.' },
    warning: 'the passage leaves out "not" of its sentence; cite the whole sentence',
  })
  expect(evidenceWarnings(checked)).toEqual(['evidence 2: the passage leaves out "not" of its sentence; cite the whole sentence.'])
})

test('a quote that cuts a number in two is not found, and says so', () => {
  const priced = sampleDossier({ sources: dossier.sources.map((source) => ({ ...source, text: 'It costs 1,200 USD a month.' })) })
  expect(checkEvidence([item('200 USD a month')], priced)).toMatchObject([
    {
      status: 'not found',
      why: 'not in the source "readme"; it begins or ends inside a letter, a word or a number of the text',
    },
  ])
})

test('white space and typographic quotes are folded', () => {
  expect(checkEvidence([item('“runs  on one machine.\n\nIt is free”')], dossier)).toMatchObject([{ status: 'found', start: 9, end: 40 }])
})

test('a changed word is not found', () => {
  expect(checkEvidence([item('free for teams of up to ten people')], dossier)).toMatchObject([
    {
      status: 'not found',
      why: 'not in the source "readme"; its beginning "free for teams of up to" stands there, but "ten" does not follow',
    },
  ])
})

test('a source that does not exist is not found', () => {
  expect(checkEvidence([item('free for teams', 'pricing')], dossier)).toMatchObject([
    { status: 'not found', why: 'the dossier has no source "pricing"' },
  ])
})

test('a quote under the wrong source is not found, and says where it stands', () => {
  const readme = dossier.sources[0] as (typeof dossier.sources)[number]
  const two = sampleDossier({ sources: [...dossier.sources, { ...readme, id: 'other', text: 'Nothing of note stands here.' }] })
  expect(checkEvidence([item('Ferrydoc runs on one machine', 'other')], two)).toMatchObject([
    { status: 'not found', why: 'not in the source "other"; it stands in "readme"' },
  ])
})

test.each(['\n', '\n\n\t', '\r\n\n  '])('a source that begins with %j is read to its beginning, and no further', (blank) => {
  const [source] = sampleDossier().sources
  if (source === undefined) throw new Error('the sample has no source')
  const text = `${blank}It runs on one machine, says the vendor.`
  const [found] = checkEvidence([item('It runs on one machine')], sampleDossier({ sources: [{ ...source, text }] }))
  expect(found).toMatchObject({ status: 'found', start: blank.length })
})
