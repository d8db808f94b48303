import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import pLimit from 'p-limit'
import { packageFiles } from '../../platform/files/package-files.js'
import type { Runtime } from '../../platform/runtime.js'
import { waitAtMost } from '../../platform/wait-at-most.js'
import type { SvgAnswer, SvgRequest } from './svg-worker.js'

/** Threads cannot run TypeScript: the compiled file, from sources and from `dist` alike. */
const workerFile = join(packageFiles.root, 'dist', 'src', 'panels', 'logo', 'svg-worker.js')
/** For the drawing itself, however long a thread takes to start on a busy machine. */
const longestMs = 5_000
const heapMb = 128

/** Another one is drawn once the thread of the one before is gone: one that is past its time may end later than it is answered. */
const inTurn = pLimit(1)

/** What became of a drawing: its size and it as a PNG, empty for a line; or why there is none. */
export type DrawnSvg = Extract<SvgAnswer, { kind: 'drawn' | 'broken' }> | { kind: 'slow' }

/** Draws an SVG that was cleaned, in a thread of its own: what takes too long keeps no one waiting but its sender. */
export function drawSvg(request: SvgRequest, runtime: Pick<Runtime, 'sleep'>): Promise<DrawnSvg> {
  return new Promise((resolve, reject) => {
    void inTurn(async () => {
      const worker = new Worker(workerFile, {
        workerData: request,
        resourceLimits: { maxOldGenerationSizeMb: heapMb },
        stdout: true,
        stderr: true,
      })
      try {
        resolve(await answerOf(worker, runtime))
      } catch (error) {
        reject(error as Error)
      } finally {
        await worker.terminate()
      }
    })
  })
}

async function answerOf(worker: Worker, runtime: Pick<Runtime, 'sleep'>): Promise<DrawnSvg> {
  const started = new Promise<void>((resolve) => worker.once('message', () => resolve()))
  const drawn = drawingOf(worker)
  await Promise.race([started, drawn])
  const waited = await waitAtMost(drawn, longestMs, runtime)
  return waited.status === 'ended' ? waited.value : { kind: 'slow' }
}

/** What a thread sends once it is ready. A drawing for which its memory is too small is one that cannot be read. */
function drawingOf(worker: Worker): Promise<DrawnSvg> {
  const drawn = new Promise<DrawnSvg>((resolve, reject) => {
    worker.on('message', (answer: SvgAnswer) => {
      if (answer.kind !== 'ready') resolve(answer)
    })
    worker.on('error', (error: Error & { code?: string }) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve({ kind: 'broken' }) : reject(error),
    )
    worker.on('exit', () => reject(new Error('the thread that draws ended without a drawing')))
  })
  // One that is past its time is ended without anyone who waits for it.
  drawn.catch(() => {})
  return drawn
}
