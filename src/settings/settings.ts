import type { NewEntry } from '../audit/audit-chain.js'
import type { Actor } from '../contracts/actor.js'
import type { SiteBrand } from '../contracts/site-identity.js'
import type { Database, Transaction } from '../platform/db/database.js'
import type { Runtime } from '../platform/runtime.js'
import { defaultSettings, type SettingKey, type SettingValues, settingSchemas } from './setting-schemas.js'
import { createSettingStore, type LogoFile, putLogo, type SettingRow } from './store/settings.js'

/** How long what was read holds: other processes follow a change within that. */
const holdsMs = 2_000

/** A setting as it is stored: version 0 where no one has set it. */
export type Setting<Key extends SettingKey> = { value: SettingValues[Key]; version: number; by: string | null; at: Date | null }

/** What a change is to be: `version` is the one that it began from. */
export type SettingChange<Key extends SettingKey> = { actor: Actor; key: Key; version: number; value: SettingValues[Key] }

/** A picture as it is kept and sent, with the hash of its bytes and its size in pixels. */
export type NewLogo = LogoFile & { sha256: string; width: number; height: number }
export type LogoChange = { actor: Actor; version: number; logo: NewLogo | null }

export type SettingChanged<Key extends SettingKey> =
  | { status: 'done' | 'unchanged' }
  /** Someone was quicker: nothing was written. */
  | { status: 'stale'; current: Setting<Key> }
  | { status: 'refused'; why: string; fix: string }

export type Settings = ReturnType<typeof createSettings>

type SettingsDependencies = { db: Database; runtime: Pick<Runtime, 'now' | 'monotonicMs' | 'log'> }

/**
 * What admins set on the desk, for every process: `get` is what holds now, to a few seconds, and `read` exactly what is stored. Values that a later
 * version wrote and this one cannot read count as not set.
 */
export function createSettings({ db, runtime }: SettingsDependencies) {
  const store = createSettingStore(db)
  let known: { rows: ReadonlyMap<string, SettingRow>; readAtMs: number } | null = null
  let reading: Promise<ReadonlyMap<string, SettingRow>> | null = null

  const readAgain = async () => {
    try {
      const rows = new Map((await store.all()).map((row) => [row.key, row]))
      known = { rows, readAtMs: runtime.monotonicMs() }
      return rows
    } finally {
      reading = null
    }
  }
  const current = async (): Promise<ReadonlyMap<string, SettingRow>> => {
    if (known !== null && runtime.monotonicMs() - known.readAtMs < holdsMs) return known.rows
    reading ??= readAgain()
    return reading
  }
  const toSetting = <Key extends SettingKey>(key: Key, row: SettingRow | null): Setting<Key> => {
    if (row === null) return { value: defaultSettings[key], version: 0, by: null, at: null }
    const parsed = settingSchemas[key].safeParse(row.value)
    if (!parsed.success) runtime.log.warn({ setting: key, version: row.version }, 'a setting cannot be read and counts as not set')
    const value = (parsed.success ? parsed.data : defaultSettings[key]) as SettingValues[Key]
    return { value, version: row.version, by: row.by, at: row.at }
  }
  const get = async <Key extends SettingKey>(key: Key): Promise<SettingValues[Key]> =>
    toSetting(key, (await current()).get(key) ?? null).value
  const read = async <Key extends SettingKey>(key: Key): Promise<Setting<Key>> => toSetting(key, await store.find(key))
  type Writing = { action?: string; more?: (tx: Transaction) => Promise<void> }
  const write = async <Key extends SettingKey>(
    { actor, key, version, value }: SettingChange<Key>,
    { action = 'change a setting', more }: Writing,
  ): Promise<SettingChanged<Key>> => {
    if (actor.role !== 'admin') return { status: 'refused', why: 'settings are for admins', fix: 'ask an admin to change it' }
    const before = await read(key)
    if (before.version !== version) return { status: 'stale', current: before }
    if (version > 0 && JSON.stringify(before.value) === JSON.stringify(value)) return { status: 'unchanged' }
    const at = runtime.now()
    const subject = { kind: 'setting' as const, id: key, recordId: null }
    const entry: NewEntry = { at: at.toISOString(), actor, action, subject, data: { from: before.value, to: value } }
    const isWritten = await store.write({ key, version, value, by: actor.name, at, entry }, more)
    known = null
    return isWritten ? { status: 'done' } : { status: 'stale', current: await read(key) }
  }

  return {
    /** What holds now; what the package says where no one has set it. At most some seconds old. */
    get,
    /** All that the site is known by. At most some seconds old. */
    brand: async (): Promise<SiteBrand> => {
      const [site, { picture }] = await Promise.all([get('site'), get('logo')])
      return { ...site, logo: picture }
    },
    /** The file of the site's logo, by the hash of its bytes; null for any other. */
    logoOf: store.logoOf,
    /** Whether someone has set it. At most some seconds old. */
    isSet: async (key: SettingKey): Promise<boolean> => (await current()).has(key),
    /** Exactly what is stored, with the version that a change of it names. */
    read,
    /** Writes a whole value, with its entry in the audit log in the same transaction. For admins alone. */
    change: <Key extends SettingKey>(change: SettingChange<Key>): Promise<SettingChanged<Key>> => write(change, {}),
    /** Puts a picture in the place of the site's logo, or takes it away, with its entry in the audit log in the same transaction. For admins alone. */
    changeLogo: ({ actor, version, logo }: LogoChange): Promise<SettingChanged<'logo'>> => {
      const picture =
        logo === null ? null : { name: `${logo.sha256}${logo.type.replace('image/', '.')}`, width: logo.width, height: logo.height }
      const file = logo === null ? null : { sha256: logo.sha256, type: logo.type, bytes: logo.bytes }
      return write(
        { actor, key: 'logo', version, value: { picture } },
        { action: logo === null ? 'remove the logo of the site' : 'set the logo of the site', more: (tx) => putLogo(tx, file) },
      )
    },
  }
}
