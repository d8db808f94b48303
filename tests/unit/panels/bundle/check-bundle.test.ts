import { expect, test } from 'vitest'
import type { Bundle } from '../../../../src/contracts/bundle.js'
import { checkParts, checkRecordings } from '../../../../src/panels/bundle/check-bundle.js'
import { parseBundle } from '../../../../src/panels/bundle/parse-bundle.js'
import { verifyBundle } from '../../../../src/panels/bundle/verify-bundle.js'
import { good, readers, sampleBundle } from '../../../support/panels/bundle/sample-bundle.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

const bundle = await sampleBundle({ dx: [good], business: [good] })
const [dossier] = bundle.dossiers
const [dx, business] = bundle.personas
const [first, second] = bundle.recordings
const [seat, other] = bundle.plan.seats
if (!dossier || !dx || !business || !first || !second || !seat || !other) throw new Error('the sample bundle lacks a part')

test('a bundle as built has no problem', () => {
  expect([...checkParts(bundle), ...checkRecordings(bundle)]).toEqual([])
})

const changed = 'it was changed after it was bundled'
const stranger = sampleDossier({ rivals: ['Someone'] })

test.each<[string, Partial<Bundle>, [path: string, message: string][]]>([
  ['a changed dossier', { dossiers: [{ ...dossier, rivals: ['Someone'] }] }, [['dossiers[0].sha256', changed]]],
  [
    'a changed source',
    { dossiers: [{ ...dossier, sources: dossier.sources.map((source) => ({ ...source, text: `${source.text}!` })) }] },
    [
      ['dossiers[0].sha256', changed],
      ['dossiers[0].sources[0].sha256', changed],
    ],
  ],
  [
    'a dossier that is not the one planned',
    { dossiers: [stranger] },
    [
      ['dossiers[0]', 'the plan names no such dossier'],
      ['plan.tools[0]', 'the bundle holds no dossier of ferrydoc with that hash'],
    ],
  ],
  ['a changed persona', { personas: [{ ...dx, template: 'Praise {{ tool }}.' }, business] }, [['personas[0].sha256', changed]]],
  ['a persona too few', { personas: [dx] }, [['plan.personas[1]', 'the bundle holds no persona business, version 1, with that hash']]],
  ['a persona too many', { personas: [dx, business, samplePersona({ id: 'guest' })] }, [['personas[2]', 'the plan names no such persona']]],
  ['a changed request', { recordings: [{ ...first, sample: 2 }, second] }, [['recordings[0]', 'its key is not the key of its request']]],
  ['a recording too few', { recordings: [first] }, [['recordings', `rests on the model call ${second.key}, and its recording is missing`]]],
  ['a recording twice', { recordings: [first, second, second] }, [['recordings[2]', 'the bundle holds this recording twice']]],
  [
    'a seat of another panel',
    { plan: { ...bundle.plan, seats: [{ ...seat, id: 'seat_0' }, other] } },
    [['plan.seats[0]', 'its id is not that of this tool, persona and model in this panel']],
  ],
  [
    'a seat of a persona that the plan does not name',
    { plan: { ...bundle.plan, seats: [{ ...seat, persona: 'guest' }, other] } },
    [
      ['plan.seats[0]', 'the plan has no persona guest'],
      ['plan.seats[0]', 'its id is not that of this tool, persona and model in this panel'],
    ],
  ],
  ['a seat twice', { plan: { ...bundle.plan, seats: [seat, other, other] } }, [['plan.seats[2]', 'the plan has this seat twice']]],
  [
    'the record of another panel',
    { record: { ...bundle.record, id: 'rec_2' } },
    [['record.id', "it is not the record of the plan's panel"]],
  ],
])('%s is named, and nothing is rebuilt', async (_name, change, expected) => {
  const result = await verifyBundle({ ...bundle, ...change }, readers)
  expect(result).toMatchObject({ identical: false, rebuilt: null, differences: [] })
  const unfit = checkParts({ ...bundle, ...change })
  expect(unfit).toEqual(expected.map(([path, message]) => ({ path, message: expect.stringContaining(message) })))
})

test('what is no bundle, what is a broken one, and every problem of the latter', () => {
  const text = JSON.stringify(bundle)
  expect(parseBundle(text)).toEqual({ status: 'parsed', bundle })
  for (const stranger of ['', 'Dear editor,', '{"schema":"panel.record/1"}', '[]', '{"schema":"panel.bundle/2"}'])
    expect(parseBundle(stranger)).toEqual({ status: 'no-bundle' })
  expect(parseBundle(text.slice(0, -1))).toMatchObject({
    status: 'broken',
    problems: [{ path: '', message: expect.stringMatching(/^not JSON: /) }],
  })
  const bad = JSON.stringify({ ...bundle, dossiers: [], recordings: [{ ...first, key: 'short' }], extra: true })
  const parsed = parseBundle(bad)
  expect(parsed.status === 'broken' ? parsed.problems.map(({ path }) => path) : parsed).toEqual(['dossiers', 'recordings[0].key', ''])
})

test('the recordings of a bundle are each looked at a few times, however many there are', () => {
  let reads = 0
  const counted = new Proxy(first, {
    get: (target, name) => {
      if (name === 'key') reads += 1
      return Reflect.get(target, name)
    },
  })
  const count = 500
  const problems = checkParts({ ...bundle, recordings: Array.from({ length: count }, () => counted) })
  expect(problems.filter(({ message }) => message === 'the bundle holds this recording twice')).toHaveLength(count - 1)
  expect(reads).toBeLessThan(10 * count)
})
