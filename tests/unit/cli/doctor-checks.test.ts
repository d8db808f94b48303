import { expect, test } from 'vitest'
import type { ProviderAnswer } from '../../../src/cli/ask-providers.js'
import { renderChecks } from '../../../src/cli/check.js'
import {
  checkBrokenConfiguration,
  checkJuries,
  checkJurors,
  checkNode,
  checkNoModel,
  checkProvider,
  checkSecondOpinion,
  checkStorageOutcome,
  isSameModel,
} from '../../../src/cli/doctor-checks.js'
import type { DatabaseFacts } from '../../../src/platform/db/database-facts.js'
import { InputError, UsageError } from '../../../src/platform/errors.js'
import { setUpProviders } from '../../../src/providers/setup.js'

const facts: DatabaseFacts = { version: '18.1', migrations: { applied: 2, shipped: 2 }, clockDifferenceMs: 3, callsUnderWay: {} }
const embedded = { databaseUrl: null, redisUrl: null }
const dataFolder = '/somewhere/else/data'
const limits = { maxClockDifferenceMs: 5_000 }
const listed = (provider: string, ...names: string[]): ProviderAnswer => ({
  provider,
  status: 'listed',
  models: names.map((name) => ({ name, sizeBytes: null, parameterSize: null })),
})
const knownReader = () => undefined

test.each([
  ['v20.19.0', 'ok'],
  ['v20.20.2', 'ok'],
  ['v24.0.0', 'ok'],
  ['v20.18.9', 'problem'],
  ['v18.99.0', 'problem'],
])('Node %s where 20.19 is needed: %s', (version, status) => {
  expect(checkNode(version, '>=20.19').status).toBe(status)
})

test('a broken configuration names every problem and every fix', () => {
  const at = { file: 'panel.config.yaml', column: 1 }
  const problems = [
    { ...at, line: 1, message: 'one thing', fix: 'fix one' },
    { ...at, line: 4, message: 'another', fix: 'fix the other' },
  ]
  expect(checkBrokenConfiguration(new InputError('The configuration has problems:', problems))).toEqual({
    name: 'configuration',
    status: 'problem',
    seen: 'panel.config.yaml:1:1: one thing\npanel.config.yaml:4:1: another',
    fix: 'fix one; fix the other',
  })
})

test('a good database says its version, migrations and clock', () => {
  const outcome = { database: { status: 'ok', seen: facts }, queue: { status: 'ok', seen: 'postgres' }, dataFolder } as const
  const [database, queue] = checkStorageOutcome(outcome, embedded, limits)
  expect(database).toMatchObject({ status: 'ok', fix: null })
  expect(database?.seen).toBe('PostgreSQL 18.1, embedded, in /somewhere/else/data; 2 of 2 migrations; clocks 3 ms apart')
  expect(queue?.status).toBe('ok')
})

test.each([
  ['clocks too far apart', { ...facts, clockDifferenceMs: 5_001 }, 'jobs would run twice', 'timedatectl'],
  ['a database of a newer version', { ...facts, migrations: { applied: 3, shipped: 2 } }, 'a newer Ship Panel', 'npm install'],
])('%s are a problem with its fix', (_name, seen, words, fix) => {
  const outcome = { database: { status: 'ok', seen }, queue: { status: 'ok', seen: 'postgres' }, dataFolder } as const
  const [database] = checkStorageOutcome(outcome, embedded, limits)
  expect(database?.status).toBe('problem')
  expect(database?.seen).toContain(words)
  expect(database?.fix).toContain(fix)
})

test('a database that does not open leaves the queue unchecked, not broken', () => {
  const outcome = { database: { status: 'failed', error: new Error('refused') }, queue: { status: 'not-tried' }, dataFolder: null } as const
  const checks = checkStorageOutcome(outcome, { ...embedded, databaseUrl: 'postgres://u:pw@h/d' }, limits)
  expect(checks.map(({ status }) => status)).toEqual(['problem', 'not checked'])
  expect(checks[0]?.fix).toContain('unset DATABASE_URL')
  expect(JSON.stringify(checks)).not.toContain('pw')
})

test('a provider is ok with what it lists, a problem with its fix, or simply not configured', () => {
  expect(checkProvider(listed('ollama', 'a', 'b'))).toEqual({ name: 'ollama', status: 'ok', seen: '2 models', fix: null })
  expect(checkProvider({ provider: 'x', status: 'failed', reason: 'it broke', fix: 'do this', statusCode: 500 })).toMatchObject({
    status: 'problem',
    fix: 'do this',
  })
  expect(checkProvider({ provider: 'x', status: 'not-configured', reason: 'no key', fix: 'export K=' }).status).toBe('not configured')
})

test.each([
  ['as listed', 'ollama:llama3.1:8b', 'ok'],
  ['without its tag', 'ollama:qwen3', 'ok'],
  ['without its date', 'anthropic:claude-haiku-4-5', 'ok'],
  ['of another size', 'ollama:llama3.1', 'problem'],
  ['not installed', 'ollama:absent', 'problem'],
  ['of a provider that failed, which is a check of its own', 'mistral:any', 'ok'],
])('a juror %s: %s is %s', (_name, juror, status) => {
  const answers: ProviderAnswer[] = [
    listed('ollama', 'llama3.1:8b', 'qwen3:latest'),
    listed('anthropic', 'claude-haiku-4-5-20251001'),
    { provider: 'mistral', status: 'failed', reason: 'down', fix: 'wait', statusCode: 503 },
  ]
  expect(checkJurors([juror], answers, knownReader)?.status).toBe(status)
})

