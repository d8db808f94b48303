import type { App } from '../../app/open-app.js'
import type { PanelRecord } from '../../contracts/record.js'
import { buildBundle } from '../../panels/bundle/build-bundle.js'
import { findSecrets } from '../../panels/ledger/find-secrets.js'
import { isOutage } from '../../platform/db/is-outage.js'
import { packageVersion } from '../../platform/files/package-files.js'
import type { Runtime } from '../../platform/runtime.js'
import { type ProviderSettings, secretShapesOf, secretsOf } from '../../providers/setup.js'

export type PublishedBundleOptions = {
  app: Pick<App, 'panels' | 'recordingsOf'>
  /** Whether something of a record stands published. */
  isPublished: (recordId: string) => Promise<boolean>
  config: ProviderSettings
  runtime: Pick<Runtime, 'log'>
}

/**
 * The bundle that rebuilds what the panel drafted for a record, as `panel bundle` writes it, for records that stand published; null for any other,
 * and for one whose replies are not all there or whose documents hold a secret: the
 * log then says which.
 */
export function createPublishedBundles({ app, isPublished, config, runtime }: PublishedBundleOptions) {
  const recordingsOf = (record: PanelRecord) =>
    app.recordingsOf(record).catch((error: unknown) => {
      if (isOutage(error)) throw error
      runtime.log.warn({ err: error, recordId: record.id }, 'a published record has no bundle')
      return null
    })
  return async (recordId: string): Promise<string | null> => {
    const record = (await isPublished(recordId)) ? await app.panels.findRecord(recordId) : null
    if (record === null) return null
    const { plan } = await app.panels.find(record.panelId)
    const [{ dossiers, personas }, recordings] = await Promise.all([app.panels.documents(plan), recordingsOf(record)])
    if (recordings === null) return null
    const bundle = buildBundle({ plan, dossiers, personas, recordings, record, madeWith: `ship-panel ${packageVersion}` })
    const found = findSecrets(bundle, { known: secretsOf(config), shapes: secretShapesOf(config) })
    if (found.length === 0) return `${JSON.stringify(bundle, null, 2)}\n`
    runtime.log.error({ recordId, found }, 'a published record’s bundle is not handed out: it holds what looks like a secret')
    return null
  }
}
