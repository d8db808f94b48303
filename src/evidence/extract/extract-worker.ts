import { parentPort } from 'node:worker_threads'
import type { Extraction, PageBytes } from './extracted.js'
import { readPage } from './read-page.js'

/** What the thread is asked, one page at a time; and what it answers, once its modules are there and then page by page. */
export type WorkerRequest = { page: PageBytes; withReadability: boolean }
export type WorkerAnswer = { kind: 'ready' } | { kind: 'read'; extraction: Extraction } | { kind: 'broken'; message: string }

parentPort?.on('message', async ({ page, withReadability }: WorkerRequest) => {
  parentPort?.postMessage(await answer(page, withReadability))
})
parentPort?.postMessage({ kind: 'ready' } satisfies WorkerAnswer)

async function answer(page: PageBytes, withReadability: boolean): Promise<WorkerAnswer> {
  try {
    return { kind: 'read', extraction: await readPage(page, { withReadability }) }
  } catch (error) {
    return { kind: 'broken', message: error instanceof Error ? error.message : String(error) }
  }
}
