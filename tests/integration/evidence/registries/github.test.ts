import { afterAll, afterEach, expect, test } from 'vitest'
import {
  closeReadings,
  keptAnswers,
  readAddress,
  registryDeps,
  stillRuntime,
  testNow,
  valuesOf,
} from '../../../support/evidence/read-from-server.js'
import { gitHubAnswers, type RepositoryContents } from '../../../support/evidence/registry-contents.js'
import { type RegistryContents, type RegistryLimit, startRegistryServer } from '../../../support/evidence/registry-server.js'
import { startLoopbackServer } from '../../../support/loopback-server.js'

const repository = {
  name: 'kiln',
  full_name: 'acme/kiln',
  html_url: 'https://code.example/acme/kiln',
  owner: { login: 'acme', type: 'Organization' },
  description: 'Bakes services from one file.',
  homepage: 'https://kiln.example',
  license: { key: 'mit', name: 'MIT License', spdx_id: 'MIT' },
  language: 'TypeScript',
  default_branch: 'main',
  topics: ['queue', 'postgres'],
  stargazers_count: 12_345,
  pushed_at: '2026-11-20T08:15:00Z',
  archived: false,
  fork: false,
}
const kiln: RepositoryContents = {
  repository,
  files: {
    'README.md': '# Kiln\n\nKiln bakes services.',
    LICENSE: 'MIT License\n\nCopyright 2026 Acme',
    'package.json': JSON.stringify({ name: '@acme/kiln', version: '2.4.1', description: 'Bakes services', license: 'MIT', private: false }),
  },
  release: {
    tag_name: 'v2.4.0',
    name: 'Kiln 2.4',
    html_url: 'https://code.example/acme/kiln/releases/v2.4.0',
    published_at: '2026-11-02T10:00:00Z',
    body: 'Faster.',
  },
}

const opened: { stop: () => Promise<void> }[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.stop()
})
afterAll(closeReadings)

async function serve(contents: RegistryContents, limit: RegistryLimit | null = null) {
  const server = await startRegistryServer(contents, limit)
  opened.push(server)
  return server
}

test('a repository becomes a text of lines, each field with the line that says it', async () => {
  const { url } = await serve({ answers: gitHubAnswers(kiln) })
  const outcome = await readAddress('https://github.com/acme/kiln', registryDeps(url))
  expect(outcome.problems).toEqual([])
  expect(outcome.sources[0]?.text).toBe(
    [
      'Repository: acme/kiln (https://github.com/acme/kiln)',
      'Owner: acme',
      'Name: kiln',
      'Description: Bakes services from one file.',
      'Homepage: https://kiln.example',
      'Package: @acme/kiln (package.json)',
      'Package description: Bakes services',
      'Package version: 2.4.1',
      'License: MIT (MIT License)',
      'Package license: MIT',
      'Language: TypeScript',
      'Topics: queue, postgres',
      'Stars: 12,000',
      'Archived: no',
      'Last push: 2026-11',
      'Latest release: v2.4.0 of 2026-11-02',
    ].join('\n\n'),
  )
  expect(valuesOf(outcome)).toEqual({
    name: '@acme/kiln',
    description: 'Bakes services',
    vendor: 'acme',
    homepage: 'https://kiln.example',
    repository: 'https://github.com/acme/kiln',
    license: 'MIT',
    spdx: 'MIT',
    version: 'v2.4.0',
    releasedOn: '2026-11-02',
    updatedOn: '2026-11',
    isArchived: false,
    stars: 12_000,
    topics: ['queue', 'postgres'],
  })
  for (const stated of Object.values(outcome.fields)) {
    if (stated !== null) expect(outcome.sources[0]?.text.slice(stated.found.start, stated.found.end)).toBe(stated.found.words)
  }
})

