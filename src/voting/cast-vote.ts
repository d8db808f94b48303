import { burstRules, decideBurst } from './rules/bursts.js'
import type { Cast, VoteStore, VoteWrites } from './store/votes.js'

/** Stores a vote, or changes the one that the reader has; the same choice again changes nothing. */
export async function castVote(store: Pick<VoteStore, 'own' | 'change'>, cast: Cast): Promise<void> {
  if ((await store.own(cast))?.choice === cast.choice) return
  await store.change((writes) => castLocked(writes, cast))
}

/** The tools whose tally changed. */
async function castLocked(writes: VoteWrites, cast: Cast): Promise<string[]> {
  const { tool, choice, at } = cast
  const own = await writes.own(cast)
  if (own !== null) {
    if (own.choice === choice) return []
    await writes.setChoice(own.id, { choice, at })
    return own.isQuarantined ? [] : [tool]
  }
  await writes.add(cast)
  const burst = decideBurst(await writes.countBurstVotes(cast, burstRules))
  return burst === null ? [tool] : writes.quarantineBurst(cast, { burst, scale: burstRules })
}
