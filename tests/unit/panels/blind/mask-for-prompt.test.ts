import { expect, it, test } from 'vitest'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import { maskForPrompt } from '../../../../src/panels/blind/mask-for-prompt.js'
import { readDossierFiles } from '../../../../src/panels/dossier/read-dossiers.js'
import { buildComparisonRequest } from '../../../../src/panels/duel/build-comparison-request.js'
import { renderDossier } from '../../../../src/panels/prompt/render-dossier.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { blindDossier } from '../../../support/panels/blind-dossiers.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

function maskedText(first: Dossier, second?: Dossier): string {
  const masked = maskForPrompt(first, second)
  if (masked.status === 'not-masked') throw new Error(masked.why)
  return masked.dossiers.map(renderDossier).join('\n')
}

test('sixty dossiers are masked, each beside another, and no name is left', () => {
  const numbers = Array.from({ length: 60 }, (_each, number) => number)
  const left = numbers.flatMap((number) => {
    const [one, other] = [blindDossier(number), blindDossier((number + 13) % 60)]
    const masked = maskForPrompt(one, other)
    return masked.status === 'masked' ? [] : [`${number}: ${masked.why}`]
  })
  expect(left).toEqual([])
})

test('the sample dossiers name no one', async () => {
  const [claude, mistral] = await readDossierFiles(packageFiles.sampleDossiers)
  if (claude === undefined || mistral === undefined) throw new Error('the samples are missing')
  const texts = [maskedText(claude), maskedText(mistral), maskedText(claude, mistral), maskedText(mistral, claude)]
  for (const text of texts) expect(text.match(/.{0,30}(?:claude|haiku|anthropic|mistral|llama|qwen|gemma).{0,30}/gi)).toBeNull()
  for (const text of texts.slice(2)) expect(text).toMatch(/Name: Tool A[\s\S]*Name: Tool B/)
})

it('has nothing to do with the brief, whose words may be a tool’s name', () => {
  const base = sampleDossier()
  const builder = sampleDossier({ tool: { ...base.tool, slug: 'builder', name: 'Builder' } })
  const masked = maskForPrompt(builder, sampleDossier())
  const [first, second] = masked.status === 'masked' ? masked.dossiers : []
  if (first === undefined || second === undefined) throw new Error('it was not masked')
  const request = buildComparisonRequest({ first, second, persona: samplePersona({ template: 'You are the Builder.' }) })
  const parts = request.messages.flatMap((message) => message.parts.map(({ text }) => text))
  expect(parts.at(-1)).toContain('You are the Builder.')
  expect(parts.slice(1, 3).join('\n')).not.toContain('Builder')
})

it('says which names would be left', () => {
  const base = sampleDossier()
  const rivals = Array.from({ length: 4_001 }, (_each, index) => `Qwzx${index.toString(36)}yv`)
  expect(maskForPrompt({ ...base, rivals })).toMatchObject({ status: 'not-masked', why: expect.stringContaining('name fewer rivals') })
})
