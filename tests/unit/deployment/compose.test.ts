import { describe, expect, test } from 'vitest'
import { packageVersion } from '../../../src/platform/files/package-files.js'
import { providerDefinitions } from '../../../src/providers/definitions.js'
import {
  type ComposeService,
  composeText,
  durationMs,
  interpolate,
  readCompose,
  readExample,
  readService,
  sampleSecrets as secrets,
  variablesIn,
} from '../../support/deployment/compose-file.js'
import { environmentNames } from '../../support/environment-names.js'

const compose = readCompose()
const services = Object.entries(compose.services)
const ours = ['web', 'worker']
/**
 * After SIGTERM a worker finishes its seats for 30 s (src/cli/work.ts), has 2 s more for what it aborts (queue/worker.ts), and closes its server
 * and its connection to the queue in 2 s each.
 */
const longestStopMs = 36_000

const service = (name: string): ComposeService => {
  const found = compose.services[name]
  if (found === undefined) throw new Error(`there is no service ${name}`)
  return found
}

test('the parts of a fleet are there', () => {
  expect(services.map(([name]) => name).sort()).toEqual(['mailpit', 'ollama', 'postgres', 'valkey', 'web', 'worker'])
})

describe.each(services)('%s', (name, part) => {
  test('has a health check that asks it something, and comes back after a crash', () => {
    expect(['CMD', 'CMD-SHELL']).toContain(part.healthcheck.test[0])
    expect(durationMs(part.healthcheck.timeout)).toBeLessThanOrEqual(durationMs(part.healthcheck.interval))
    expect(part.restart).toBe('unless-stopped')
  })

  test('is pinned to a version, and to the very bytes unless it is built here', () => {
    const [tagged = '', digest] = part.image.split('@')
    expect(tagged).toMatch(/^[a-z0-9/-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?$/)
    if (part.build === undefined) expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  test('is published on loopback alone, or not at all', () => {
    for (const port of part.ports) expect(port).toMatch(/^127\.0\.0\.1:/)
  })

  test('gains no privileges, and its log cannot fill the disk', () => {
    expect(part.security_opt).toContain('no-new-privileges:true')
    expect(part.logging.options).toMatchObject({ 'max-size': expect.any(String), 'max-file': expect.any(String) })
  })

  test('keeps nothing in an anonymous volume, and mounts no host folder but ./config, read-only', () => {
    for (const volume of part.volumes) {
      const [source = '', , mode] = volume.split(':')
      if (source.startsWith('.') || source.startsWith('/')) expect([source, mode]).toEqual(['./config', 'ro'])
      else expect(Object.keys(compose.volumes)).toContain(source)
    }
  })

  test('is on declared networks, and waits for the health of what it depends on', () => {
    for (const network of part.networks) expect(Object.keys(compose.networks)).toContain(network)
    for (const [other, { condition }] of Object.entries(part.depends_on)) {
      expect(Object.keys(compose.services)).toContain(other)
      expect(condition).toBe('service_healthy')
      expect(service(other).profiles, `${name} waits for ${other}, which a profile may leave out`).toBeUndefined()
    }
  })
})

test('database and queue are published nowhere, and cut off from the internet', () => {
  for (const name of ['postgres', 'valkey']) expect(service(name)).toMatchObject({ ports: [], networks: ['data'] })
  expect(compose.networks.data).toEqual({ internal: true })
})

describe.each(ours)('%s, of our own image', (name) => {
  test('is built here, at the version of package.json', () => {
    expect(service(name)).toMatchObject({ image: `ship-panel:${packageVersion}`, build: '.' })
  })

  test('is given longer to stop than it takes at most', () => {
    expect(durationMs(service(name).stop_grace_period)).toBeGreaterThan(longestStopMs + 5_000)
  })

  test('runs with a process 1 that hands signals on, no capability, and a read-only root', () => {
    expect(service(name)).toMatchObject({ init: true, read_only: true, cap_drop: ['ALL'], tmpfs: ['/tmp'] })
  })

  test('waits for database and queue', () => {
    expect(Object.keys(service(name).depends_on).sort()).toEqual(['postgres', 'valkey'])
  })

  test('is handed every setting that it reads, and only variables that the configuration knows', () => {
    const known = environmentNames
    const handed = Object.keys(service(name).environment)
    expect(handed.filter((variable) => !known.includes(variable))).toEqual([])
    expect(known.filter((variable) => !handed.includes(variable) && !notFor[name]?.includes(variable))).toEqual([])
  })
})

/** What a service of ours does not read: a container's terminal has no width to read, and a worker signs no one in and takes no mail reports. */
const notFor: Readonly<Record<string, readonly string[]>> = {
  web: ['COLUMNS'],
  worker: ['COLUMNS', 'PORT', 'PANEL_ADMIN_PASSWORD', 'PANEL_SECRET', 'PANEL_PROXY_HEADER', 'PANEL_BOUNCE_TOKEN'],
}

test('behind the documented proxy each reader has an address of its own', () => {
  expect(readService('web', secrets).environment.PANEL_PROXY_HEADER).toBe('x-forwarded-for')
})

test.each([
  ['DATABASE_URL', 'postgres:5432'],
  ['REDIS_URL', 'valkey:6379'],
  ['SMTP_URL', 'mailpit:1025'],
  ['OLLAMA_HOST', 'ollama:11434'],
])('%s leads to a service of the file, in a network that ours share', (variable, address) => {
  for (const name of ours) {
    const { environment, networks } = readService(name, secrets)
    const { host, hostname } = new URL(environment[variable] ?? '')
    expect(host).toBe(address)
    expect(service(hostname).networks.some((network) => networks.includes(network))).toBe(true)
  }
})

test('workers share everything with each other but their number', () => {
  expect(service('worker')).toMatchObject({ ports: [], volumes: ['./config:/config:ro'] })
  expect(service('worker').deploy?.replicas).toBe('$' + '{PANEL_WORKERS:-2}')
})

describe('secrets', () => {
  const uses = variablesIn(composeText)

  test('every password and token but those that one may do without is required, and the message says where to fill it in', () => {
    const optional = ['PANEL_SECRET', 'PANEL_BOUNCE_TOKEN', 'GITHUB_TOKEN', 'HF_TOKEN']
    for (const name of optional) expect(uses.filter((use) => use.name === name)).toMatchObject([{ operator: ':-', operand: '' }])
    const asked = uses.filter(({ name }) => /PASSWORD|SECRET|TOKEN/.test(name) && !optional.includes(name))
    expect([...new Set(asked.map(({ name }) => name))].sort()).toEqual(Object.keys(secrets))
    for (const { name, operator, operand } of asked) expect([operator, operand]).toEqual([':?', `set ${name} in .env, see .env.example`])
  })

  test('a key that one may do without has no default but nothing', () => {
    const keys = uses.filter(({ name }) => name.endsWith('_KEY'))
    expect(keys.map(({ operator, operand }) => [operator, operand])).toEqual(keys.map(() => [':-', '']))
    const known = providerDefinitions.flatMap(({ environment: { key } }) => (key === null ? [] : [key]))
    expect(keys.map(({ name }) => name).sort()).toEqual(known.sort())
  })

  test('no service is handed a password that is in the file itself', () => {
    const written = services.flatMap(([, { environment }]) => Object.entries(environment))
    for (const [name, value] of written.filter(([key]) => /PASSWORD|AUTH|_(KEY|TOKEN)$/.test(key)))
      expect(value, name).toMatch(/^\$\{[A-Z_]+:[?-]/)
    for (const [, value] of written) expect(value).not.toMatch(/:\/\/[^/$]*:[^/$]+@/)
  })

  test('the password of the queue is in no command line', () => {
    expect(service('valkey').command?.slice(0, 2)).toEqual(['sh', '-euc'])
    expect(service('valkey').command?.join(' ')).toContain('requirepass $$VALKEY_PASSWORD')
    for (const [, { command }] of services) expect(variablesIn(command?.join(' ') ?? '')).toEqual([])
  })

  test('.env.example names every variable of the file and no other, and holds no value', () => {
    expect(Object.keys(readExample()).sort()).toEqual([...new Set(uses.map(({ name }) => name))].sort())
    expect(Object.values(readExample()).every((value) => value === '')).toBe(true)
  })
})

test('variables are filled in as Compose does it', () => {
  const text = '$' + '{A:?say A} $' + '{B:-b} $' + '{C} $$D'
  expect(interpolate(text, { A: 'a', C: 'c' })).toBe('a b c $D')
  expect(interpolate(text, { A: 'a', B: 'x' })).toBe('a x  $D')
  expect(() => interpolate(text, { B: 'x' })).toThrow('A: say A')
})
