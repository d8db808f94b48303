import type { Runtime } from '../../src/platform/runtime.js'
import type { RunningServer } from './servers.js'
import type { Target } from './target.js'

/** How a server is started: the tokens of its context, 0 for its own default, and how many calls it works at together. */
export type Shape = { contextTokens: number; slots: number }

/** What a case saw. `happened` is a line for people, with figures. */
export type Seen = { status: 'ok' | 'not as expected' | 'not run'; happened: string }

/** What every case runs in. */
export type Live = {
  runtime: Runtime
  /** The model id, `provider:model`. */
  model: string
  provider: string
  /** A temporary folder, which is removed at the end. */
  folder: string
  /** Whether panels take every dossier and persona of the sample. */
  isWhole: boolean
  /** Aborts when the case's time is up, or someone stops the run. */
  signal: AbortSignal
  /** A server of that shape where this run starts its own; else the one that is configured, whatever its shape. */
  target: (shape?: Shape) => Promise<Target>
  /** Starts a server and does not wait until it answers. Only where `needsStart`. */
  startCold: (shape: Shape) => Promise<{ server: RunningServer; target: Target }>
  /** Ends the server as a crash would, and starts another at the same port after a while. Only where `needsStart`. */
  crash: (awayMs: number) => Promise<void>
}

/** One thing that a server is tried with. */
export type Case = {
  /** As `--only` takes it. */
  name: string
  /** As the table of docs/providers.md says it. */
  title: string
  /** Whether it needs a server of its own making: `--start`. */
  needsStart?: boolean
  /** How long it may take; ten minutes when left out. */
  deadlineMs?: number
  run: (live: Live) => Promise<Seen>
}

/** The shape of the server that most cases share: room for a seat of the sample, one call at a time. */
export const usualShape: Shape = { contextTokens: 8192, slots: 1 }

/** What was seen, and whether it is what our adapters and pages promise. Pure. */
export function seen(isExpected: boolean, ...happened: readonly string[]): Seen {
  return { status: isExpected ? 'ok' : 'not as expected', happened: happened.join('; ') }
}

/** Milliseconds as people read them. Pure. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
