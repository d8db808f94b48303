import { type Extractor, openExtractor } from '../../../src/evidence/extract/extractor.js'
import { createPageFetcher } from '../../../src/evidence/fetch/page-fetcher.js'
import { registryBases } from '../../../src/evidence/registries/hosts.js'
import type { KnownAnswer, KnownOutcome, RegistryDeps } from '../../../src/evidence/registries/known-outcome.js'
import { readKnown } from '../../../src/evidence/registries/read-known.js'
import { recogniseAddress } from '../../../src/evidence/registries/recognise-address.js'
import { createRegistryLimits } from '../../../src/evidence/registries/registry-limits.js'
import { createRuntime } from '../../../src/platform/runtime.js'

export const testNow = new Date('2026-11-26T12:00:00Z')

/** A clock that is at noon until it is set; `slept` are the waits that were asked for, in milliseconds, none of which is waited for. */
export function stillRuntime() {
  const slept: number[] = []
  let at = testNow
  return {
    slept,
    setTo: (date: Date) => {
      at = date
    },
    now: () => at,
    monotonicMs: () => at.getTime(),
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds)
    },
  }
}

/** What a reading of registries needs, with all of them at one base address. Fetcher and extractor are the real ones, closed behind the tests of the file. */
export function registryDeps(url: string, change: Partial<RegistryDeps> = {}, runtime = stillRuntime()): RegistryDeps {
  const settings = { allowedHosts: ['127.0.0.1'], userAgent: 'ShipPanel/0.0.0 (+https://panel.example)' }
  const fetcher = createPageFetcher({ runtime: { ...testRuntime, now: runtime.now }, settings })
  opened.push(fetcher)
  return {
    fetcher,
    extractPage: (page, options) => {
      extractor ??= openExtractor(testRuntime)
      return extractor.extractPage(page, options)
    },
    bases: registryBases({ github: url, githubRaw: url, npm: url, pypi: url, crates: url, huggingFace: url }),
    tokens: {},
    limits: createRegistryLimits(runtime),
    runtime,
    ...change,
  }
}

const testRuntime = createRuntime({ logLevel: 'silent' })
const opened: { close: () => Promise<void> }[] = []
let extractor: Extractor | undefined

/** Closes what readings opened: for an `afterAll`. */
export async function closeReadings(): Promise<void> {
  await Promise.all([...opened.splice(0), ...(extractor === undefined ? [] : [extractor])].map((one) => one.close()))
  extractor = undefined
}

/** Reads an address that is known. */
export async function readAddress(address: string, deps: RegistryDeps): Promise<KnownOutcome> {
  const known = recogniseAddress(address)
  if (known === null) throw new Error(`${address} is not recognised`)
  return await readKnown(known, deps)
}

/** What a registry's fields came to, without those of which it says nothing. */
export function valuesOf({ fields }: KnownOutcome): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, stated]) => (stated === null ? [] : [[name, stated.value]])))
}

/** The answers of a reading, as they are kept until the next. */
export function keptAnswers({ requests }: KnownOutcome): (url: string) => KnownAnswer | null {
  const kept = new Map(requests.map((request) => [request.url, request]))
  return (url) => kept.get(url) ?? null
}