test('README, licence and latest release are sources with the address where people read them', async () => {
  const { url } = await serve({ answers: gitHubAnswers(kiln) })
  const { sources, links } = await readAddress('https://github.com/acme/kiln', registryDeps(url))
  expect(sources.map(({ id, kind, how, text, publishedOn }) => ({ id, kind, how, text, publishedOn })).slice(1)).toEqual([
    { id: 'github-acme-kiln-readme', kind: 'documentation', how: 'text', text: '# Kiln\n\nKiln bakes services.', publishedOn: null },
    { id: 'github-acme-kiln-license', kind: 'license', how: 'text', text: 'MIT License\n\nCopyright 2026 Acme', publishedOn: null },
    { id: 'github-acme-kiln-release', kind: 'release-notes', how: 'text', text: 'Faster.', publishedOn: '2026-11-02' },
  ])
  expect(sources.map((source) => source.url)).toEqual([
    'https://github.com/acme/kiln',
    'https://code.example/acme/kiln/blob/HEAD/README.md',
    'https://code.example/acme/kiln/blob/HEAD/LICENSE',
    'https://code.example/acme/kiln/releases/v2.4.0',
  ])
  expect(links.map(({ kind, known }) => [kind, known?.registry ?? null])).toEqual([
    ['homepage', null],
    ['package', 'npm'],
    ['license', null],
  ])
})

test('the same data give the same bytes, and are asked for with their entity tags', async () => {
  const { url, seen } = await serve({ answers: gitHubAnswers(kiln) })
  const first = await readAddress('https://github.com/acme/kiln', registryDeps(url))
  const again = await readAddress('https://github.com/acme/kiln', registryDeps(url, { known: keptAnswers(first) }))
  expect(again.sources.map(({ text }) => text)).toEqual(first.sources.map(({ text }) => text))
  expect(again.requests.map(({ status }) => status)).toEqual([304, 304, 304, 304, 304])
  expect(again.requests.map(({ sha256 }) => sha256).sort()).toEqual(first.requests.map(({ sha256 }) => sha256).sort())
  expect(seen.slice(5).every(({ headers }) => headers['if-none-match'] !== undefined)).toBe(true)
})

test('a few more stars and another push in the same month are no other text', async () => {
  const { url, contents } = await serve({ answers: gitHubAnswers(kiln) })
  const first = await readAddress('https://github.com/acme/kiln', registryDeps(url))
  contents.answers['/repos/acme/kiln'] = { body: { ...repository, stargazers_count: 12_389, pushed_at: '2026-11-25T08:15:00Z' } }
  const again = await readAddress('https://github.com/acme/kiln', registryDeps(url))
  expect(again.sources[0]?.text).toBe(first.sources[0]?.text)
})

test('a renamed repository is read under its new name, and the text says so', async () => {
  const answers = gitHubAnswers(kiln)
  const { url } = await serve({
    answers: { ...answers, '/repositories/7': { body: repository } },
    redirects: { '/repos/old/oven': '/repositories/7' },
  })
  const { address, sources } = await readAddress('https://github.com/old/oven/tree/main/docs', registryDeps(url))
  expect(address).toEqual({ registry: 'github', owner: 'acme', name: 'kiln', url: 'https://github.com/acme/kiln' })
  expect(sources[0]?.text).toContain('Renamed from: old/oven')
  expect(sources).toHaveLength(4)
})

test('a repository that is not there is one problem, and nothing else is asked for', async () => {
  const { url, seen } = await serve({ answers: {} })
  const { sources, problems } = await readAddress('https://github.com/acme/none', registryDeps(url))
  expect(sources).toEqual([])
  expect(problems).toEqual([
    {
      url: `${url}/repos/acme/none`,
      message: `GitHub has nothing that anyone may read at ${url}/repos/acme/none (HTTP 404).`,
      fix: 'Check the name. What is private is not read.',
      httpStatus: 404,
    },
  ])
  expect(seen).toHaveLength(1)
})

test('a repository without README, licence, release and manifest has no problem', async () => {
  const { url } = await serve({ answers: { '/repos/acme/kiln': { body: repository } } })
  const { sources, problems } = await readAddress('https://github.com/acme/kiln', registryDeps(url))
  expect(problems).toEqual([])
  expect(sources).toHaveLength(1)
})

