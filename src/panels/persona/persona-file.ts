import { basename } from 'node:path'
import { type Persona, personaFrontMatterSchema } from '../../contracts/persona.js'
import type { Problem } from '../../platform/errors.js'
import { hashJson } from '../../platform/hash.js'
import { maxInputBytes, tooLarge } from '../../platform/input/yaml-document.js'
import { parseYamlWithSchema, sortProblems } from '../../platform/input/yaml-problems.js'
import { checkFrontMatter, sketchFrontMatter } from './check-front-matter.js'
import { checkCompact, checkTemplate } from './check-template.js'
import { splitFrontMatter } from './front-matter.js'

/** A persona file's text, and its path as problems shall name it. */
export type PersonaText = { text: string; file: string }

/** What came of one file: the persona or every problem; in both cases the id it claims and its body, for further checks. */
export type PersonaReading = {
  outcome: { persona: Persona } | { problems: Problem[] }
  id: string | null
  problemAtId: (message: string, fix: string) => Problem
  /** The prose as it is in the file; null when the file has no front matter that could be distinguished from it. */
  body: { text: string; lineOffset: number } | null
}

/**
 * Reads one `personas/<id>.md`: YAML front matter (`panel.persona/1`) between `---` lines, then a Liquid template.
 * Checks form, references and template together. Line ends become LF and blank lines around the template fall away, so that the hash
 * does not depend on where the file was checked out. Never throws.
 */
export function parsePersonaFile({ text: original, file }: PersonaText): PersonaReading {
  const bytes = Buffer.byteLength(original)
  if (bytes > maxInputBytes) return unreadable(tooLarge(file, bytes))
  const text = original.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  const parts = splitFrontMatter({ text, file })
  if ('problem' in parts) return unreadable(parts.problem)
  const { frontMatter, frontMatterLineOffset: lineOffset, body, bodyLineOffset } = parts
  const result = parseYamlWithSchema({ text: frontMatter, file, schema: personaFrontMatterSchema, lineOffset })
  const { document } = result
  const sketch = document.isWhole ? sketchFrontMatter(document.value) : {}
  const findings = checkFrontMatter(sketch, basename(file).replace(/\.md$/i, ''))
  const template = checkTemplate({ body, declared: sketch.variables })
  const compact = checkCompact(sketch)
  const problems = [
    ...('problems' in result ? result.problems : []),
    ...[...findings, ...template.findings, ...compact].map(document.problemAt),
    ...template.errors.map(({ line, ...error }) => ({ file, line: line + bodyLineOffset, ...error })),
  ]
  const outcome =
    'value' in result && problems.length === 0
      ? { persona: freezePersona({ ...result.value, template: body.replace(/^(?:[ \t]*\n)+/, '').trimEnd() }) }
      : { problems: sortProblems(problems) }
  return {
    outcome,
    id: sketch.id ?? null,
    problemAtId: (message, fix) => document.problemAt({ path: ['id'], message, fix }),
    body: { text: body, lineOffset: bodyLineOffset },
  }
}

function freezePersona(content: Omit<Persona, 'sha256'>): Persona {
  return { ...content, sha256: hashJson(content) }
}

function unreadable(problem: Problem): PersonaReading {
  return {
    outcome: { problems: [problem] },
    id: null,
    problemAtId: (message, fix) => ({ ...problem, message, fix }),
    body: null,
  }
}
