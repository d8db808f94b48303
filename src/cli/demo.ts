import { type Session, withApp } from './session.js'

/** The sample comparison on its recordings, or on those of another folder: the whole pipeline, and no model. */
export async function demo({ json = false, recordings }: { json?: boolean; recordings?: string }): Promise<void> {
  const loading = import('./demo-run.js')
  const reading = loading.then(({ readSample }) => readSample(recordings))
  // What someone names is read before anything is stored. The sample is read, and what runs it is loaded, while the app opens.
  if (recordings !== undefined) await reading
  reading.catch(() => undefined)
  const run = async (session: Session) => (await loading).runSample(session, await reading, { json })
  process.exitCode = await withApp(run)
}
