import type { Load, Machine } from '../results.js'
import type { PeerName } from './definitions.js'

/** Processor seconds of a process and its children, and of PostgreSQL for it; the most memory they held at once. Null where unknown. */
export type PeerUse = { processCpuSeconds: number | null; databaseCpuSeconds: number | null; peakBytes: number | null }

/** One run. `windowMs`: first request to last reply, at the provider. */
export type ContestantRun = { windowMs: number; cpuSeconds: number | null; peakBytes: number | null }

/** What was left of a run killed at half time. */
export type KillRun = {
  /** Before the kill. */
  requestsBefore: number
  repliesBefore: number
  /** By the process that was started again. */
  requestsAfter: number
}

/** Ours on either backend, or a peer. */
export type ContestantName = 'panels on Redis' | 'panels on PostgreSQL' | PeerName

/** A contestant's runs, the n-th beside the n-th of the floor; or why it has none. */
export type Contestant = { name: ContestantName; runs: ContestantRun[]; kill: KillRun | null; failure: string | null }

export type PeerResults = {
  schema: 'panel.peers/1'
  date: string
  version: string
  /** The command line of the run. */
  command: string
  /** How many of the machine's cores were busy before it began: the load average of one minute. */
  loadBefore: number
  machine: Machine
  load: Load
  floor: ContestantRun[]
  contestants: Contestant[]
}

/** Requests that were sent again: those of the second process beyond the ones that had never been sent. Pure. */
export function sentAgain({ requestsBefore, requestsAfter }: KillRun, requests: number): number {
  return requestsBefore + requestsAfter - requests
}
