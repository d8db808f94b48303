import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import pLimit from 'p-limit'
import { packageFiles } from '../../platform/files/package-files.js'
import type { Runtime } from '../../platform/runtime.js'
import type { WorkerAnswer, WorkerRequest } from './extract-worker.js'
import type { ExtractFailure, Extraction, PageBytes } from './extracted.js'

/** Threads cannot run TypeScript: the compiled file, from sources and from `dist` alike. */
const workerFile = join(packageFiles.root, 'dist', 'src', 'evidence', 'extract', 'extract-worker.js')
const mostWorkers = 2
const heapMb = 256

/** Reads pages in threads of their own. */
export type Extractor = {
  /**
   * Reads a page's bytes as text. A page that takes longer than the limit, or more memory, is read once more without the step that can take for ever;
   * if that takes too long as well it fails as `too-slow`. Rejects only with the signal's reason, or when it is closed.
   */
  extractPage: (page: PageBytes, options?: { signal?: AbortSignal | undefined }) => Promise<Extraction>
  /** Ends the threads. */
  close: () => Promise<void>
}

type Ending = { kind: 'slow' } | { kind: 'heavy' } | { kind: 'gone'; error: Error }
type Thread = {
  /** One page; whatever keeps the thread from an answer ends it. */
  read: (request: WorkerRequest, limit: { limitMs: number; signal: AbortSignal | undefined }) => Promise<WorkerAnswer | Ending>
  end: () => Promise<void>
}

/** Opens at most two threads, when they are needed; they do not keep the process alive. `limitMs`: for one attempt at one page, 3 s unless set. */
export function openExtractor(runtime: Pick<Runtime, 'sleep'>, { limitMs = 3_000 }: { limitMs?: number } = {}): Extractor {
  const idle: Thread[] = []
  const busy = new Set<Thread>()
  const limit = pLimit(mostWorkers)
  let isClosed = false

  const attempt = async (request: WorkerRequest, signal: AbortSignal | undefined) => {
    signal?.throwIfAborted()
    if (isClosed) throw new Error('The extractor is closed.')
    const thread = idle.pop() ?? startThread(runtime)
    busy.add(thread)
    try {
      const answer = await thread.read(request, { limitMs, signal })
      if (answer.kind === 'read' || answer.kind === 'broken') idle.push(thread)
      return answer
    } finally {
      busy.delete(thread)
    }
  }

  const extractPage: Extractor['extractPage'] = (page, { signal } = {}) =>
    limit(async () => {
      const first = await attempt({ page, withReadability: true }, signal)
      if (first.kind === 'read') return first.extraction
      const second = await attempt({ page, withReadability: false }, signal)
      return second.kind === 'read' ? second.extraction : { failure: failureOf(page.url, second) }
    })

  const close = async () => {
    isClosed = true
    await Promise.all([...idle.splice(0), ...busy].map((thread) => thread.end()))
  }
  return { extractPage, close }
}

function failureOf(url: string, ending: WorkerAnswer | Ending): ExtractFailure {
  const fix = 'Paste the text that you need from it as a source of its own, or give another page of the tool.'
  if (ending.kind === 'slow')
    return { kind: 'too-slow', message: `The page ${url} takes too long to read: it is built in a way that no reader gets through.`, fix }
  if (ending.kind === 'heavy') return { kind: 'too-slow', message: `The page ${url} takes more than ${heapMb} MB of memory to read.`, fix }
  return { kind: 'damaged', message: `The page ${url} cannot be read: the reader itself failed on it.`, fix }
}

function startThread(runtime: Pick<Runtime, 'sleep'>): Thread {
  const worker = new Worker(workerFile, { resourceLimits: { maxOldGenerationSizeMb: heapMb }, stdout: true, stderr: true })
  worker.unref()
  const ready = nextAnswer(worker)
  const end = async () => {
    await worker.terminate()
  }
  const read: Thread['read'] = async (request, { limitMs, signal }) => {
    worker.ref()
    // Only work counts against the limit, not the start of a thread on a busy machine.
    const started = await ready
    if (started.kind === 'gone') throw started.error
    const stop = new AbortController()
    const abort = () => stop.abort(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    const late = runtime.sleep(limitMs, stop.signal).then((): Ending => ({ kind: 'slow' }))
    try {
      const answered = nextAnswer(worker)
      worker.postMessage(request)
      const answer = await Promise.race([answered, late])
      if (answer.kind === 'slow' || answer.kind === 'heavy' || answer.kind === 'gone') await end()
      return answer
    } catch (error) {
      await end()
      signal?.throwIfAborted()
      throw error
    } finally {
      signal?.removeEventListener('abort', abort)
      stop.abort()
      late.catch(() => {})
      worker.unref()
    }
  }
  return { read, end }
}

/** The thread's next message, or how it ended instead. */
function nextAnswer(worker: Worker): Promise<WorkerAnswer | Ending> {
  return new Promise((resolve) => {
    const settle = (answer: WorkerAnswer | Ending) => {
      worker.off('message', settle)
      worker.off('error', fail)
      worker.off('exit', leave)
      resolve(answer)
    }
    const fail = (error: Error & { code?: string }) =>
      settle(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? { kind: 'heavy' } : { kind: 'gone', error })
    const leave = () => settle({ kind: 'gone', error: new Error('The thread ended.') })
    worker.on('message', settle)
    worker.on('error', fail)
    worker.on('exit', leave)
  })
}
