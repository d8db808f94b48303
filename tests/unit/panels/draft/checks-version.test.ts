import { expect, test } from 'vitest'
import { checkEvidence, evidenceWarnings } from '../../../../src/evidence/check-evidence.js'
import { checkReply } from '../../../../src/panels/draft/check-reply.js'
import { checksVersion } from '../../../../src/panels/draft/checks-version.js'
import { hashJson, sha256 } from '../../../../src/platform/hash.js'
import { sampleContent, sampleDossier, samplePersona } from '../../../support/samples.js'

const text = [
  'Ferrydoc runs on one machine.',
  'Teams may not offer it to third parties as a hosted service.',
  'It costs 1,200 USD a month, and version 2.3.1 is “the last one”, the vendor says.',
  'Not included:',
  '- backups',
  '- support at night',
].join('\n')
const [source] = sampleDossier().sources
const dossier = sampleDossier({ sources: source === undefined ? [] : [{ ...source, text, sha256: sha256(text) }] })

const quotes = [
  'runs on one machine',
  'offer it to third parties as a hosted service',
  '200 USD a month',
  '1,200 USD a month',
  '2.3.1 is "the last one"',
  '- support at night',
  'Ferrydoc is fast',
]
const said = ['It is free [1].', 'It took 4 million USD from Northwind in 2024 [1].', 'Buy it [9].', 'Pay nothing [1, 2] and [1-3].']

/** What the checks find in replies of every kind, as one hash. */
const findings = () =>
  hashJson(
    said.flatMap((quote) =>
      quotes.map((passage) => {
        const deadline = quote.length % 2 === 0 ? '2020-01-01' : '2027-06-30'
        const prediction = { statement: 'It is sold.', deadline, probability: 0.5, resolution: 'By a press release.' }
        const evidence = [{ source: 'readme', quote: passage, shows: quote }]
        const reply = sampleContent({ quote, evidence, predictions: [prediction] })
        const checked = checkEvidence(evidence, dossier)
        const { errors, warnings } = checkReply(reply, samplePersona(), dossier)
        return { checked, evidence: evidenceWarnings(checked), errors, warnings }
      }),
    ),
  )

test('checks that find something else in a reply than before have a new version', () => {
  // Another hash: raise `checksVersion`, and write both here. Records checked by the version before are then rebuilt as they were.
  expect({ checksVersion, findings: findings() }).toEqual({
    checksVersion: 3,
    findings: 'f273544dce33f4c237635bd9d8d54f5ced240ce625f7105d60424b2f601d536a',
  })
})
