import type { Redis } from 'ioredis'

/** BullMQ refuses older ones than 5 and recommends this and newer. Valkey reports the Redis version that it is compatible with. */
const oldestVersion = [6, 2] as const

/**
 * What BullMQ needs of a Redis or Valkey server. Throws for what would lose jobs; returns warnings for what may. A managed server may hide
 * its settings: what cannot be read is a warning too.
 */
export async function checkRedis(redis: Redis): Promise<string[]> {
  const info = parseInfo(await redis.info())
  checkVersion(info.get('redis_version') ?? '')
  const policy = info.get('maxmemory_policy') ?? (await readSetting(redis, 'maxmemory-policy'))
  if (policy !== null && policy !== 'noeviction') {
    throw new Error(
      `its maxmemory-policy is ${policy}, which throws jobs away when memory is full. Set it: CONFIG SET maxmemory-policy noeviction, and the same in redis.conf`,
    )
  }
  const keepsWrites = info.get('aof_enabled') === '1' || ((await readSetting(redis, 'save')) ?? '') !== ''
  return [
    ...(policy === null ? ['Redis hides its maxmemory-policy: see to it that it is noeviction'] : []),
    ...(keepsWrites
      ? []
      : [
          'Redis keeps nothing on disk, so a restart loses the queue (not the panels). Set: CONFIG SET appendonly yes, and the same in redis.conf',
        ]),
  ]
}

function checkVersion(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = oldestVersion
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  throw new Error(
    `it is version ${version === '' ? 'unknown' : version}; ${oldestVersion.join('.')} or newer is needed. Upgrade Redis, or run Valkey`,
  )
}

async function readSetting(redis: Redis, name: string): Promise<string | null> {
  try {
    const answer = await redis.config('GET', name)
    return Array.isArray(answer) ? String(answer[1] ?? '') : null
  } catch {
    // Managed servers forbid CONFIG: then the setting is not known, which the caller says.
    return null
  }
}

function parseInfo(text: string): Map<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const colon = line.indexOf(':')
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)]] : []
    }),
  )
}
