import { expect, test } from 'vitest'
import type { DraftedCall } from '../../../src/agreement/drafted-call.js'
import { onceEachTool } from '../../../src/agreement/rules/once-a-tool.js'

const call = (change: Partial<DraftedCall> = {}): DraftedCall => ({
  place: 1,
  tool: 'zod',
  dossier: 'd1',
  persona: 'dx',
  personaVersion: 'p1',
  juror: 'ollama:a',
  repeat: 1,
  call: 'ship',
  ...change,
})

test('a panel that ran again counts once, with its newest calls', () => {
  const newest = call({ place: 1, call: 'skip' })
  expect(onceEachTool([newest, call({ place: 2 }), call({ place: 3 })])).toEqual([newest])
})

test('of the versions of a dossier the one that most calls were made on, and of as many the newest', () => {
  const both = [call({ place: 2 }), call({ place: 2, juror: 'ollama:b' })]
  expect(onceEachTool([call({ place: 1, dossier: 'd2' }), ...both])).toEqual(both)
  // Made twice by the same juror, they are one call more than once.
  const twice = [call({ place: 3, dossier: 'd3' }), call({ place: 4, dossier: 'd3' }), call({ place: 5, dossier: 'd3' })]
  expect(onceEachTool([...both, ...twice])).toEqual(both)
  const newer = call({ place: 1, dossier: 'd2' })
  expect(onceEachTool([newer, call({ place: 2 })])).toEqual([newer])
})

test('of the versions of a persona the one that most jurors played, for each persona by itself', () => {
  const old = [call({ place: 2 }), call({ place: 2, juror: 'ollama:b' })]
  const thesis = call({ place: 1, persona: 'thesis', personaVersion: 'p2' })
  expect(onceEachTool([call({ place: 1, personaVersion: 'p2' }), thesis, ...old])).toEqual([...old, thesis])
})

test('repeats are calls of their own, and tools are chosen one by one', () => {
  const calls = [call(), call({ repeat: 2 }), call({ tool: 'valibot', dossier: 'd9' })]
  expect(onceEachTool(calls)).toEqual([calls[2], calls[0], calls[1]])
})
