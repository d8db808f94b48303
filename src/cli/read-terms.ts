import type { Config } from '../app/config.js'
import type { ConflictPolicy } from '../contracts/conflict.js'
import { mostRepeats } from '../contracts/plan.js'
import { findJury } from '../panels/named-juries.js'
import type { KickOff } from '../panels/panel-actions.js'
import { UsageError } from '../platform/errors.js'

export type TermOptions = { model?: string[]; jury?: string; repeat?: number; conflicts?: ConflictPolicy }

type Terms = Pick<KickOff, 'reserves' | 'repeat' | 'conflictPolicy'> & {
  /** The models that someone named, one by one or as a jury; undefined for no one. */
  asked: readonly string[] | undefined
}

/**
 * Who drafts, how often, and what is done about ties to tools, as the options and the configuration say. A replay has what was recorded: the
 * configured policy takes no part in it. Throws `UsageError`. Pure.
 */
export function readTerms(
  { model, jury: name, repeat, conflicts }: TermOptions,
  { config, isReplay }: { config: Pick<Config, 'juries' | 'conflictPolicy'>; isReplay: boolean },
): Terms {
  if (repeat !== undefined && !(Number.isInteger(repeat) && repeat >= 1 && repeat <= mostRepeats))
    throw new UsageError(`--repeat takes a whole number from 1 to ${mostRepeats}, e.g. --repeat 3`)
  if (model !== undefined && name !== undefined)
    throw new UsageError(`--model and --jury both say who plays the personas: leave out --model to use the jury "${name}", or --jury`)
  const jury = name === undefined ? null : findJury(config.juries ?? [], name)
  const conflictPolicy = conflicts ?? (isReplay ? null : (config.conflictPolicy ?? null))
  return {
    asked: jury?.jurors ?? model,
    ...(jury === null || jury.reserves.length === 0 ? {} : { reserves: jury.reserves }),
    ...(jury === null && repeat === undefined ? {} : { repeat: repeat ?? jury?.repeat ?? 1 }),
    ...(conflictPolicy === null ? {} : { conflictPolicy }),
  }
}
