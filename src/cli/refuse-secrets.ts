import type { Recording } from '../contracts/model-call.js'
import { findSecrets, type KnownSecrets } from '../panels/ledger/find-secrets.js'
import { recordingName } from '../panels/ledger/nearest-recording.js'

/** A document that is about to be written, under the name that people know it by. */
export type NamedDocument = { name: string; document: unknown }

/** Recordings under the names of their files. */
export function namedRecordings(recordings: readonly Recording[]): NamedDocument[] {
  return recordings.map((recording) => ({ name: recordingName(recording), document: recording }))
}

/** What the documents are of: it stays in the database, whatever is written. */
export type Kept = { recordId: string } | { intakeId: string }

/** Throws when one of the documents holds a key, naming document, place and kind, and never what is there. */
export function refuseSecrets(documents: readonly NamedDocument[], { known, shapes, ...kept }: KnownSecrets & Kept): void {
  const found = documents.flatMap(({ name, document }) =>
    findSecrets(document, { known, shapes }).map(({ path, kind }) => `  ${name}, at ${path}: ${kind}`),
  )
  if (found.length === 0) return
  throw new Error(
    [
      `nothing was written, because a secret would have been written with it (${found.length === 1 ? '1 place' : `${found.length} places`}):`,
      ...found,
      'Anyone who can read a recording could use it. If it is real, revoke it where it was issued.',
      whatNext(kept),
    ].join('\n'),
  )
}

function whatNext(kept: Kept): string {
  return 'recordId' in kept
    ? `Take it out of the dossier or persona it came from and run the panel again. The record is in the database only, as ${kept.recordId}.`
    : `It came from a page that was read: tell who keeps that page. The proposal is in the database only, as ${kept.intakeId}.`
}
