import type { Dossier } from '../contracts/dossier.js'
import type { Persona } from '../contracts/persona.js'
import { readDossierFiles } from '../panels/dossier/read-dossiers.js'
import type { PanelEstimate } from '../panels/estimate/estimate-panel.js'
import type { Jury } from '../panels/named-juries.js'
import { createDossierStore, type DossierStore } from '../panels/store/dossiers.js'
import { UsageError } from '../platform/errors.js'
import { packageFiles } from '../platform/files/package-files.js'
import { cached } from '../platform/observe/readiness.js'
import type { Runtime } from '../platform/runtime.js'
import { providerOf } from '../providers/model-facts.js'
import { missingKeyOf } from '../providers/setup.js'
import type { Config } from './config.js'
import { estimateCost } from './estimate-cost.js'
import type { App } from './open-app.js'

/** The tool that juries are priced on. */
export type ReferenceTool = { dossier: Dossier; isSample: boolean }

/** The tool whose newest dossier came last; the package's first sample while there is none. */
export async function findReferenceTool(dossiers: Pick<DossierStore, 'listTools' | 'find'>): Promise<ReferenceTool> {
  const [newest] = (await dossiers.listTools({ sort: 'recent', archived: 'all', limit: 1 })).items
  const dossier = newest === undefined ? null : await dossiers.find(newest.sha256)
  if (dossier !== null) return { dossier, isSample: false }
  const [sample] = await readDossierFiles(packageFiles.sampleDossiers.slice(0, 1))
  if (sample === undefined) throw new Error('the package has no sample dossier')
  return { dossier: sample, isSample: true }
}

type Estimating = { app: Pick<App, 'calls' | 'catalog' | 'registry'>; config: Pick<Config, 'concurrency' | 'secondOpinion'> }
type Priced = { dossier: Dossier; personas: readonly Persona[] }

/**
 * What a jury would use and cost on one tool if nothing of it were in the ledger: so that juries can be compared, whatever ran before. Null where
 * a provider of its is not there, and so nothing can be said.
 */
export async function priceJury({ app, config }: Estimating, jury: Jury, { dossier, personas }: Priced): Promise<PanelEstimate | null> {
  const none = async () => new Set<string>()
  const unspent = { ...app, calls: { ...app.calls, settledKeys: none, spentKeys: none } }
  const { jurors, reserves, repeat } = jury
  const request = { dossiers: [dossier], personas, jurors, reserves, repeat }
  try {
    return await estimateCost(unspent, request, config)
  } catch (error) {
    if (error instanceof UsageError) return null
    throw error
  }
}

/** A jury as it is offered where a panel is kicked off, with what it costs and takes for one tool. */
export type JuryOffer = Jury & {
  /** With the prompt cache, in US dollars; null where a price is not known. */
  costUsd: number | null
  isLocal: boolean
  /** Null where no call of one of its models is settled. */
  durationMs: number | null
  /** Variables that are to hold the keys of its jurors and do not. */
  missingKeys: string[]
  /** The tool that it was priced on. */
  pricedOn: string
}

const holdsMs = 60_000

/** The juries of the configuration with their prices, asked again once a minute at most. */
export function createJuryOffers({ app, config, runtime }: { app: App; config: Config; runtime: Runtime }) {
  return cached({ runtime, work: () => offerJuries({ app, config }), holdsMs: () => holdsMs })
}

async function offerJuries({ app, config }: { app: App; config: Config }): Promise<JuryOffer[]> {
  const { juries = [] } = config
  if (juries.length === 0) return []
  const [{ dossier }, personas] = await Promise.all([findReferenceTool(createDossierStore(app.db)), app.personas()])
  return Promise.all(
    juries.map(async (jury) => {
      const estimate = await priceJury({ app, config }, jury, { dossier, personas })
      const keys = jury.jurors.map((model) => missingKeyOf(providerOf(model), config)).filter((key) => key !== null)
      return {
        ...jury,
        costUsd: estimate?.total.withCacheUsd ?? null,
        isLocal: estimate !== null && [...estimate.jurors, ...(estimate.secondOpinion ?? [])].every(({ price }) => price === 'local'),
        durationMs: estimate?.total.durationMs ?? null,
        missingKeys: [...new Set(keys)],
        pricedOn: dossier.tool.name,
      }
    }),
  )
}
