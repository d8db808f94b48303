import type { Recording } from '../../contracts/model-call.js'
import type { PanelRecord } from '../../contracts/record.js'
import { buildBundle } from '../../panels/bundle/build-bundle.js'
import { findSecrets, type KnownSecrets } from '../../panels/ledger/find-secrets.js'
import type { PanelStore } from '../../panels/store/panels.js'
import { isOutage } from '../../platform/db/is-outage.js'
import { packageVersion } from '../../platform/files/package-files.js'

import type { Runtime } from '../../platform/runtime.js'

export type PublishedBundleOptions = {
  panels: Pick<PanelStore, 'findRecord' | 'find' | 'documents'>
  /** Every model call a record rests on. Throws when one is not there. */
  recordingsOf: (record: PanelRecord) => Promise<Recording[]>
  /** Whether something of a record is published. */
  isPublished: (recordId: string) => Promise<boolean>
  /** The secrets of this installation, and what its vendors' keys look like: no bundle may hold one. */
  secrets: KnownSecrets
  runtime: Pick<Runtime, 'log'>
}

/**
 * The bundle that rebuilds what the panel drafted for a record, as `panel bundle` writes it, for records that are published; null for any other,
 * and for one whose replies are not all there or whose documents hold a secret: the
 * log then says which.
 */
export function createPublishedBundles({ panels, recordingsOf: findRecordings, isPublished, secrets, runtime }: PublishedBundleOptions) {
  const recordingsOf = (record: PanelRecord) =>
    findRecordings(record).catch((error: unknown) => {
      if (isOutage(error)) throw error
      runtime.log.warn({ err: error, recordId: record.id }, 'a published record has no bundle')
      return null
    })
  return async (recordId: string): Promise<string | null> => {
    const record = (await isPublished(recordId)) ? await panels.findRecord(recordId) : null
    if (record === null) return null
    const { plan } = await panels.find(record.panelId)
    const [{ dossiers, personas }, recordings] = await Promise.all([panels.documents(plan), recordingsOf(record)])
    if (recordings === null) return null
    const bundle = buildBundle({ plan, dossiers, personas, recordings, record, madeWith: `ship-panel ${packageVersion}` })
    const found = findSecrets(bundle, secrets)
    if (found.length === 0) return `${JSON.stringify(bundle, null, 2)}\n`
    runtime.log.error({ recordId, found }, 'a published record’s bundle is not handed out: it holds what looks like a secret')
    return null
  }
}
