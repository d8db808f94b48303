import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { replySchema } from '../../../../../src/contracts/verdict.js'
import { readDossierFiles } from '../../../../../src/panels/dossier/read-dossiers.js'
import { judgeReply } from '../../../../../src/panels/draft/judge-reply.js'
import { checkParticulars } from '../../../../../src/panels/draft/particulars/check-particulars.js'
import { loadPersonas } from '../../../../../src/panels/persona/load-personas.js'
import { packageFiles } from '../../../../../src/platform/files/package-files.js'

test('nothing in the eight sample verdicts is called invented or miscited', async () => {
  const dossiers = await readDossierFiles(packageFiles.sampleDossiers)
  const personas = await loadPersonas(packageFiles.personas)
  const folder = join(packageFiles.root, 'fixtures/sample-replies')
  const flags = await Promise.all(
    (await readdir(folder)).map(async (file) => {
      const { tool, persona: id, reply } = parse(await readFile(join(folder, file), 'utf8'))
      const dossier = dossiers.find((candidate) => candidate.tool.slug === tool)
      const persona = personas.find((candidate) => candidate.id === id)
      if (dossier === undefined || persona === undefined) throw new Error(`${file} names no tool or persona of the sample`)
      const judged = judgeReply(replySchema.parse(reply), { dossier, persona }).reply
      return checkParticulars(judged, { dossier, persona }).map((flag) => `${file}: ${flag}`)
    }),
  )
  expect(flags).toHaveLength(8)
  expect(flags.flat()).toEqual([])
})
