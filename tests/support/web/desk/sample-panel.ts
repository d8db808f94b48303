import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { replySchema } from '../../../../src/contracts/verdict.js'
import { checkEvidence } from '../../../../src/evidence/check-evidence.js'
import { readDossierFiles } from '../../../../src/panels/dossier/read-dossiers.js'
import { loadPersonas } from '../../../../src/panels/persona/load-personas.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import type { PanelWish } from './review-desk.js'

const recordingSchema = z.object({ raw: z.object({ message: z.object({ content: z.string() }) }) })

/** The sample comparison with the replies of its recordings, told apart by what they answer and which sources they quote. */
export async function samplePanel(jurors: readonly string[] = ['ollama:llama3.1:8b']): Promise<PanelWish> {
  const dossiers = await readDossierFiles(packageFiles.sampleDossiers)
  const personas = await loadPersonas(packageFiles.personas)
  const folder = join(packageFiles.sampleRecordings, 'ollama')
  const files = await readdir(folder)
  const replies = await Promise.all(
    files.map(async (file) => {
      const { raw } = recordingSchema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')))
      return replySchema.parse(JSON.parse(raw.message.content))
    }),
  )
  const replyFor: PanelWish['replyFor'] = ({ tool, persona }) => {
    const dossier = dossiers.find((candidate) => candidate.tool.slug === tool)
    const asked = personas.find(({ id }) => id === persona)?.asks[0]?.id
    const found = replies.find(
      ({ answers, evidence }) =>
        answers[0]?.ask === asked && dossier !== undefined && checkEvidence(evidence, dossier).every(({ status }) => status === 'found'),
    )
    if (found === undefined) throw new Error(`no recording for ${persona} on ${tool}`)
    return found
  }
  return { dossiers, personas, jurors, replyFor }
}
