import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildSampleRecordings } from '../../../scripts/sample-recordings.js'
import { replySchema } from '../../../src/contracts/verdict.js'
import { readDossierFiles } from '../../../src/panels/dossier/read-dossiers.js'
import { checkReply, countWords } from '../../../src/panels/draft/check-reply.js'
import { judgeReply } from '../../../src/panels/draft/judge-reply.js'
import { recordingName } from '../../../src/panels/ledger/nearest-recording.js'
import { lintPersonaFolder } from '../../../src/panels/persona/lint-personas.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'

const everything = (reply: Parameters<typeof checkReply>[0], persona: Parameters<typeof checkReply>[1]) =>
  Object.values(checkReply(reply, persona)).flat()

test('the recordings on disk are those that prompts, personas, dossiers and sample replies make now (fix with: npm run sample:recordings)', async () => {
  const expected = Object.fromEntries((await buildSampleRecordings()).map((recording) => [recordingName(recording), recording]))
  const files = (await readdir(packageFiles.sampleRecordings, { recursive: true })).filter((file) => file.endsWith('.json'))
  expect(files.sort()).toEqual(Object.keys(expected).sort())
  for (const file of files)
    expect(JSON.parse(await readFile(join(packageFiles.sampleRecordings, file), 'utf8')), file).toEqual(expected[file])
})

test('the four personas pass their own lint, worked examples included', async () => {
  const personas = await lintPersonaFolder(packageFiles.personas, { checkReply: everything })
  expect(personas.map((persona) => [persona.id, persona.seat])).toEqual([
    ['dx', 'The Builder'],
    ['competitor', 'The Skeptic'],
    ['thesis', 'The Futurist'],
    ['business', 'The Founder'],
  ])
})

test('every sample reply satisfies its persona, cites sentences that exist and has 60 to 160 words', async () => {
  const dossiers = await readDossierFiles(packageFiles.sampleDossiers)
  const personas = await lintPersonaFolder(packageFiles.personas, { checkReply: everything })
  const recordings = await buildSampleRecordings()
  expect(recordings).toHaveLength(8)
  for (const recording of recordings) {
    const { content } = (recording.raw as { message: { content: string } }).message
    const reply = replySchema.parse(JSON.parse(content))
    const text = JSON.stringify(recording.request.messages)
    const persona = personas.find((candidate) => text.includes(`<brief persona=\\"${candidate.id}\\"`))
    const dossier = dossiers.find((candidate) => text.includes(`<dossier tool=\\"${candidate.tool.slug}\\"`))
    if (persona === undefined || dossier === undefined) throw new Error('a sample request names no persona or no tool')
    const judged = judgeReply(reply, { persona, dossier })
    expect(judged.problems, `${persona.id} on ${dossier.tool.slug}`).toEqual([])
    expect(judged.reply.evidence.map((item) => item.status)).toEqual(reply.evidence.map(() => 'found'))
    expect(countWords(reply.quote)).toBeGreaterThanOrEqual(60)
    expect(countWords(reply.quote)).toBeLessThanOrEqual(160)
    expect(recording.origin).toBe('authored')
  }
})
