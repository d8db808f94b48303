import { expect, test } from 'vitest'
import { findRivals } from '../../../../src/evidence/fields/find-rivals.js'
import { page, source } from '../../../support/evidence/read-source.js'

const rivalsOf = (text: string, over = {}) =>
  findRivals(source(text, { kind: 'website', ...over }), { toolNames: ['Shipper', 'shipper-js'] }).map(({ value }) => value)

test.each([
  ['Shipper vs Hauler', ['Hauler']],
  ['Hauler vs. Shipper: which is better', ['Hauler']],
  ['An open-source alternative to Hauler and Big Lift.', ['Hauler', 'Big Lift']],
  ['The open source Hauler alternative.', ['Hauler']],
  ['Compared with Hauler, it is small.', ['Hauler']],
  ['You can read how Absurd compares to PGMQ, Cadence, Temporal, Inngest, and DBOS.', ['PGMQ', 'Cadence', 'Temporal', 'Inngest', 'DBOS']],
  ['Migrate from Hauler in an hour.', ['Hauler']],
  ['Unlike Hauler or LiftOff, it needs no server.', ['Hauler', 'LiftOff']],
  ['It can be used as a replacement for [Mozilla Readability](https://github.com/mozilla/readability).', ['Mozilla Readability']],
  ['Switching from **Hauler** is easy.', ['Hauler']],
  ['Use it instead of Llama 3.1 8B.', ['Llama 3.1 8B']],
])('%s', (text, names) => {
  expect(rivalsOf(text)).toEqual(names)
})

test.each([
  'Unlike other tools, it is small.',
  'Unlike Other Tools, it is small.',
  'Migrate from v1 to v2.',
  'Migrate from Shipper 1.0 to Shipper Cloud.',
  'An alternative to writing JavaScript by hand.',
  'Compared with the previous version, it is fast.',
  'It runs on Linux, not Windows.',
  'We replaced the engine.',
  'Use Python instead of JavaScript.',
  '',
])('no rival: %s', (text) => {
  expect(rivalsOf(text)).toEqual([])
})

test('the heads of a table that has the tool in one', () => {
  expect(rivalsOf('| Feature | Shipper | Hauler | Big Lift |\n|---|---|---|---|\n| Fast | yes | no | no |\n')).toEqual([
    'Hauler',
    'Big Lift',
  ])
  expect(rivalsOf('| Plan | Free | Pro |\n|---|---|---|\n| Seats | 1 | 2 |\n')).toEqual([])
})

test('a link to a comparison whose words are in the text', () => {
  const links = [{ url: 'https://tool.example/compare/big-lift', text: 'Big Lift', rel: null, inNavigation: false }]
  expect(rivalsOf('See more: Big Lift', { page: { ...page({}), links } })).toEqual(['Big Lift'])
  expect(rivalsOf('See more.', { page: { ...page({}), links } })).toEqual([])
})

test('at most twelve', () => {
  const names = Array.from(
    { length: 40 },
    (_, index) => `Unlike Tool${String.fromCharCode(65 + (index % 26))}${String.fromCharCode(97 + Math.floor(index / 26))}x, it is small.`,
  )
  expect(rivalsOf(names.join('\n\n'))).toHaveLength(12)
})
