import { createAuditLog } from '../../../src/audit/audit-log.js'
import type { Actor } from '../../../src/contracts/actor.js'
import { createIssueActions } from '../../../src/newsletter/issue-actions.js'
import { deliveryTimeouts } from '../../../src/newsletter/send-delivery.js'
import { createIssueStore } from '../../../src/newsletter/store/issues.js'
import { subscribers } from '../../../src/newsletter/store/schema.js'
import { type Database, openDatabase } from '../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createRuntime, type Runtime } from '../../../src/platform/runtime.js'
import type { SiteActions } from '../../../src/site/create-site-actions.js'
import type { SiteChange } from '../../../src/site/views/changes.js'
import { createTestDatabase } from '../database.js'
import { sampleChange } from './rules/issue-sample.js'

export const editor: Actor = { userId: 'usr_ed', name: 'Ed Itor', role: 'editor' }
export const reviewer: Actor = { userId: 'usr_re', name: 'Re Viewer', role: 'reviewer' }
export const week = '2026-W47'

/** Changes as the site lists them. */
export function siteChange(n: number, parts: Partial<SiteChange> = {}): SiteChange {
  const { tools, ...change } = sampleChange(n)
  return { ...change, tools: tools.map((tool) => ({ ...tool, tagline: 'A tool', calls: [] })), ...parts }
}

export type TestNewsletterOptions = { changes?: SiteChange[]; now?: string; mailsLeave?: boolean; hasPublicUrl?: boolean }

export type TestNewsletter = Awaited<ReturnType<typeof openTestNewsletter>>

/** Issues on a database of their own, on the Monday after the week 2026-W47 unless told otherwise. */
export async function openTestNewsletter({
  changes = [siteChange(1), siteChange(2, { kind: 'changed' })],
  ...options
}: TestNewsletterOptions = {}) {
  const { now = '2026-11-23T09:00:00.000Z', mailsLeave = true, hasPublicUrl = true } = options
  const database = await createTestDatabase()
  const clock = { now: new Date(now) }
  const runtime: Runtime = { ...createRuntime({ logLevel: 'silent' }), now: () => clock.now }
  const { db, pool } = openDatabase({ connectionString: database.connectionString, log: runtime.log })
  await migrateDatabase(pool, packageFiles.migrations)
  const store = createIssueStore(db)
  const site: Pick<SiteActions, 'refresh' | 'changes'> = {
    refresh: async () => 'one',
    changes: async ({ after = '', before = '9', limit }) =>
      changes
        .filter(({ at }) => at >= after && at < before)
        .reverse()
        .slice(0, limit),
  }
  const actions = createIssueActions({
    store,
    site,
    schedule: async () => ({ day: 'monday' as const, hour: 6, timeZone: 'UTC' }),
    place: { siteUrl: 'https://panel.example', sender: 'Ship Panel, 1 Dock Road, Portsmouth' },
    mailsLeave,
    hasPublicUrl,
    messageDomain: 'example.com',
    timeouts: deliveryTimeouts,
    runtime,
  })
  return {
    database,
    db,
    store,
    actions,
    runtime,
    changes,
    setNow: (at: string) => {
      clock.now = new Date(at)
    },
    /** What the audit log holds about issues, oldest first. */
    audit: async () => {
      const { entries } = await createAuditLog(db).list({ limit: 100 })
      return entries.filter(({ subject }) => subject.kind === 'digest').reverse()
    },
    subscribe: (count: number, from = 1) => subscribe(db, count, from),
    close: async () => {
      await pool.end()
      await database.drop()
    },
  }
}

/** Active subscribers `sub_00001`, `sub_00002`, … with addresses of the same number. */
export async function subscribe(db: Database, count: number, from = 1): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => {
    const number = String(from + index).padStart(5, '0')
    return {
      id: `sub_${number}`,
      email: `reader${number}@example.org`,
      status: 'active' as const,
      askedAt: new Date(),
      confirmedAt: new Date(),
    }
  })
  for (let start = 0; start < rows.length; start += 1_000) await db.insert(subscribers).values(rows.slice(start, start + 1_000))
}
