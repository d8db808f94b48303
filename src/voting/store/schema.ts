import { bigint, boolean, index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'

/** Readers' votes. No address and no mail address is here: only keyed hashes, whose keys for addresses are deleted after a while. */

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** One vote of one reader (by the cookie) for one tool; changing it changes the row. */
export const votes = pgTable(
  'votes',
  {
    id: text('id').primaryKey(),
    tool: text('tool').notNull(),
    /** Keyed hash of the reader's id in the cookie. */
    reader: text('reader').notNull(),
    choice: text('choice', { enum: ['ship', 'skip'] }).notNull(),
    at: instant('at').notNull(),
    changedAt: instant('changed_at').notNull(),
    /** Keyed hash of the address's block (IPv4 /24, IPv6 /48); the key is `address_keys.id`. Emptied when the key is deleted. */
    addressBlock: text('address_block'),
    addressKey: text('address_key'),
    /** Quarantined by the detection of bursts: not counted, and not deleted. */
    isQuarantined: boolean('is_quarantined').notNull().default(false),
    /** The burst it was found in. Stays when the vote counts again: what an editor released is not quarantined a second time. */
    burst: text('burst'),
    /** Keyed hash of the mail address that confirmed it. */
    mail: text('mail'),
    confirmedAt: instant('confirmed_at'),
  },
  (table) => [
    uniqueIndex('votes_reader').on(table.tool, table.reader),
    uniqueIndex('votes_mail').on(table.tool, table.mail),
    index('votes_block').on(table.addressKey, table.addressBlock, table.at),
    index('votes_at').on(table.tool, table.at),
    index('votes_burst').on(table.burst),
  ],
)

/** Mails that ask to confirm a vote. The token is stored as its SHA-256. */
export const voteConfirmations = pgTable(
  'vote_confirmations',
  {
    tokenSha256: text('token_sha256').primaryKey(),
    voteId: text('vote_id')
      .notNull()
      .references(() => votes.id, { onDelete: 'cascade' }),
    mail: text('mail').notNull(),
    at: instant('at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [index('vote_confirmations_vote').on(table.voteId), index('vote_confirmations_mail').on(table.mail, table.at)],
)

/** Keys of the hashes of addresses, each for a day or so: without its key a hash says nothing any more. */
export const addressKeys = pgTable('address_keys', {
  id: text('id').primaryKey(),
  key: text('key').notNull(),
  createdAt: instant('created_at').notNull(),
  /** New hashes take another key from then on. */
  retiredAt: instant('retired_at'),
})

/** Bursts that were found, and what an editor decided about them. */
export const voteBursts = pgTable(
  'vote_bursts',
  {
    id: text('id').primaryKey(),
    /** `BurstKind` of rules/bursts.ts. */
    kind: text('kind', { enum: ['block', 'block across tools', 'block in a day', 'crowded blocks', 'tool'] }).notNull(),
    /** Null for one over many tools. */
    tool: text('tool'),
    foundAt: instant('found_at').notNull(),
    lastAt: instant('last_at').notNull(),
    /** In words, for editors: how many votes from what within which time. */
    why: text('why').notNull(),
    /** How many votes were quarantined with it, so far. */
    votes: integer('votes').notNull(),
    /** As in `votes`; null for one over many blocks, and once the key is deleted. */
    addressBlock: text('address_block'),
    addressKey: text('address_key'),
    decision: text('decision', { enum: ['kept', 'released'] }),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
  },
  (table) => [index('vote_bursts_tool').on(table.tool, table.foundAt)],
)

/** Another number whenever a tally changed, and at which of them that of each tool did: pages that show it are kept until then. */
export const voteVersion = pgTable('vote_version', {
  name: text('name').primaryKey(),
  version: bigint('version', { mode: 'number' }).notNull(),
})
