import { expect, test } from 'vitest'
import { ensurePrograms, type System } from '../../support/debian-package.js'

const redis = { what: 'Redis', programs: ['redis-server', 'valkey-server'], packageName: 'redis-server' }
const chromium = { what: 'Chromium', programs: ['chromium'], packageName: 'chromium' }

type Answer = { isDone: boolean; output: string }

/** A machine with those programs, which answers each command with the next of its answers (the last one again and again) and keeps a log. */
function machine({ has, isRoot = true, answers = {} }: { has: string[]; isRoot?: boolean; answers?: Record<string, Answer[]> }) {
  const log: string[] = []
  const system: System = {
    isRoot,
    find: (program) => (has.includes(program) ? `/usr/bin/${program}` : undefined),
    run: ([file = '', ...args]) => {
      const key = file.endsWith('dpkg-query') ? `state of ${args.at(-1)}` : `${file} ${args[0]}`
      if (!key.startsWith('state')) log.push([file, ...args].join(' '))
      const left = answers[key] ?? [{ isDone: !key.startsWith('state'), output: '' }]
      return (left.length > 1 ? left.shift() : left[0]) ?? { isDone: true, output: '' }
    },
    pause: async () => void log.push('pause'),
    say: () => {},
  }
  return { log, system }
}

const installsRedis = 'apt-get install --yes --no-install-recommends redis-server'
const good = { isDone: true, output: '' }

test('what is there, or has a namesake that does as well, is not installed again', async () => {
  const { log, system } = machine({ has: ['valkey-server', 'chromium', 'apt-get', 'dpkg-query'] })
  await ensurePrograms([chromium, redis], system)
  expect(log).toEqual([])
})

test('what is missing is installed in one go, after the lists of packages', async () => {
  const { log, system } = machine({ has: ['apt-get', 'dpkg-query'] })
  await ensurePrograms([chromium, redis], system)
  expect(log).toEqual(['apt-get update', 'apt-get install --yes --no-install-recommends chromium redis-server'])
})

test('where another run installs, this one waits for its locks instead of failing', async () => {
  const busy = (what: string) => ({ isDone: false, output: `E: ${what}\n` })
  const { log, system } = machine({
    has: ['apt-get', 'dpkg-query'],
    answers: {
      'apt-get update': [busy('Could not get lock /var/lib/apt/lists/lock. It is held by process 7 (apt-get)'), good],
      'apt-get install': [
        busy('Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt-get)'),
        busy('Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?'),
        good,
      ],
    },
  })
  await ensurePrograms([redis], system)
  expect(log).toEqual(['apt-get update', 'pause', 'apt-get update', installsRedis, 'pause', installsRedis, 'pause', installsRedis])
})

test.each(['unpacked', 'half-installed', 'half-configured'])(
  'a program whose package is %s is not used before it is installed',
  async (state) => {
    const answers = { 'state of redis-server': [{ isDone: true, output: state }] }
    const { log, system } = machine({ has: ['redis-server', 'apt-get', 'dpkg-query'], answers })
    await ensurePrograms([redis], system)
    expect(log).toEqual(['apt-get update', installsRedis])
  },
)

test.each([
  ['installed', true],
  ['config-files', true],
  ['no packages found matching redis-server', false],
])('a program whose package is %s is used as it is', async (output, isDone) => {
  const { log, system } = machine({
    has: ['redis-server', 'apt-get', 'dpkg-query'],
    answers: { 'state of redis-server': [{ isDone, output }] },
  })
  await ensurePrograms([redis], system)
  expect(log).toEqual([])
})

test.each([
  ['an ordinary user', { has: ['apt-get'], isRoot: false }],
  ['a system without apt-get', { has: [], isRoot: true }],
])('%s learns of everything that is missing, and the command', async (_name, options) => {
  const { log, system } = machine(options)
  await expect(ensurePrograms([chromium, redis], system)).rejects.toThrow(
    "The tests need Chromium, Redis. Install them with: sudo sh -c 'apt-get update && apt-get install --yes --no-install-recommends chromium redis-server'",
  )
  expect(log).toEqual([])
})

test('an installation that fails for good ends the run with what apt-get said', async () => {
  const answers = { 'apt-get install': [{ isDone: false, output: 'E: Unable to locate package redis-server' }] }
  const { system } = machine({ has: ['apt-get'], answers })
  await expect(ensurePrograms([redis], system)).rejects.toThrow('E: Unable to locate package redis-server')
})
