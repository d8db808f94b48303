import { createRequestLimits, type RequestLimits } from '../accounts/store/request-limits.js'
import { createMailBacklog } from '../mail/mail-backlog.js'
import type { Database } from '../platform/db/database.js'
import { runEvery } from '../platform/run-every.js'
import type { Runtime } from '../platform/runtime.js'
import { castVote } from './cast-vote.js'
import { communitiesOf } from './communities.js'
import { type ConfirmationContext, createConfirmations, type Limited } from './confirmation.js'
import { createVoteKeys, type VoteKeys } from './keys.js'
import { type VoteLimit, voteLimits } from './rules/limits.js'
import { createAddressKeyStore } from './store/address-keys.js'
import type { BurstDecision, FoundBurst, HashedBlock } from './store/vote-bursts.js'
import { type Choice, createVoteStore, type OwnVote, type VoteStore } from './store/votes.js'

export type VoteDependencies = Pick<ConfirmationContext, 'mailer' | 'findTool' | 'runtime'> & {
  db: Database
  /** The installation's, as `readSignInSecret` gives it. */
  secret: string
}

/** A reader's vote. `address` is the client's, null when it is not known. */
export type Vote = { tool: string; choice: Choice; reader: string; address: string | null }

export type VoteActions = ReturnType<typeof createVoteActions>

const housekeepingMs = 3_600_000
const shownBursts = 200

/** Readers' votes: what the site and the desk do with them. */
export function createVoteActions({ db, secret, mailer, findTool, runtime }: VoteDependencies) {
  const keys = createVoteKeys(secret)
  const store = createVoteStore(db)
  const addressKeys = createAddressKeyStore(db)
  const limits = createRequestLimits(db, { prefix: 'vote', limits: voteLimits })
  const blocksOf = async (address: string | null) => {
    const known = await addressKeys.keys({ fresh: keys.newAddressKey(runtime.newId('adk')), now: runtime.now() })
    return keys.hashBlock(address, known)
  }
  const takeMail: ConfirmationContext['takeMail'] = async ({ address, mailHash }) => {
    const [{ block }] = await blocksOf(address)
    // The address last: whether it had its mails already must not show in how much is counted.
    return limits.take([
      { what: 'mailsOfBlock', key: block },
      { what: 'mailsInAll', key: 'all' },
      { what: 'mailsToAddress', key: mailHash },
    ])
  }
  const backlog = createMailBacklog(runtime)
  const tidy = async (): Promise<void> => {
    const now = runtime.now()
    await addressKeys.forget(now)
    await store.sweepConfirmations(now)
    await limits.sweep(now)
  }
  const reader = { version: store.version, changesAfter: store.changesAfter, of: communitiesOf(store) }
  return {
    ...createConfirmations({ store, keys, takeMail, backlog, mailer, findTool, runtime }),
    backlog,
    ...createCasting({ store, keys, limits, blocksOf, runtime }),
    reader,
    findTool,
    /** A reader's cookie: its text for a reader's id, and back; null for one that this installation did not sign. */
    cookie: { seal: keys.seal, open: keys.open },
    bursts: (): Promise<FoundBurst[]> => store.bursts(shownBursts),
    decideBurst: (decision: Omit<BurstDecision, 'at'>): Promise<number | null> => store.decideBurst({ ...decision, at: runtime.now() }),
    /** Takes the votes of a tool along when it gets another slug. Of a reader's two votes the one under the new slug is kept. */
    renameTool: store.renameTool,
    /** Deletes keys of addresses that are two days old, with what they hashed, links that expired, and counters that ended. */
    tidy,
    /** Does so now and every hour, until stopped. */
    startHousekeeping: () => startHousekeeping(tidy, runtime),
  }
}

type CastingContext = {
  store: VoteStore
  keys: VoteKeys
  limits: Pick<RequestLimits<VoteLimit>, 'take'>
  blocksOf: (address: string | null) => Promise<readonly [HashedBlock, ...HashedBlock[]]>
  runtime: Pick<Runtime, 'now' | 'newId'>
}

/** Voting, within the limits. */
function createCasting({ store, keys, limits, blocksOf, runtime }: CastingContext) {
  return {
    /** A new reader's id, for a cookie. */
    admitReader: async (address: string | null): Promise<{ status: 'admitted'; reader: string } | Limited> => {
      const [{ block }] = await blocksOf(address)
      const retryAfterSeconds = await limits.take([{ what: 'readersOfBlock', key: block }])
      return retryAfterSeconds > 0 ? { status: 'limited', retryAfterSeconds } : { status: 'admitted', reader: keys.newReader() }
    },
    /** Puts the reader's vote down, or changes it. */
    cast: async ({ tool, choice, reader: readerId, address }: Vote): Promise<{ status: 'done' } | Limited> => {
      const blocks = await blocksOf(address)
      const reader = keys.readerHash(readerId)
      const ofReader = { what: 'votesOfReader', key: reader } as const
      const retryAfterSeconds = await limits.take([ofReader, { what: 'votesOfBlock', key: blocks[0].block }])
      if (retryAfterSeconds > 0) return { status: 'limited', retryAfterSeconds }
      const ids = { id: runtime.newId('vot'), newBurstId: runtime.newId('bst') }
      await castVote(store, { ...ids, tool, choice, reader, blocks, at: runtime.now() })
      return { status: 'done' }
    },
    own: (tool: string, readerId: string): Promise<OwnVote | null> => store.own({ tool, reader: keys.readerHash(readerId) }),
  }
}

function startHousekeeping(tidy: () => Promise<void>, runtime: Pick<Runtime, 'sleep' | 'log'>): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const every = { everyMs: housekeepingMs, signal: stopping.signal, what: 'delete old hashes of addresses' }
  const working = runEvery(runtime, every, tidy)
  return {
    stop: async () => {
      stopping.abort()
      await working
    },
  }
}
