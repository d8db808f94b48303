import { type Dossier, type DossierFile, dossierFileSchema } from '../../contracts/dossier.js'
import { freezeSteering } from '../../evidence/steering/freeze-steering.js'
import { freezeUnits } from '../../evidence/units.js'
import { InputError, type Problem } from '../../platform/errors.js'
import { hashJson, sha256 } from '../../platform/hash.js'
import { checkSchema } from '../../platform/input/schema-findings.js'
import type { Finding, YamlDocument } from '../../platform/input/yaml-document.js'
import { firstProblems, parseYamlWithSchema, sortProblems } from '../../platform/input/yaml-problems.js'
import { checkReferences, type DossierSketch, sketchDossier } from './check-references.js'

/** A dossier's text, and what to call the file in messages. */
export type DossierText = { text: string; file: string }

/** What came of one file: the dossier or every problem, and in both cases the slug it claims, for checks across files. */
export type DossierReading = {
  outcome: { dossier: Dossier } | { problems: Problem[] }
  slug: string | null
  problemAtSlug: (message: string, fix: string) => Problem
  /** Where in the dossier a problem of `outcome` is; null for one of syntax. */
  pathOf: YamlDocument['pathOf']
}

/**
 * Parses a dossier file (YAML, `panel.dossier/1`) and freezes it: sources hashed, the whole cited by `sha256`.
 * Throws an `InputError` with every problem of form and of reference, each at its line and column.
 */
export function parseDossier({ text, file }: DossierText): Dossier {
  const { outcome } = checkDossier({ text, file })
  if ('dossier' in outcome) return outcome.dossier
  throw new InputError(summarize(outcome.problems.length, 1), outcome.problems)
}

/** As `parseDossier`, with the problems returned instead of thrown. */
export function checkDossier({ text, file }: DossierText): DossierReading {
  const result = parseYamlWithSchema({ text, file, schema: dossierFileSchema })
  const { document } = result
  const sketch: DossierSketch = document.isWhole ? sketchDossier(document.value) : {}
  const formProblems = 'problems' in result ? result.problems : []
  const problems = [...formProblems, ...checkReferences(sketch).map(document.problemAt)]
  const outcome =
    'value' in result && problems.length === 0
      ? { dossier: freezeDossier(result.value) }
      : { problems: firstProblems(sortProblems(problems)) }
  return {
    outcome,
    slug: sketch.tool?.slug ?? null,
    problemAtSlug: (message, fix) => document.problemAt({ path: ['tool', 'slug'], message, fix }),
    pathOf: document.pathOf,
  }
}

/** A dossier document as plain data: frozen, or everything that is wrong with its form and its references, by the path in it. Never throws. */
export function checkDossierValue(value: unknown): { dossier: Dossier } | { findings: Finding[] } {
  const checked = checkSchema(value, dossierFileSchema, () => null)
  if ('value' in checked) return checkDossierFile(checked.value)
  return { findings: [...checked.findings, ...checkReferences(sketchDossier(value))] }
}

/** A document whose form is right: frozen, or what is wrong with its references, by the path in it. */
export function checkDossierFile(file: DossierFile): { dossier: Dossier } | { findings: Finding[] } {
  const findings = checkReferences(sketchDossier(file))
  return findings.length === 0 ? { dossier: freezeDossier(file) } : { findings }
}

/** The head of an `InputError` over dossier files. */
export function summarize(problemCount: number, fileCount: number): string {
  const problems = problemCount === 1 ? '1 problem' : `${problemCount} problems`
  return `${problems} in ${fileCount === 1 ? 'the dossier' : `${fileCount} dossiers`}; nothing was stored`
}

/**
 * Freezes a dossier that was checked: hashes and splits the sources' texts, searches them for text that wants to steer, hashes the whole, and makes the
 * result immutable.
 */
export function freezeDossier(file: DossierFile): Dossier {
  const { tool } = file
  const toolNames = [tool.name, ...(tool.shortName === null ? [] : [tool.shortName])]
  const sources = file.sources.map((source) => ({
    ...source,
    sha256: sha256(source.text),
    units: freezeUnits(source.text),
    ...freezeSteering(source, toolNames),
  }))
  const content = { ...file, sources }
  return deepFreeze({ ...content, sha256: hashJson(content) })
}

function deepFreeze<T extends object>(value: T): T {
  for (const child of Object.values(value)) {
    if (typeof child === 'object' && child !== null) deepFreeze(child)
  }
  return Object.freeze(value)
}
