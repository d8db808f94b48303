import type { Persona } from '../../../../src/contracts/persona.js'
import type { Community } from '../../../../src/contracts/site.js'
import { loadPersonas } from '../../../../src/panels/persona/load-personas.js'
import { openDatabase } from '../../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createReviewStore } from '../../../../src/review/store/reviews.js'
import { createSiteActions, type SiteActions } from '../../../../src/site/create-site-actions.js'
import { createSiteStore } from '../../../../src/site/store/site.js'
import { createTestDatabase } from '../../database.js'

export type TestSite = Awaited<ReturnType<typeof openTestSite>>

/** A database of its own and the site on it, with votes that a test sets. The clock goes on by a second at each look. */
export async function openTestSite({ personas = () => loadPersonas(packageFiles.personas) }: { personas?: () => Promise<Persona[]> } = {}) {
  const database = await createTestDatabase()
  const runtime = { ...createRuntime({ logLevel: 'silent' }), now: startClock() }
  const connect = () => openDatabase({ connectionString: database.connectionString, log: runtime.log })
  const { db, pool } = connect()
  await migrateDatabase(pool, packageFiles.migrations)
  const votes = { of: new Map<string, Community>() }
  const pools = [pool]
  const actionsOn = (on: typeof db): SiteActions =>
    createSiteActions({
      site: createSiteStore(on),
      reviews: createReviewStore(on),
      personas,
      community: { of: async () => votes.of },
      runtime,
    })
  return {
    db,
    pool,
    runtime,
    votes,
    store: createSiteStore(db),
    site: actionsOn(db),
    /** The site as another process has it: with connections of its own. */
    another: (): SiteActions => {
      const other = connect()
      pools.push(other.pool)
      return actionsOn(other.db)
    },
    close: async () => {
      for (const each of pools) await each.end()
      await database.drop()
    },
  }
}

function startClock(): () => Date {
  let milliseconds = Date.parse('2026-11-22T10:00:00.000Z')
  return () => {
    milliseconds += 1000
    return new Date(milliseconds)
  }
}

/** What a view is, when it is of that kind; otherwise an error that shows it. */
export function expectKind<View extends { kind: string }, Kind extends View['kind']>(
  view: View,
  kind: Kind,
): Extract<View, { kind: Kind }> {
  if (view.kind !== kind) throw new Error(`expected ${kind}, got ${JSON.stringify(view).slice(0, 500)}`)
  return view as Extract<View, { kind: Kind }>
}
