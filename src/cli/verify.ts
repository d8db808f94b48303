import type { Bundle } from '../contracts/bundle.js'
import { parseBundle } from '../panels/bundle/parse-bundle.js'
import { type Verification, verifyBundle } from '../panels/bundle/verify-bundle.js'
import { UsageError } from '../platform/errors.js'
import { packageVersion } from '../platform/files/package-files.js'
import { readTextFile } from '../platform/input/text-file.js'
import { isolate } from '../platform/text/text-direction.js'
import { createOfflineReaders } from '../providers/offline-readers.js'
import { exitCodes } from './exit.js'
import { boundedVerification, renderVerification } from './verification-report.js'

/** Of two tools, four personas and ten jurors, with the largest dossiers in every request, it has half of that. */
const maxBundleBytes = 128 * 1024 * 1024

/** Rebuilds the record of a bundle and says whether it is the same one. Opens no database, reads no configuration, reaches no network. */
export async function verify(file: string, { json = false }: { json?: boolean }): Promise<void> {
  const parsed = parseBundle(await readBundleFile(file))
  if (parsed.status === 'no-bundle') throw new UsageError(`${file} is no bundle (panel.bundle/1). Make one with: panel bundle <record>`)
  const bundle = parsed.status === 'parsed' ? parsed.bundle : null
  const result = parsed.status === 'parsed' ? await verifyBundle(parsed.bundle, createOfflineReaders()) : unreadable(parsed.problems)
  process.stdout.write(
    json ? `${JSON.stringify(boundedVerification(result), null, 2)}\n` : renderVerification(result, aboutOf(file, bundle)),
  )
  process.exitCode = result.identical ? exitCodes.done : exitCodes.failed
}

async function readBundleFile(file: string): Promise<string> {
  const content = await readTextFile(file, maxBundleBytes)
  if ('text' in content) return content.text
  throw new UsageError(`cannot read ${file}: ${content.problem.message}. Make a bundle with: panel bundle <record>`)
}

function unreadable(problems: Verification['problems']): Verification {
  return { identical: false, expected: null, rebuilt: null, differences: [], problems, asStated: [], otherVersions: [] }
}

function aboutOf(file: string, bundle: Bundle | null) {
  return {
    name: bundle === null ? file : `${isolate(bundle.record.title)} (${bundle.record.id})`,
    recordings: bundle?.recordings.length ?? 0,
    madeWith: bundle?.madeWith ?? null,
    thisVersion: `ship-panel ${packageVersion}`,
  }
}
