import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Bundle } from '../contracts/bundle.js'
import { buildBundle } from '../panels/bundle/build-bundle.js'
import { UsageError } from '../platform/errors.js'
import { packageVersion } from '../platform/files/package-files.js'
import { writeWhole } from '../platform/files/write-whole.js'
import { isolate } from '../platform/text/text-direction.js'
import { secretShapesOf, secretsOf } from '../providers/setup.js'
import { exitCodes } from './exit.js'
import { findRecord } from './find-record.js'
import { type NamedDocument, namedRecordings, refuseSecrets } from './refuse-secrets.js'
import { withApp } from './session.js'

type BundleOptions = { to?: string; json?: boolean }

/** Writes everything a record rests on as one file that rebuilds it offline, unless it holds a secret. Prints the file's name. */
export async function bundleRecord(id: string, { to, json = false }: BundleOptions): Promise<void> {
  if (to !== undefined) await checkTarget(to)
  process.exitCode = await withApp(async ({ app, config }) => {
    const record = await findRecord(app, id)
    const { plan } = await app.panels.find(record.panelId)
    const { dossiers, personas } = await app.panels.documents(plan)
    const recordings = await app.recordingsOf(record)
    const bundle = buildBundle({ plan, dossiers, personas, recordings, record, madeWith: `ship-panel ${packageVersion}` })
    refuseSecrets(namedParts(bundle), { known: secretsOf(config), shapes: secretShapesOf(config), recordId: record.id })
    const file = to ?? `${record.id}.bundle.json`
    await writeWhole(file, `${JSON.stringify(bundle, null, 2)}\n`)
    process.stderr.write(
      `${isolate(record.title)}: ${recordings.length === 1 ? '1 recording' : `${recordings.length} recordings`}. Rebuild it anywhere, offline, with: panel verify ${file}\n`,
    )
    const summary = { file, record: record.id, contentSha256: bundle.record.contentSha256, recordings: recordings.length }
    process.stdout.write(json ? `${JSON.stringify(summary, null, 2)}\n` : `${file}\n`)
    return exitCodes.done
  })
}

/** Before anything is opened: a folder that is missing is more often a slip than a wish. Throws `UsageError`. */
async function checkTarget(file: string): Promise<void> {
  const kindOf = async (path: string) => {
    const found = await stat(path).catch(() => null)
    return found === null ? 'absent' : found.isDirectory() ? 'folder' : 'file'
  }
  const folder = dirname(file)
  const kind = await kindOf(folder)
  if (kind === 'absent') throw new UsageError(`there is no folder ${folder} to write the bundle into. Make it first: mkdir -p ${folder}`)
  if (kind === 'file') throw new UsageError(`${folder} is a file, so the bundle cannot be written into it. Name another with --to`)
  if ((await kindOf(file)) === 'folder')
    throw new UsageError(`${file} is a folder. Name a file in it: --to ${join(file, 'record.bundle.json')}`)
}

function namedParts({ plan, dossiers, personas, recordings, record }: Bundle): NamedDocument[] {
  return [
    { name: 'the plan', document: plan },
    ...dossiers.map((dossier) => ({ name: `the dossier of ${dossier.tool.slug}`, document: dossier })),
    ...personas.map((persona) => ({ name: `the persona ${persona.id}`, document: persona })),
    ...namedRecordings(recordings),
    { name: `the record ${record.id}`, document: record },
  ]
}
