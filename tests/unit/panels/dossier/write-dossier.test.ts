import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkDossierValue, parseDossier } from '../../../../src/panels/dossier/parse-dossier.js'
import { dossierFileOf, writeDossier } from '../../../../src/panels/dossier/write-dossier.js'
import { sampleDossier } from '../../../support/samples.js'

const schemaUrl = 'https://panel.example/schemas/dossier-file.schema.json'

test('the first line names the schema for editors, and nothing made by freezing is written', () => {
  const text = writeDossier(sampleDossier(), schemaUrl)
  expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=${schemaUrl}`)
  expect(text).not.toMatch(/sha256|units|steering/)
})

test('what is written reads back to the identical dossier, hash and all', () => {
  const said = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 })
  const breaking = fc.constantFrom(
    '\n',
    '\n\n',
    ' \n',
    '\t',
    '---\n',
    '# ',
    ': ',
    '"',
    "'",
    '|',
    '>',
    '\u0085',
    '\u2028',
    '\u200b',
    'no',
    '0x1',
    '~',
  )
  const text = fc.array(fc.oneof(said, breaking), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''))
  let written = 0
  fc.assert(
    fc.property(text, text, text, (description, quoted, around) => {
      const sample = dossierFileOf(sampleDossier())
      const sources = sample.sources.map((source) => ({ ...source, text: `${around}\n${source.text}\n${quoted}${around}` }))
      const checked = checkDossierValue({ ...sample, sources, tool: { ...sample.tool, description } })
      // What the form of a dossier does not take cannot be kept, and so is never written.
      if (!('dossier' in checked)) return
      written += 1
      expect(parseDossier({ text: writeDossier(checked.dossier, schemaUrl), file: 'it.yaml' })).toEqual(checked.dossier)
    }),
    { numRuns: 60 },
  )
  expect(written).toBeGreaterThan(20)
})
