import type { AgreementReport } from '../contracts/agreement.js'
import type { Database } from '../platform/db/database.js'
import type { Runtime } from '../platform/runtime.js'
import { reportAgreement } from './rules/report-agreement.js'
import { createAgreementCalls } from './store/agreement-calls.js'

/** How far back is looked: at the newest records, and at no more calls than these, so that neither memory nor time grows for ever. */
const mostRecords = 1_000
const mostCalls = 50_000

/** For how long what was measured is believed: it takes all records to change it much. */
const believedMs = 60_000

type Limits = { mostRecords?: number; mostCalls?: number }
type Dependencies = { db: Database; runtime: Pick<Runtime, 'now' | 'monotonicMs'> }

/** Measures agreement over the newest records; who asks again within a minute, or while it is measured, gets the same document. */
export function createAgreement({ db, runtime }: Dependencies, limits: Limits = {}): { measureAgreement: () => Promise<AgreementReport> } {
  let known: { report: Promise<AgreementReport>; at: number } | null = null
  return {
    measureAgreement: async () => {
      const now = runtime.monotonicMs()
      if (known !== null && now - known.at < believedMs) return known.report
      const measured = { report: measure({ db, runtime }, limits), at: now }
      known = measured
      // What failed is tried again by the next who asks.
      measured.report.catch(() => {
        if (known === measured) known = null
      })
      return measured.report
    },
  }
}

async function measure({ db, runtime }: Dependencies, limits: Limits): Promise<AgreementReport> {
  const bounds = { mostRecords, mostCalls, ...limits }
  const store = createAgreementCalls(db)
  const newest = await store.newestRecords(bounds.mostRecords)
  const panels = newest.filter(({ isSample }) => !isSample).map(({ panelId }) => panelId)
  const [calls, blindPairs] = await Promise.all([store.calls(panels, bounds.mostCalls + 1), store.blindPairs(panels, bounds.mostCalls)])
  // The record that was cut off, and with it the limit.
  const cut = calls.length > bounds.mostCalls ? (calls.at(-1)?.place ?? null) : null
  const whole = cut === null ? calls : calls.filter(({ place }) => place !== cut)
  return reportAgreement({
    at: runtime.now().toISOString(),
    calls: whole,
    blindPairs,
    basis: { ...bounds, records: cut === null ? panels.length : cut - 1, samples: newest.length - panels.length },
  })
}
