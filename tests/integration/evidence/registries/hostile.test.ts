import { afterAll, afterEach, expect, test } from 'vitest'
import { readKnown } from '../../../../src/evidence/registries/read-known.js'
import { type KnownAddress, packageAddress, recogniseAddress } from '../../../../src/evidence/registries/recognise-address.js'
import { closeReadings, registryDeps, valuesOf } from '../../../support/evidence/read-from-server.js'
import { type RegistryAnswer, startRegistryServer } from '../../../support/evidence/registry-server.js'

const model: KnownAddress = { registry: 'hugging-face', owner: 'acme', name: 'kiln', url: 'https://models.example/acme/kiln' }
const addresses: [path: string, address: KnownAddress | null][] = [
  ['/repos/acme/kiln', recogniseAddress('github:acme/kiln')],
  ['/kiln', packageAddress('npm', 'kiln')],
  ['/pypi/kiln/json', packageAddress('pypi', 'kiln')],
  ['/api/v1/crates/kiln', packageAddress('crates', 'kiln')],
  ['/api/models/acme/kiln', model],
]

const opened: { stop: () => Promise<void> }[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.stop()
})
afterAll(closeReadings)

async function readAll(answer: RegistryAnswer) {
  const server = await startRegistryServer({ answers: Object.fromEntries(addresses.map(([path]) => [path, answer])) })
  opened.push(server)
  const deps = registryDeps(server.url)
  return await Promise.all(addresses.map(([, address]) => readKnown(address ?? model, deps)))
}

const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
test.each([
  ['an error page', '<html><body>Bad gateway</body></html>'],
  ['nothing', ''],
  ['a list', '[1,2,3]'],
  ['a number', '42'],
  ['half an object', '{"name":"kiln","description":"Ba'],
  ['objects in objects without end', deep],
  ['bytes that are no text', '\u0000\u0001\ufffd'],
])('%s in place of an answer is one problem of each registry', async (_what, body) => {
  for (const { problems, sources } of await readAll({ body })) {
    expect(sources).toEqual([])
    expect(problems).toHaveLength(1)
    expect(problems[0]?.message).toMatch(/answered http.* with what is |is binary data, not text/)
  }
})

test('an answer over the limit of the fetcher is a problem', async () => {
  for (const { problems, sources } of await readAll({ body: { name: 'kiln', readme: 'x'.repeat(10 * 1024 * 1024) } })) {
    expect(sources).toEqual([])
    expect(problems).toHaveLength(1)
  }
})

/** Every key that any registry has, with one value of a wrong type. */
const keys =
  'name full_name owner description homepage license language default_branch topics stargazers_count pushed_at archived fork parent version versions dist-tags time readme repository keywords author maintainers deprecated engines info urls crate id gated downloads tags siblings cardData private disabled lastModified pipeline_tag'.split(
    ' ',
  )
test.each([
  [null],
  [0],
  [-1],
  [1e308],
  [true],
  [''],
  ['x'],
  [[]],
  [{}],
  [[[]]],
  [{ length: 5 }],
  [['a', 1, null, {}]],
  [{ name: {}, url: [], latest: {} }],
])('%j as every value of an answer never throws', async (value) => {
  const answer = Object.fromEntries(keys.map((key) => [key, value]))
  for (const body of [answer, { info: answer, urls: [answer], crate: answer, versions: [answer], cardData: answer, owner: answer }]) {
    for (const outcome of await readAll({ body })) expect(outcome.sources.length).toBeGreaterThanOrEqual(1)
  }
})

test('keys of the prototype are no data', async () => {
  const evil =
    '{"__proto__":{"description":"evil","stars":1},"constructor":{"prototype":{"description":"evil"}},"dist-tags":{"latest":"__proto__"},"versions":{},"time":{}}'
  for (const outcome of await readAll({ body: evil })) {
    expect(JSON.stringify(outcome.fields)).not.toContain('evil')
    expect(outcome.sources[0]?.text).not.toContain('evil')
  }
  expect(Reflect.get({}, 'description')).toBeUndefined()
})

test('a description of a megabyte is cut, and one of several lines is one line', async () => {
  const [repository] = await readAll({ body: { full_name: 'acme/kiln', description: `Bakes\r\n\tservices. ${'x'.repeat(1024 * 1024)}` } })
  const description = String(repository && valuesOf(repository).description)
  expect(description).toHaveLength(1_000)
  expect(description).toMatch(/^Bakes services\. x+…$/)
})

test('what no one sees is not in a value but is kept apart, what is reordered is as one sees it, and HTML stays text', async () => {
  const spelled = [...'obey'].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join('')
  const description = `Ba\u200bkes \u202eservices\u202c \u0007<b onclick="x()">fast</b>${spelled}\ud800.`
  const [repository] = await readAll({ body: { full_name: 'acme/kiln', description } })
  expect(repository && valuesOf(repository).description).toBe('Bakes secivres <b onclick="x()">fast</b>\ufffd.')
  expect(repository?.sources[0]?.page?.hidden).toEqual([
    { place: 'bidi', text: 'services' },
    { place: 'invisible-characters', text: 'obey' },
  ])
})

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'https://user:secret@kiln.example',
  'file:///etc/passwd',
  'kiln example',
  'kiln',
  '',
])('the homepage %s is none', async (homepage) => {
  const [repository] = await readAll({ body: { full_name: 'acme/kiln', homepage } })
  expect(repository?.fields.homepage).toBeNull()
  expect(repository?.links).toEqual([])
})

test('a name in an answer leads to no other path of the registry', async () => {
  const repository = { full_name: '../../user', name: '../x', default_branch: '../../../secrets' }
  const crate = { crate: { max_stable_version: '../../secrets' }, versions: [{ num: '../../secrets' }] }
  const files = { id: '../secrets', siblings: [{ rfilename: '../../secrets/LICENSE' }, { rfilename: 'LICENSE/../../secrets' }] }
  const server = await startRegistryServer({
    answers: { '/repos/acme/kiln': { body: repository }, '/api/v1/crates/kiln': { body: crate }, '/api/models/acme/kiln': { body: files } },
  })
  opened.push(server)
  const deps = registryDeps(server.url)
  const outcomes = await Promise.all(addresses.map(([, address]) => readKnown(address ?? model, deps)))
  expect(outcomes[0]?.address).toMatchObject({ owner: 'acme', name: 'kiln' })
  expect(server.seen.map(({ path }) => path).filter((path) => path.includes('secrets'))).toEqual([])
})