test('one part that breaks does not fail the others', async () => {
  const answers = gitHubAnswers(kiln)
  answers['/repos/acme/kiln/releases/latest'] = { status: 502, body: '<html>Bad gateway</html>' }
  answers['/repos/acme/kiln/license'] = { body: { content: 42, encoding: 'base64' } }
  const { url } = await serve({ answers })
  const { sources, problems } = await readAddress('https://github.com/acme/kiln', registryDeps(url))
  expect(sources.map(({ id }) => id)).toEqual(['github-acme-kiln', 'github-acme-kiln-readme', 'github-acme-kiln-license'])
  expect(problems.map((problem) => problem.url)).toEqual([`${url}/repos/acme/kiln/releases/latest`])
})

test('a limit that is used up is said once, with its end and what raises it, and nothing more is asked until then', async () => {
  const limit = { remaining: 3, resetAt: new Date('2026-11-26T12:30:00Z') }
  const { url, seen } = await serve({ answers: gitHubAnswers(kiln) }, limit)
  const runtime = stillRuntime()
  const deps = registryDeps(url, {}, runtime)
  const first = await readAddress('https://github.com/acme/kiln', deps)
  expect(first.sources[0]?.text).toContain('Description: Bakes services from one file.')
  expect(first.problems).toHaveLength(1)
  expect(first.problems[0]?.message).toMatch(/^GitHub answers no more requests before 2026-11-26 12:30 UTC: its limit is used up\./)
  expect(first.problems[0]?.fix).toBe('Wait until then, or set GITHUB_TOKEN: a token raises the limit.')
  expect(seen.map(({ path }) => path)).toEqual(['/repos/acme/kiln', '/repos/acme/kiln/readme', '/repos/acme/kiln/license'])
  const asked = seen.length
  const next = await readAddress('https://github.com/acme/other', deps)
  expect(next.problems).toHaveLength(1)
  expect(seen).toHaveLength(asked)
  runtime.setTo(limit.resetAt)
  await readAddress('https://github.com/acme/other', deps)
  expect(seen).toHaveLength(asked + 1)
})

test('a first answer that says the limit is used up closes it as well', async () => {
  const { url, seen } = await serve({ answers: gitHubAnswers(kiln) }, { remaining: 0, resetAt: new Date(testNow.getTime() + 600_000) })
  const { problems, sources } = await readAddress('https://github.com/acme/kiln', registryDeps(url, { tokens: { github: 'ghp_secret' } }))
  expect(sources).toEqual([])
  expect(problems.map(({ fix }) => fix)).toEqual(['Wait until then, and add the address again.'])
  expect(seen).toHaveLength(1)
})

test('a token goes to its registry alone, and into no text, problem or other host', async () => {
  const strangers: (string | undefined)[] = []
  const stranger = await startLoopbackServer((request, response) => {
    strangers.push(request.headers.authorization)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ body: 'x', tag_name: 'v1' }))
  })
  opened.push(stranger)
  const answers = gitHubAnswers(kiln)
  answers['/repos/acme/kiln/readme'] = { status: 401, body: { message: 'Bad credentials' } }
  const { url, seen } = await serve({ answers, redirects: { '/repos/acme/kiln/releases/latest': `${stranger.url}/steal` } })
  const outcome = await readAddress('https://github.com/acme/kiln', registryDeps(url, { tokens: { github: 'ghp_secret' } }))
  const api = seen.filter(({ path }) => path.startsWith('/repos/'))
  expect(api.map(({ headers }) => headers.authorization)).toEqual(api.map(() => 'Bearer ghp_secret'))
  expect(seen.filter(({ path }) => !path.startsWith('/repos/')).map(({ headers }) => headers.authorization)).toEqual([undefined])
  expect(strangers).toEqual([undefined])
  expect(outcome.problems[0]?.fix).toBe('Check GITHUB_TOKEN: it may have expired, or may not read this.')
  expect(JSON.stringify(outcome)).not.toContain('ghp_secret')
})
