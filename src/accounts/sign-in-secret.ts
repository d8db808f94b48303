import type { Database } from '../platform/db/database.js'
import type { Runtime } from '../platform/runtime.js'
import { makeSecret } from '../platform/secrets.js'
import { createSignInStore } from './store/sign-in.js'

type SecretSource = { db: Database; runtime: Pick<Runtime, 'now'>; configured: string | null }

/**
 * What signs the cookies: as configured, else made at the first start and kept in the database, where every web process finds the same. A file
 * would be another on each machine, and one made at each start would sign everyone out. Who can read the database can then sign in as
 * anyone; with a secret from the environment, a stolen copy of the database opens no session.
 */
export async function readSignInSecret({ db, runtime, configured }: SecretSource): Promise<string> {
  return configured ?? createSignInStore(db).secret({ fresh: makeSecret().text, now: runtime.now() })
}
