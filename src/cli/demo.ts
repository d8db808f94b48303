import { UsageError } from '../platform/errors.js'
import { packageFiles } from '../platform/files/package-files.js'
import { type Session, withApp } from './session.js'

export type DemoOptions = { json?: boolean; real?: boolean; recordings?: string }

/** What to make of a panel of so small a model. */
const realNote =
  'A model of 135 million parameters said this: too small to review anything. It shows what a real model does, and what becomes of it here.\n'

/** The sample comparison on its recordings, or on those of another folder: the whole pipeline, and no model. */
export async function demo({ json = false, real = false, recordings: named }: DemoOptions): Promise<void> {
  if (real && named !== undefined) throw new UsageError('--real and --recordings both name what is replayed: leave one out')
  const recordings = real ? packageFiles.realRecordings : named
  const loading = import('./demo-run.js')
  const reading = loading.then(({ readSample }) => readSample(recordings))
  // What someone names is read before anything is stored. The sample is read, and what runs it is loaded, while the app opens.
  if (recordings !== undefined) await reading
  reading.catch(() => undefined)
  const run = async (session: Session) => (await loading).runSample(session, await reading, { json })
  process.exitCode = await withApp(run)
  if (real && !json) process.stdout.write(realNote)
}
