import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { replySchema } from '../../../../src/contracts/verdict.js'
import { readDossierFiles } from '../../../../src/panels/dossier/read-dossiers.js'
import { judgeReply } from '../../../../src/panels/draft/judge-reply.js'
import { loadPersonas } from '../../../../src/panels/persona/load-personas.js'
import { buildRequest } from '../../../../src/panels/prompt/build-request.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { toContent } from '../../../../src/review/rules/revise.js'
import type { PanelWish } from './review-desk.js'

const recordingSchema = z.object({ request: z.unknown(), raw: z.object({ message: z.object({ content: z.string() }) }) })

/** The sample comparison with the replies of its recordings, told apart by what was asked. */
export async function samplePanel(jurors: readonly string[] = ['ollama:llama3.1:8b']): Promise<PanelWish> {
  const dossiers = await readDossierFiles(packageFiles.sampleDossiers)
  const personas = await loadPersonas(packageFiles.personas)
  const folder = join(packageFiles.sampleRecordings, 'ollama')
  const recordings = await Promise.all(
    (await readdir(folder)).map(async (file) => recordingSchema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')))),
  )
  const replyFor: PanelWish['replyFor'] = (seat) => {
    const dossier = dossiers.find(({ tool: { slug } }) => slug === seat.tool)
    const persona = personas.find(({ id }) => id === seat.persona)
    if (dossier === undefined || persona === undefined) throw new Error(`the sample has no ${seat.persona} on ${seat.tool}`)
    const asked = JSON.stringify(buildRequest({ dossier, persona }).messages)
    const recording = recordings.find(({ request }) => JSON.stringify(request).includes(asked.slice(1, -1)))
    if (recording === undefined) throw new Error(`no recording for ${seat.persona} on ${seat.tool}`)
    const { reply } = judgeReply(replySchema.parse(JSON.parse(recording.raw.message.content)), { dossier, persona })
    return toContent(reply)
  }
  return { dossiers, personas, jurors, replyFor }
}
