import type { Dossier } from '../contracts/dossier.js'
import { openExtractor } from '../evidence/extract/extractor.js'
import { createPageFetcher } from '../evidence/fetch/page-fetcher.js'
import { findLinks } from '../evidence/fields/find-links.js'
import { proposeFields } from '../evidence/fields/propose-fields.js'
import { createCachingFetcher } from '../evidence/intake/caching-fetcher.js'
import type { DraftFacts } from '../evidence/intake/draft-facts.js'
import { createIntakeActions } from '../evidence/intake/intake-actions.js'
import type { PageReaders } from '../evidence/intake/read-page.js'
import { type KnownTool, runIntake } from '../evidence/intake/run-intake.js'
import { registryBases } from '../evidence/registries/hosts.js'
import type { KnownAnswer, RegistryRequest } from '../evidence/registries/known-outcome.js'
import { readKnown } from '../evidence/registries/read-known.js'
import { recogniseAddress } from '../evidence/registries/recognise-address.js'
import { createRegistryLimits } from '../evidence/registries/registry-limits.js'
import { findSteering } from '../evidence/steering/find-steering.js'
import { type CaptureStore, createCaptureStore } from '../evidence/store/captures.js'
import type { Intake, IntakeStore } from '../evidence/store/intakes.js'
import type { Database } from '../platform/db/database.js'
import { packageVersion } from '../platform/files/package-files.js'
import type { Runtime } from '../platform/runtime.js'
import type { Config } from './config.js'

export type IntakeParts = {
  db: Database
  config: Config
  runtime: Runtime
  intakes: IntakeStore
  enqueue: (id: string) => Promise<void>
  checkModel: (model: string) => unknown
  knownTools: () => Promise<readonly KnownTool[]>
  newestDossier: (slug: string) => Promise<Dossier | null>
  /** What asks an intake's model for facts. */
  draftFactsFor: (intake: Pick<Intake, 'id' | 'model'>) => DraftFacts | null
}

/** What reads pages, safely, with what is known of them from before. `close` ends its connections and threads. */
export function openPageReaders({ config, runtime, captures }: { config: Config; runtime: Runtime; captures: CaptureStore }) {
  const { allowHosts, registries, tokens } = config.intake
  // Who looks after a server that is read may want to know by whom.
  const userAgent = `ShipPanel/${packageVersion} (+${config.publicUrl ?? `http://127.0.0.1:${config.port}`})`
  const fetcher = createPageFetcher({ runtime, settings: { allowedHosts: allowHosts, userAgent } })
  const extractor = openExtractor(runtime)
  const registry = {
    fetcher,
    extractPage: extractor.extractPage,
    bases: registryBases(registries),
    tokens: { github: tokens.github ?? undefined, huggingFace: tokens.huggingFace ?? undefined },
    limits: createRegistryLimits(runtime),
    runtime,
    known: (url: string) => findAnswer(captures, url),
  }
  const readers: PageReaders = {
    fetcher: createCachingFetcher({ fetcher, captures }),
    extractPage: extractor.extractPage,
    recogniseAddress,
    readKnown: async (address, { signal }) => {
      const outcome = await readKnown(address, { ...registry, signal })
      await Promise.all(outcome.requests.map((request) => keepAnswer(captures, request)))
      return outcome
    },
  }
  return {
    readers,
    fetcher,
    close: async (): Promise<void> => {
      await Promise.all([fetcher.close(), extractor.close()])
    },
  }
}

const registryKey = (url: string) => `registry ${url}`

async function findAnswer(captures: CaptureStore, url: string): Promise<KnownAnswer | null> {
  const capture = await captures.find(registryKey(url))
  if (capture?.bytes === undefined || capture.bytes === null) return null
  const { etag, lastModified, bytes, mediaType } = capture
  return { etag, lastModified, bytes, mediaType }
}

async function keepAnswer(captures: CaptureStore, request: RegistryRequest): Promise<void> {
  const { url, finalUrl, status, mediaType, etag, lastModified, bytes, fetchedAt } = request
  const key = registryKey(url)
  if (status === 304) return captures.touch({ key, checkedAt: fetchedAt })
  await captures.keep({ key, url, finalUrl, status, mediaType, charset: null, etag, lastModified, bytes, fetchedAt })
}

/** Intakes over this configuration. The caller closes it. */
export function openIntake({ db, config, runtime, intakes, knownTools, newestDossier, draftFactsFor, ...queue }: IntakeParts) {
  const captures = createCaptureStore(db)
  const { readers, fetcher, close } = openPageReaders({ config, runtime, captures })
  const actions = createIntakeActions({
    ...queue,
    intakes,
    runtime,
    budgetUsd: config.intake.budgetUsd,
    read: ({ addresses, tool, ...intake }, { draftFacts = draftFactsFor(intake) ?? undefined, ...options }) =>
      runIntake(
        {
          ...readers,
          runtime,
          findLinks,
          proposeFields,
          findSteering,
          knownTools,
          newestDossier,
          earlierFields: intakes.fieldsOf,
          draftFacts: draftFacts ?? null,
        },
        { addresses, slug: tool ?? undefined, ...options },
      ),
  })
  return { actions, readers, fetcher, captures, close }
}
