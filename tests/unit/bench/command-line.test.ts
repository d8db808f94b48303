import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { answerTo, type Bench } from '../../../bench/command-line.js'
import { explainBench } from '../../../bench/explain/options.js'
import { growthBench } from '../../../bench/growth/options.js'
import { mainBench } from '../../../bench/options.js'
import { peerBench } from '../../../bench/peers/options.js'
import { scaleBench } from '../../../bench/scale/options.js'

const benches: Bench<unknown>[] = [mainBench, growthBench, scaleBench, peerBench, explainBench]
const named = benches.map((bench) => [bench.command, bench] as const)
const folder = mkdtempSync(join(tmpdir(), 'panel-bench-options-'))
const file = join(folder, 'a-file')
writeFileSync(file, '')
afterAll(() => rmSync(folder, { recursive: true }))

test.each(named)('%s --help shows every option with its default, and what is written and how long it takes', (command, bench) => {
  const answer = answerTo(bench, ['--help'])
  if ('options' in answer) throw new Error('it would measure')
  expect(answer.exitCode).toBe(0)
  expect(answer.text).toContain(`Usage: ${command} -- [options]\n`)
  expect(answer.text).toMatch(/[Ww]rites /)
  expect(answer.text).toMatch(/[Tt]akes? /)
  for (const [name, { type, says }] of Object.entries(bench.options)) {
    expect(answer.text).toContain(`  --${name}`)
    expect(answer.text).toContain(says)
    if (type === 'string') expect(says).toContain('default ')
  }
  expect(Math.max(...answer.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(160)
})

test.each(named)('%s says what is wrong with its arguments, and ends with 2', (_command, bench) => {
  const errorOf = (...args: string[]) => {
    const answer = answerTo(bench, args)
    if ('options' in answer) throw new Error(`${args.join(' ')} would measure`)
    expect(answer.exitCode).toBe(2)
    expect(answer.text).toContain(`\`${bench.command} -- --help\` shows what there is.\n`)
    return answer.text.split('\n')[0]
  }
  expect(errorOf('--nosuch')).toBe("error: Unknown option '--nosuch'")
  expect(errorOf('100')).toBe("error: Unexpected argument '100'")
  expect(errorOf('--to')).toBe('error: --to needs a value')
  expect(errorOf('--to', '--to')).toBe('error: --to needs a value')
  expect(errorOf('--to', '')).toBe('error: --to takes a folder, not an empty value')
  expect(errorOf('--to', file)).toBe(`error: --to takes a folder, and ${file} is a file`)
  expect(errorOf('--to', join(file, 'below'))).toBe(`error: --to takes a folder, and ${file} is a file`)
})

test.each(['1e3', '0x3E8', '1000.0', '1,000', ' 1000', '-1000', '99999999999999999999', ''])('a count written %j is refused', (text) => {
  expect(answerTo(growthBench, [`--seats=${text}`])).toMatchObject({
    exitCode: 2,
    text: expect.stringContaining('--seats takes a multiple'),
  })
})

test('a folder that is not there yet is one to write to, and a name given twice counts once', () => {
  const answer = answerTo(peerBench, ['--to', join(folder, 'new', 'deep'), '--only', 'mastra,mastra'])
  expect(answer).toMatchObject({ options: { to: join(folder, 'new', 'deep'), peers: ['mastra'] } })
})

test('an error that is not about the arguments is not hidden', () => {
  const broken: Bench<unknown> = { ...explainBench, read: () => JSON.parse('{') }
  expect(() => answerTo(broken, [])).toThrow(SyntaxError)
})
