import { desc, eq, lte, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../../platform/db/database.js'
import { withoutParameters } from '../../platform/db/without-parameters.js'
import { addressKeys, voteBursts, votes } from './schema.js'

/** New hashes take another key after a day; a key is deleted when it is two days old. */
export const addressKeyLife = { dayMs: 24 * 3_600_000, thrownAwayAfterMs: 48 * 3_600_000 } as const

export type AddressKey = { id: string; key: string }

/** What hashes addresses: `current` for whatever is kept now, `previous` to know again what was kept the day before. */
export type AddressKeys = { current: AddressKey; previous: AddressKey | null }

/** Keys for hashes of addresses. Once a key is gone no one can tell any more from where a vote came, and its hashes are emptied with it. */
export function createAddressKeyStore(db: Database) {
  return withoutParameters({
    /** The keys of now; `fresh` becomes the current one when the last is a day old. Of two who come at once both get the same. */
    keys: async ({ fresh, now }: { fresh: AddressKey; now: Date }): Promise<AddressKeys> => {
      const known = await readKeys(db, now)
      if (known !== null) return known
      return db.transaction(async (tx) => {
        await tx.execute(sql`lock table ${addressKeys} in share row exclusive mode`)
        const meanwhile = await readKeys(tx, now)
        if (meanwhile !== null) return meanwhile
        await forget(tx, now)
        await tx.update(addressKeys).set({ retiredAt: now }).where(sql`${addressKeys.retiredAt} is null`)
        await tx.insert(addressKeys).values({ ...fresh, createdAt: now })
        const [previous] = (await newestKeys(tx)).filter(({ id }) => id !== fresh.id)
        return { current: fresh, previous: previous === undefined ? null : { id: previous.id, key: previous.key } }
      })
    },
    /** Throws old keys away, and empties what was hashed with them. Returns how many keys. */
    forget: (now: Date): Promise<number> => db.transaction((tx) => forget(tx, now)),
  })
}

/** Null when there is none that is younger than a day. */
async function readKeys(db: Database | Transaction, now: Date): Promise<AddressKeys | null> {
  const [current, previous] = await newestKeys(db)
  if (current === undefined || current.createdAt.getTime() + addressKeyLife.dayMs <= now.getTime()) return null
  const isPreviousGood = previous !== undefined && !isExpired(previous.createdAt, now)
  return { current: keyOf(current), previous: isPreviousGood ? keyOf(previous) : null }
}

function newestKeys(db: Database | Transaction) {
  return db.select().from(addressKeys).orderBy(desc(addressKeys.createdAt), desc(addressKeys.id)).limit(2)
}

function keyOf({ id, key }: AddressKey): AddressKey {
  return { id, key }
}

function isExpired(createdAt: Date, now: Date): boolean {
  return createdAt.getTime() + addressKeyLife.thrownAwayAfterMs <= now.getTime()
}

async function forget(tx: Transaction, now: Date): Promise<number> {
  const before = new Date(now.getTime() - addressKeyLife.thrownAwayAfterMs)
  const gone = await tx.delete(addressKeys).where(lte(addressKeys.createdAt, before)).returning({ id: addressKeys.id })
  for (const { id } of gone) {
    await tx.update(votes).set({ addressBlock: null, addressKey: null }).where(eq(votes.addressKey, id))
    await tx.update(voteBursts).set({ addressBlock: null, addressKey: null }).where(eq(voteBursts.addressKey, id))
  }
  return gone.length
}
