import type { Database } from '../../../src/platform/db/database.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import type { Choice } from '../../../src/voting/store/votes.js'
import { createVoteActions } from '../../../src/voting/vote-actions.js'

/** Voting on a test's database, for tests that need votes and no site to cast them on. Every slug is a tool's; a mail is an error. */
export function openTestVotes(db: Database) {
  const votes = createVoteActions({
    db,
    secret: 'a secret of tests, and of nothing else',
    mailer: { send: () => Promise.reject(new Error('no mail is expected')) },
    findTool: async (slug) => ({ slug, name: slug }),
    runtime: createRuntime({ logLevel: 'silent' }),
  })
  return {
    ...votes,
    vote: (tool: string, choice: Choice, reader: string) => votes.cast({ tool, choice, reader, address: null }),
  }
}
