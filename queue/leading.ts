/** How the seats of a model that share the beginning of their prompts follow the one that goes ahead. */
export type Leading = {
  /** How long it may take until the others go on without it, in milliseconds. */
  timeoutMs: number
  /** Whether they wait for its end instead of its beginning: where what it has read belongs to its slot, and is free with it. */
  untilItsEnd: boolean
  /** Of how many tools of a panel seats are drafted at once, so that what was read of a tool is there until its last seat; null for any number. */
  toolsAtOnce: number | null
}

export const hostedLeading: Leading = { timeoutMs: 60_000, untilItsEnd: false, toolsAtOnce: null }

/** Who knows how seats follow; as hosted models' do when left out. */
export type Led = { leading?: (model: string) => Leading }

/** How the seats of that model follow their leader. */
export function leadingOf({ leading }: Led, model: string): Leading {
  return leading?.(model) ?? hostedLeading
}
