import type { Bundle, BundledRecording } from '../../contracts/bundle.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Recording } from '../../contracts/model-call.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan } from '../../contracts/plan.js'
import type { PanelRecord } from '../../contracts/record.js'
import { hashJson } from '../../platform/hash.js'
import { contentHash } from '../record/build-record.js'
import { withPublicReasons } from '../record/public-reasons.js'

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

/** Everything a record rests on as one document, each recording under its hash, in the order of their keys; the record as readers may have it. Pure. */
export function buildBundle({ plan, dossiers, personas, recordings, record, madeWith }: BundleParts): Bundle {
  const hashed = recordings.map((recording): BundledRecording => ({ ...recording, sha256: hashJson(recording) }))
  return {
    schema: 'panel.bundle/1',
    madeWith,
    plan,
    dossiers: [...dossiers],
    personas: [...personas],
    recordings: hashed.sort((a, b) => (a.key < b.key ? -1 : 1)),
    record: publicRecord(record),
  }
}

/** A bundle is for everyone: why a seat has no call is said by its kind. The hash is the record's own, but for records from before that rule. */
function publicRecord(record: PanelRecord): PanelRecord {
  const content = withPublicReasons(record)
  return { ...content, contentSha256: contentHash(content) }
}
