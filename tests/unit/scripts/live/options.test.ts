import { expect, test } from 'vitest'
import { answerTo } from '../../../../bench/command-line.js'
import { cases } from '../../../../scripts/live/cases.js'
import { liveRun, readLiveOptions } from '../../../../scripts/live/options.js'

const model = ['--model', 'ollama:smollm2:135m']

test('a model alone is tried with every case, on the configured server, and nothing is written', () => {
  expect(readLiveOptions(model)).toEqual({
    model: 'ollama:smollm2:135m',
    start: null,
    cases,
    isWhole: false,
    isWritten: false,
    json: false,
  })
})

test('--only chooses cases, which run in their own order', () => {
  const chosen = readLiveOptions([...model, '--only', 'panel,reply,panel', '--start', 'serve {port}', '--whole', '--write', '--json'])
  expect(chosen.cases.map(({ name }) => name)).toEqual(['reply', 'panel'])
  expect(chosen).toMatchObject({ start: 'serve {port}', isWhole: true, isWritten: true, json: true })
})

test.each([
  [[], '--model is needed, e.g. --model ollama:smollm2:135m'],
  [['--model', 'smollm2'], '"smollm2" is no model id'],
  [[...model, '--only', 'nothing'], '--only takes doctor, models, reply'],
  [[...model, '--start', 'ollama serve'], '--start takes a command with {port} in it'],
  [[...model, '--nosuch'], "Unknown option '--nosuch'"],
])('%j ends with 2 and says why', (args, reason) => {
  const answer = answerTo(liveRun, args)
  expect(answer).toMatchObject({ exitCode: 2, text: expect.stringContaining(reason) })
})

test('--help lists every case and option, in lines that fit', () => {
  const answer = answerTo(liveRun, ['--help'])
  if ('options' in answer) throw new Error('it would run')
  for (const { name } of cases) expect(answer.text).toContain(`  ${name} `)
  for (const name of Object.keys(liveRun.options)) expect(answer.text).toContain(`  --${name}`)
  expect(Math.max(...answer.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(160)
})

test('every case has a name and a title of its own', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
  expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length)
})
