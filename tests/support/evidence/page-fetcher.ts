import { afterAll } from 'vitest'
import type { FetchOutcome, FetchRequest } from '../../../src/evidence/fetch/outcome.js'
import { createPageFetcher, type FetchSettings } from '../../../src/evidence/fetch/page-fetcher.js'
import { createRuntime, type Runtime } from '../../../src/platform/runtime.js'

export const testRuntime = createRuntime({ logLevel: 'silent' })

/** A fetcher that is closed behind the tests of the file. */
export function testFetcher(settings: Partial<FetchSettings> = {}, runtime: Runtime = testRuntime) {
  const fetcher = createPageFetcher({
    runtime,
    settings: { allowedHosts: [], userAgent: 'ShipPanel/0.0.0 (+https://panel.example)', ...settings },
  })
  afterAll(() => fetcher.close())
  return (request: string | FetchRequest): Promise<FetchOutcome> =>
    fetcher.fetchPage(typeof request === 'string' ? { url: request } : request)
}

/** The text of a page that was fetched; the failure's words otherwise, so that a test shows them. */
export function textOf(outcome: FetchOutcome): string {
  if (outcome.status === 'fetched') return Buffer.from(outcome.bytes).toString('utf8')
  return outcome.status === 'failed' ? `${outcome.kind}: ${outcome.message}` : outcome.status
}
