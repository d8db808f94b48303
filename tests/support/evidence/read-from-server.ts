import { registryBases } from '../../../src/evidence/registries/hosts.js'
import type { KnownAnswer, KnownOutcome, RegistryDeps } from '../../../src/evidence/registries/known-outcome.js'
import { readKnown } from '../../../src/evidence/registries/read-known.js'
import { recogniseAddress } from '../../../src/evidence/registries/recognise-address.js'
import { createRegistryLimits } from '../../../src/evidence/registries/registry-limits.js'
import { createPlainFetcher } from './plain-fetcher.js'

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

/** What a reading of registries needs, with all of them at one base address. Texts are taken as they are. */
export function registryDeps(url: string, change: Partial<RegistryDeps> = {}, runtime = stillRuntime()): RegistryDeps {
  return {
    fetcher: createPlainFetcher(runtime.now),
    extractPage: async ({ url: from, bytes }) => ({
      page: { version: 1, form: 'markdown', url: from, title: null, text: new TextDecoder().decode(bytes), notes: [] },
    }),
    bases: registryBases({ github: url, githubRaw: url, npm: url, pypi: url, crates: url, huggingFace: url }),
    tokens: {},
    limits: createRegistryLimits(runtime),
    runtime,
    ...change,
  }
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
