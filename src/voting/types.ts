import type { Mailer } from '../mail/mailer.js'
import type { Database } from '../platform/db/database.js'
import type { Runtime } from '../platform/runtime.js'

/** A published tool. `slug` is its present one, which may be another than was asked for. */
export type VotableTool = { slug: string; name: string }

export type VoteDependencies = {
  db: Database
  /** The installation's, as `readSignInSecret` gives it. */
  secret: string
  mailer: Pick<Mailer, 'send'>
  /** Null for one that is not published. Follows redirects of renamed tools. */
  findTool: (slug: string) => Promise<VotableTool | null>
  runtime: Pick<Runtime, 'now' | 'newId' | 'sleep' | 'log'>
}

/** Over a limit: nothing was counted, and when to try again. */
export type Limited = { status: 'limited'; retryAfterSeconds: number }
