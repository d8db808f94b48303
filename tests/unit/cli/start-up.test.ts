import { expect, test } from 'vitest'
import { loadedPackages } from '../../support/loaded-packages.js'

test('the command line itself loads commander and nothing else: what a command takes is loaded when it is run', () => {
  expect(Object.fromEntries(loadedPackages('src/cli/main.ts'))).toEqual({ commander: expect.any(String) })
})

/** What loads slowly, or takes much memory: a command that needs none of it waits for none of it. */
const heavy = [
  'yaml',
  'bullmq',
  'ioredis',
  'undici',
  'hono',
  'liquidjs',
  'better-auth',
  'nodemailer',
  'satori',
  '@resvg/resvg-js',
  'openai',
]

test.each(['show', 'status', 'models', 'audit', 'doctor', 'database'])(
  'panel %s loads no queue, no server, no template, no YAML and no SDK before it needs one',
  (command) => {
    const loaded = loadedPackages(`src/cli/${command}.ts`)
    expect(heavy.filter((name) => loaded.has(name)).map((name) => `${name}: ${loaded.get(name)}`)).toEqual([])
  },
)

test('a replay loads no queue, no server and no SDK', () => {
  const loaded = loadedPackages('src/app/open-replay.ts')
  const queues = ['bullmq', 'ioredis', 'undici', 'hono', 'openai']
  expect(queues.filter((name) => loaded.has(name)).map((name) => `${name}: ${loaded.get(name)}`)).toEqual([])
})

test('what is loaded as CommonJS counts as well', () => {
  expect([...loadedPackages('queue/worker.ts').keys()]).toContain('bullmq')
})
