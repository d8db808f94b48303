import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import { findPassage } from '../../../../src/evidence/passages.js'
import { unitsOf } from '../../../../src/evidence/units.js'
import { checkDossier } from '../../../../src/panels/dossier/parse-dossier.js'
import { checkEntries } from '../../../../src/panels/facts/check-entries.js'
import { showSources } from '../../../../src/panels/facts/fact-sources.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'

/* The facts of the sample's dossiers, which people wrote, as if a model had drafted them by number. docs/evidence.md has the figures. */

const dossiers = packageFiles.sampleDossiers.map((file): Dossier => {
  const { outcome } = checkDossier({ text: readFileSync(file, 'utf8'), file })
  if ('problems' in outcome) throw new Error(`${file} cannot be read`)
  return outcome.dossier
})

type Fact = { dossier: Dossier; source: string; from: number; to: number; statement: string }

const facts = dossiers.flatMap((dossier) =>
  dossier.facts.map(({ source: id, quote, statement }): Fact => {
    const source = dossier.sources.find((candidate) => candidate.id === id)
    const passage = source === undefined ? null : findPassage(source.text, quote)
    if (source === undefined || passage === null) throw new Error(`the quote of "${statement}" is not found`)
    const units = unitsOf(source)
    const from = units.findIndex(({ end }) => end > passage.start) + 1
    return { dossier, source: id, from, to: units.findIndex(({ end }) => end >= passage.end) + 1, statement }
  }),
)

function isKept({ dossier, ...fact }: Fact): boolean {
  const sources = dossier.sources.map(({ id, text }) => ({ id, text }))
  const shown = showSources(sources, 1_000_000)
  return checkEntries({ facts: [fact], fields: [] }, { shown, toolName: dossier.tool.name, wanted: [] }).facts.length === 1
}

test('every fact that people wrote is kept', () => {
  expect(facts.filter((fact) => !isKept(fact)).map(({ statement }) => statement)).toEqual([])
  expect(facts).toHaveLength(18)
})

test('every fact with another number is left out', () => {
  const altered = facts.flatMap((fact) =>
    [...fact.statement.matchAll(/\d+/g)].map(({ 0: digits, index }) => {
      const statement = `${fact.statement.slice(0, index)}${Number(digits) + 7}${fact.statement.slice(index + digits.length)}`
      return { ...fact, statement }
    }),
  )
  expect(altered.filter(isKept)).toEqual([])
  expect(altered).toHaveLength(7)
})

test('of facts that cite a passage of another source seven in eight are left out', () => {
  const elsewhere = facts.flatMap((fact) =>
    facts.flatMap((other) =>
      other.dossier === fact.dossier && other.source !== fact.source ? [{ ...fact, statement: other.statement }] : [],
    ),
  )
  expect({ asked: elsewhere.length, kept: elsewhere.filter(isKept).length }).toEqual({ asked: 124, kept: 15 })
})
