import { pino } from 'pino'
import { expect, test } from 'vitest'
import { keepCleaning } from '../../../queue/clean-up.js'
import { createRuntime } from '../../../src/platform/runtime.js'

test('a worker looks every minute whether a clean-up is due, not at its start, and goes on after one that failed', async () => {
  const stop = new AbortController()
  const steps: string[] = []
  const runtime = {
    ...createRuntime({ logLevel: 'silent' }),
    log: pino({ level: 'silent' }),
    sleep: async (milliseconds: number) => {
      steps.push(`sleep ${milliseconds}`)
    },
  }
  const answers = [null, new Error('the database is away'), { replies: null }]
  const cleanUpWhenDue = async () => {
    const answer = answers.shift()
    steps.push('look')
    if (answers.length === 0) stop.abort()
    if (answer instanceof Error) throw answer
    return answer ?? null
  }
  await keepCleaning({ runtime, cleanUpWhenDue }, stop.signal)
  expect(steps.slice(0, 6)).toEqual(['sleep 60000', 'look', 'sleep 60000', 'look', 'sleep 60000', 'look'])
})
