import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Dossier } from '../src/contracts/dossier.js'
import type { CallIdentity, Recording } from '../src/contracts/model-call.js'
import type { Persona } from '../src/contracts/persona.js'
import { replySchema } from '../src/contracts/verdict.js'
import { readDossierFiles } from '../src/panels/dossier/read-dossiers.js'
import { callKey } from '../src/panels/ledger/call-key.js'
import { writeRecordings } from '../src/panels/ledger/recording-files.js'
import { loadPersonas } from '../src/panels/persona/load-personas.js'
import { buildRequest } from '../src/panels/prompt/build-request.js'
import { packageFiles } from '../src/platform/files/package-files.js'
import { formOf } from '../src/providers/catalog/catalog-data.js'

/** Names no real model, because none said these words: people wrote them. */
const sampleModel = 'ollama:ship-panel-sample'
/** The day the sample's replies were written. */
const writtenAt = '2026-11-22T00:00:00.000Z'

const sampleReplySchema = z.strictObject({ tool: z.string(), persona: z.string(), reply: replySchema })

/** The sample's recordings, made from `fixtures/sample-replies/*.yaml` and the prompts as they are now. */
export async function buildSampleRecordings(): Promise<Recording[]> {
  const folder = join(packageFiles.root, 'fixtures', 'sample-replies')
  const [dossiers, personas, files] = await Promise.all([
    readDossierFiles(packageFiles.sampleDossiers),
    loadPersonas(packageFiles.personas),
    readdir(folder),
  ])
  return Promise.all(
    files
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .map(async (file) => {
        const { tool, persona, reply } = sampleReplySchema.parse(parse(await readFile(join(folder, file), 'utf8')))
        return toRecording({
          dossier: required(dossiers, (dossier) => dossier.tool.slug === tool, `${file}: dossier ${tool}`),
          persona: required(personas, (candidate) => candidate.id === persona, `${file}: persona ${persona}`),
          content: JSON.stringify(reply, null, 2),
        })
      }),
  )
}

function toRecording({ dossier, persona, content }: { dossier: Dossier; persona: Persona; content: string }): Recording {
  const identity: CallIdentity = { model: sampleModel, request: buildRequest({ dossier, persona, form: formOf(sampleModel) }), sample: 1 }
  return {
    schema: 'panel.recording/1',
    key: callKey(identity),
    origin: 'authored',
    ...identity,
    // Ollama's reply body. It has no token counts and no durations: there were none to count.
    raw: {
      model: sampleModel.slice('ollama:'.length),
      created_at: writtenAt,
      message: { role: 'assistant', content },
      done: true,
      done_reason: 'stop',
    },
    // No one was paid by the token.
    costUsd: 0,
    latencyMs: null,
    recordedAt: writtenAt,
  }
}

function required<T>(items: readonly T[], matches: (item: T) => boolean, name: string): T {
  const item = items.find(matches)
  if (item === undefined) throw new Error(`${name} does not exist`)
  return item
}

/** Replaces the sample's recordings on disk. */
export async function writeSampleRecordings(): Promise<string[]> {
  const recordings = await buildSampleRecordings()
  await rm(packageFiles.sampleRecordings, { recursive: true, force: true })
  return writeRecordings(packageFiles.sampleRecordings, recordings)
}
