import type { Bundle, BundledRecording } from '../contracts/bundle.js'
import type { Dossier } from '../contracts/dossier.js'
import type { Recording } from '../contracts/model-call.js'
import type { Persona } from '../contracts/persona.js'
import type { Plan } from '../contracts/plan.js'
import type { PanelRecord } from '../contracts/record.js'
import { hashJson } from '../hash.js'

export type BundleParts = {
  plan: Plan
  dossiers: readonly Dossier[]
  personas: readonly Persona[]
  /** Those of the calls the record rests on. */
  recordings: readonly Recording[]
  record: PanelRecord
  /** Name and version of what writes the bundle. */
  madeWith: string
}

/** Everything a record rests on as one document, each recording under its hash, in the order of their keys. Pure. */
export function buildBundle({ plan, dossiers, personas, recordings, record, madeWith }: BundleParts): Bundle {
  const hashed = recordings.map((recording): BundledRecording => ({ ...recording, sha256: hashJson(recording) }))
  return {
    schema: 'panel.bundle/1',
    madeWith,
    plan,
    dossiers: [...dossiers],
    personas: [...personas],
    recordings: hashed.sort((a, b) => (a.key < b.key ? -1 : 1)),
    record,
  }
}
