import { expect, test } from 'vitest'
import { readWatch } from '../../../bench/node-run.js'
import { parseMemory, parseProcessStat, readCpu, readMemory } from '../../../bench/processes.js'

test('a process’s line is read from behind its name, whatever is in that', () => {
  const line = '4711 (postgres: (a) b) S 4000 4711 4711 0 -1 4194304 10 20 30 40 150 25 700 50 20 0 1 0 100 200 300'
  expect(parseProcessStat(line)).toEqual({ parentPid: 4000, ownTicks: 175, reapedTicks: 750 })
})

test('memory is read in bytes', () => {
  expect(parseMemory('Name:\tnode\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n')).toEqual({ peakBytes: 2_097_152, residentBytes: 1_048_576 })
})

test('a process that is gone has no processor time and no memory', async () => {
  expect(await readCpu(2 ** 30)).toBeNull()
  expect(await readMemory(2 ** 30)).toBeNull()
})

test('the addresses that a watched process connects to are listed once each', () => {
  const stderr = 'progress\nbench connects 127.0.0.1:5432\n\nbench connects 127.0.0.1:5432\n\nbench peak 1024\n'
  expect(readWatch(stderr)).toEqual({ connections: ['127.0.0.1:5432'], peakBytes: 1_048_576 })
})
