import type { Recording } from '../contracts/model-call.js'
import { findSecrets, type KnownSecrets } from '../panels/ledger/find-secrets.js'
import { recordingName } from '../panels/ledger/nearest-recording.js'

/** A document that is about to be written, under the name that people know it by. */
export type NamedDocument = { name: string; document: unknown }

/** Recordings under the names of their files. */
export function namedRecordings(recordings: readonly Recording[]): NamedDocument[] {
  return recordings.map((recording) => ({ name: recordingName(recording), document: recording }))
}

/** Throws when one of the documents holds a key, naming document, place and kind, and never what is there. */
export function refuseSecrets(documents: readonly NamedDocument[], { recordId, ...secrets }: KnownSecrets & { recordId: string }): void {
  const found = documents.flatMap(({ name, document }) =>
    findSecrets(document, secrets).map(({ path, kind }) => `  ${name}, at ${path}: ${kind}`),
  )
  if (found.length === 0) return
  throw new Error(
    [
      `nothing was written, because a secret would have been written with it (${found.length === 1 ? '1 place' : `${found.length} places`}):`,
      ...found,
      'Anyone who can read a recording could use it. If it is real, revoke it where it was issued. Take it out of the dossier or persona it came',
      `from and run the panel again. The record is in the database only, as ${recordId}.`,
    ].join('\n'),
  )
}
