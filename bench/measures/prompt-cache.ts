import { z } from 'zod'
import type { Dossier } from '../../src/contracts/dossier.js'
import type { Persona } from '../../src/contracts/persona.js'
import { readDossierFiles } from '../../src/panels/dossier/read-dossiers.js'
import { readRecordings } from '../../src/panels/ledger/recording-files.js'
import { loadPersonas } from '../../src/panels/persona/load-personas.js'
import { buildRequest } from '../../src/panels/prompt/build-request.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import type { BenchContext } from '../context.js'
import { benchDossiers, benchPersonas } from '../inputs.js'
import { withPanels } from '../panels.js'
import type { PromptCacheResult } from '../results.js'

type Case = { dossier: 'long' | 'sample'; dossiers: readonly Dossier[]; personas: readonly Persona[]; replies: Record<string, string> }

/** About 40 KB of sources: a tool whose documentation, licence and release notes were gathered. */
const longSourceLines = 350
const concurrency = 8
/** The head of a reply comes after the first, its end after the second: a caller that waits for the end wastes the second. */
const pace = { latencyMs: 300, beginMs: 300 }

/**
 * What four personas on one dossier are billed as input, relative to the same input with no cache, at a provider whose cache can be read
 * once the first reply has begun: as panels run it, and with all four at once for comparison.
 */
export async function measurePromptCache(context: BenchContext): Promise<PromptCacheResult> {
  const cases: PromptCacheResult['cases'] = []
  for (const one of [longCase(), await sampleCase()]) {
    context.say(`prompt cache: ${one.dossier} dossier`)
    const { dossier, personas } = one
    const ledRatio = await billedRatio(context, one, 'metered')
    const atOnceRatio = await billedRatio(context, one, 'free')
    cases.push({ dossier, personas: personas.length, prefixShare: prefixShare(one), ledRatio, atOnceRatio })
  }
  return { cases }
}

async function billedRatio(context: BenchContext, { dossiers, personas, replies }: Case, endpoint: 'metered' | 'free'): Promise<number> {
  return withPanels(context, { backend: 'postgres', workers: 1, concurrency, endpoint }, async ({ run }) => {
    await context.provider.set({ ...pace, meters: true, replies })
    await run({ dossiers, personas })
    const { requests, tokens } = await context.provider.stats()
    if (requests !== personas.length) throw new Error(`${requests} requests came for ${personas.length} seats: a reply was not accepted`)
    return tokens.billed / tokens.sent
  })
}

function longCase(): Case {
  return { dossier: 'long', dossiers: benchDossiers(1, { tag: 'cache', lines: longSourceLines }), personas: benchPersonas, replies: {} }
}

/** The package's own four personas on a sample dossier, answered with what is in the recordings. */
async function sampleCase(): Promise<Case> {
  const [dossiers, personas, { recordings }] = await Promise.all([
    readDossierFiles(packageFiles.sampleDossiers.slice(0, 1)),
    loadPersonas(packageFiles.personas),
    readRecordings(packageFiles.sampleRecordings),
  ])
  const texts = new Map(
    recordings.map(({ request, raw }) => [JSON.stringify(request.messages), recordedSchema.parse(raw).message.content] as const),
  )
  const replies = dossiers.flatMap((dossier) =>
    personas.map((persona) => [persona.id, texts.get(JSON.stringify(buildRequest({ dossier, persona }).messages)) ?? ''] as const),
  )
  return { dossier: 'sample', dossiers, personas, replies: Object.fromEntries(replies) }
}

/** The samples were recorded from Ollama. */
const recordedSchema = z.object({ message: z.object({ content: z.string() }) })

/** How much of a prompt, of all personas' together, its personas share. */
function prefixShare({ dossiers, personas }: Case): number {
  const parts = dossiers.flatMap((dossier) =>
    personas.flatMap((persona) => buildRequest({ dossier, persona }).messages.flatMap((message) => message.parts)),
  )
  const bytes = (of: typeof parts) => of.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
  return bytes(parts.filter(({ cacheable }) => cacheable)) / bytes(parts)
}
