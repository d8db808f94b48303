import type { Call } from '../contracts/call.js'

/** One juror's call as a persona on a tool, as drafted: what people made of it later is elsewhere. */
export type DraftedCall = {
  /** Of its record, from 1: the newest. */
  place: number
  tool: string
  /** The version of the tool's dossier, and of the persona, by the beginning of its hash. */
  dossier: string
  persona: string
  personaVersion: string
  juror: string
  /** From 1. */
  repeat: number
  call: Call
}

/** A call that a reviewer made on a seat before seeing a draft, and the first draft's of one of its jurors. */
export type BlindPair = { tool: string; seat: string; reviewer: string; person: Call; draft: Call }