test('a juror that is not installed in Ollama is pulled by the command in its fix', () => {
  expect(checkJurors(['ollama:absent:8b'], [listed('ollama', 'other')], knownReader)?.fix).toBe('ollama pull absent:8b')
})

test('a juror of an unknown provider, and one whose provider has no key, are problems', () => {
  const answers: ProviderAnswer[] = [{ provider: 'mistral', status: 'not-configured', reason: 'no key', fix: 'export MISTRAL_API_KEY=…' }]
  const reader = (juror: string) => {
    if (juror.startsWith('nobody:')) throw new UsageError('no provider is called "nobody"')
  }
  const check = checkJurors(['nobody:x', 'mistral:m'], answers, reader)
  expect(check?.status).toBe('problem')
  expect(check?.seen).toBe('no provider is called "nobody"\nmistral:m: no key')
  expect(checkJurors([], answers, reader)).toBeNull()
})

test('without any provider a fresh install is healthy and a model is its next step; a provider that is configured and fails is a problem', () => {
  const absent: ProviderAnswer = { provider: 'mistral', status: 'not-configured', reason: 'no key', fix: 'export MISTRAL_API_KEY=…' }
  const broken: ProviderAnswer = { provider: 'lab', status: 'failed', reason: 'nothing listens', fix: 'start it', statusCode: null }
  const listed: ProviderAnswer = { provider: 'ollama', status: 'listed', models: [{ name: 'a', sizeBytes: null, parameterSize: null }] }
  expect(checkNoModel([absent])).toMatchObject({ status: 'not configured', fix: expect.stringContaining('panel demo') })
  expect(checkNoModel([absent, broken])).toMatchObject({ status: 'problem' })
  expect(checkNoModel([absent, { provider: 'lab', status: 'busy', reason: 'it works' }])).toMatchObject({ status: 'busy' })
  expect(checkNoModel([absent, broken, listed])).toBeNull()
})

test('checks are printed within the terminal, and a fix is never broken, so that it can be copied', () => {
  const fix = `export ANTHROPIC_API_KEY=${'x'.repeat(80)}`
  const text = renderChecks([{ name: 'anthropic', status: 'problem', seen: 'word '.repeat(40).trim(), fix }], { columns: 80, color: false })
  const lines = text.trimEnd().split('\n')
  expect(lines.at(-1)).toBe(`    fix: ${fix}`)
  expect(lines.length).toBeGreaterThan(3)
  for (const line of lines.slice(0, -1)) expect(line.length).toBeLessThanOrEqual(80)
})

test('on a terminal too narrow for columns, what was seen is below, within the terminal', () => {
  const text = renderChecks([{ name: 'anthropic', status: 'problem', seen: 'word '.repeat(40).trim(), fix: null }], {
    columns: 40,
    color: false,
  })
  const [head, ...lines] = text.trimEnd().split('\n')
  expect(head).toBe('problem         anthropic')
  expect(lines.length).toBeGreaterThan(3)
  for (const line of lines) expect(line).toMatch(/^ {4}\S.{0,35}$/)
})

test.each([
  ['Llama3.1:8B', 'llama3.1:8b', true],
  ['claude-3-5-haiku-20241022', 'claude-3-5-haiku-latest', true],
  ['mistral-small-2603', 'mistral-small-latest', true],
  ['gpt-4o-2024-08-06', 'gpt-4o', true],
  ['meta-llama/llama-3.1-8b-instruct', 'meta-llama/llama-3.1-8b-instruct:free', true],
  ['qwen3:8b', 'qwen3', false],
  ['gpt-4o-mini', 'gpt-4o', false],
  ['mistral-small-2603', 'mistral-small', false],
])('listed as %s, named as %s: the same model is %s', (listedName, named, isSame) => {
  expect(isSameModel(listedName, named)).toBe(isSame)
})

test('the models of second opinions are checked as jurors are; one that plays alone and reads alone is a problem', () => {
  const answers = [listed('ollama', 'a', 'b')]
  const seen = { answers, reader: knownReader, settings: { providers: setUpProviders({}) } }
  const check = (models: string[], jurors: string[]) => checkSecondOpinion({ models, jurors }, seen)
  expect(check([], ['ollama:a'])).toBeNull()
  expect(check(['ollama:b'], ['ollama:a'])).toMatchObject({ name: 'secondOpinion', status: 'ok', seen: 'ollama:b' })
  expect(check(['ollama:a', 'ollama:b'], ['ollama:a'])?.status).toBe('ok')
  expect(check(['ollama:c'], ['ollama:a'])).toMatchObject({ status: 'problem', fix: 'ollama pull c' })
  expect(check(['ollama:a'], ['ollama:a'])).toMatchObject({
    status: 'problem',
    seen: 'ollama:a plays the personas too, and no model reads its own drafts',
  })
})

test('the models of every jury are checked as jurors are, reserves among them, each once', () => {
  const seen = { answers: [listed('ollama', 'a', 'b')], reader: knownReader, settings: { providers: setUpProviders({}) } }
  expect(checkJuries([], seen)).toBeNull()
  const quick = { jurors: ['ollama:a'], reserves: [] }
  expect(checkJuries([quick, { jurors: ['ollama:a'], reserves: ['ollama:b'] }], seen)).toMatchObject({
    name: 'juries',
    status: 'ok',
    seen: 'ollama:a, ollama:b',
  })
  expect(checkJuries([quick, { jurors: ['ollama:a'], reserves: ['ollama:c'] }], seen)).toMatchObject({
    status: 'problem',
    fix: 'ollama pull c',
  })
})
