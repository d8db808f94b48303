import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Persona } from '../../../../src/contracts/persona.js'
import type { VerdictContent } from '../../../../src/contracts/verdict.js'
import { checkReply } from '../../../../src/panels/draft/check-reply.js'
import { type LintOptions, lintPersona, lintPersonaFolder } from '../../../../src/panels/persona/lint-personas.js'
import { InputError } from '../../../../src/platform/errors.js'
import { goodPersona, spoiled } from '../../../support/panels/persona/sample.js'
import { isInText, spoiledText } from '../../../support/spoiled-text.js'

/** The check that the command line hands in. */
const options: LintOptions = {
  checkReply: (reply: VerdictContent, persona: Persona) => {
    const found = checkReply(reply, persona)
    return [...found.errors, ...found.warnings]
  },
}

/** `line:column message`, one string a problem. */
function told(text: string): string[] {
  return lintPersona({ text, file: 'pilot.md' }, options).map(({ line, column, message }) => `${line}:${column} ${message}`)
}

describe('the worked example', () => {
  it('is fine when it is a reply that the persona would be given credit for', () => {
    expect(told(goodPersona)).toEqual([])
  })

  it('is missed when no block is fenced as json', () => {
    expect(told(spoiled(['```json', '```yaml']))).toEqual(['19:1 there is no worked example'])
  })

  it('is checked against the schema of replies, each problem at its line and column', () => {
    const text = spoiled(
      ['"shows": "That it floats." ', '"show": "That it floats." '],
      ['"predictions": []', '"predictions": [{ "statement": "It sinks.", "deadline": "soon", "probability": 1 }]'],
      ['"call": "ship"', '"call": "maybe"'],
    )
    expect(told(text)).toEqual([
      '26:16 in the worked example, the key "shows" is missing in evidence[0]',
      '26:57 in the worked example, the key "show" is unknown in evidence[0]',
      '31:19 in the worked example, the key "resolution" is missing in predictions[0]',
      '31:59 in the worked example, predictions[0].deadline is "soon", which does not have the form asked for',
      '31:82 in the worked example, predictions[0].probability is the number 1',
      '33:11 in the worked example, call is "maybe"',
    ])
  })

  it('cites by number, the first before the last', () => {
    expect(told(spoiled(['"from": 10', '"from": 12']))).toEqual([
      '26:53 in the worked example, evidence[0] counts backwards, from 12 to 10',
    ])
    expect(told(spoiled(['"from": 10, "to": 10', '"quote": "it floats"']))).toEqual([
      '26:16 in the worked example, the key "from" is missing in evidence[0]',
      '26:16 in the worked example, the key "to" is missing in evidence[0]',
      '26:35 in the worked example, the key "quote" is unknown in evidence[0]',
    ])
  })

  it('is checked against what this persona asks', () => {
    expect(
      told(spoiled(['{ "ask": "depth", "answer": "deep" }', '{ "ask": "depth", "answer": "Very" }'], ['steers [1]', 'steers [2]'])),
    ).toEqual([
      '25:1 the worked example is refused: answers: "depth" must be one of shallow | deep, to the letter; it is "Very".',
      '25:1 the worked example is refused: quote: the marker [2] names no evidence item; there are 1.',
    ])
  })

  it('may be part of a reply: evidence, some answers and a short quote', () => {
    const text = spoiled(
      ['min: 3', 'min: 15'],
      ['    { "ask": "rudder", "answer": "Astern." },\n', ''],
      ['  "predictions": [],\n', ''],
      ['steers [1].",\n  "call": "ship"', 'steers [1]."'],
    )
    expect(told(text)).toEqual([])
    expect(told(text.replace('"ask": "depth"', '"ask": "beam"'))).toEqual([
      '25:1 the worked example is refused: answers: "beam" is not one of the asks.',
    ])
  })

  it('is warned of, and not refused, when it gives a call: as such, or in the words of quote or answers', () => {
    const warnings: string[] = []
    const warn: LintOptions['warn'] = ({ line, column, message }) => warnings.push(`${line}:${column} ${message}`)
    const text = spoiled(['Astern.', 'Astern, so it ships.'], ['steers [1]', 'I skip it [1]'])
    expect(lintPersona({ text, file: 'pilot.md' }, { ...options, warn })).toEqual([])
    expect(warnings).toEqual([
      '32:12 the worked example gives a call: it says "skip"',
      '28:34 the worked example gives a call: it says "ships"',
      '33:11 the worked example gives a call, "ship"',
    ])
  })

  it('must be JSON, not merely YAML', () => {
    expect(told(spoiled(['"call": "ship"', 'call: ship']))[0]).toMatch(/^25:1 the worked example is not JSON: /)
    expect(told(spoiled(['"call": "ship"', '"call": "ship",']))[0]).toMatch(/^25:1 the worked example is not JSON: /)
    expect(told(spoiled(['"call": "ship"\n}', '"call": "ship"\n']))).toEqual([
      '25:1 in the worked example, this is not valid YAML: the bracket that opens here is never closed',
    ])
    expect(told(spoiled(['"predictions": [],', '"predictions": [], "predictions": [],']))).toEqual([
      '31:22 in the worked example, the key "predictions" is here a second time; the first is on line 31',
    ])
  })

  it('may be one of several: each is checked, other blocks are not', () => {
    const block = '~~~ json\n{ "call": "ship" }\n~~~\n\n```sh\n{\n```\n'
    const problems = told(spoiled(['# The Pilot\n', `# The Pilot\n\n${block}`]))
    expect(problems).toEqual(['evidence', 'answers', 'quote'].map((key) => `23:1 in the worked example, the key "${key}" is missing`))
  })

  it('is checked together with the rest of the file, and its form even when the persona is not right', () => {
    expect(told(spoiled(['version: 1', 'version: one'], ['"call": "ship"', '"call": "maybe"']))).toEqual([
      '4:10 version is "one"',
      '33:11 in the worked example, call is "maybe"',
    ])
  })
})

describe('a folder', () => {
  async function inFolder(files: Record<string, string>, use: (folder: string) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'panel-lint-'))
    try {
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
      await use(folder)
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  it('has the problems of all its files reported at once', async () => {
    const captain = spoiled(['id: pilot', 'id: captain'], ['```json', '```']).replace('order: 5', 'order: first')
    await inFolder({ 'pilot.md': spoiled(['"answer": "deep"', '"answer": "Very"']), 'captain.md': captain }, async (folder) => {
      const error = await lintPersonaFolder(folder, options).then(
        () => null,
        (reason: unknown) => reason,
      )
      if (!(error instanceof InputError)) throw new Error('no InputError was thrown', { cause: error })
      expect(error.problems.map(({ file, line, column }) => `${file.slice(folder.length + 1)}:${line}:${column}`)).toEqual([
        'captain.md:7:8',
        'captain.md:19:1',
        'pilot.md:25:1',
      ])
    })
  })

  it('comes back as its personas when there is nothing to fix', async () => {
    await inFolder({ 'pilot.md': goodPersona }, async (folder) => {
      expect((await lintPersonaFolder(folder, options)).map(({ id }) => id)).toEqual(['pilot'])
    })
  })

  it('of the package has nothing to fix, and no example that gives a call', async () => {
    const warnings: string[] = []
    expect(await lintPersonaFolder('personas', { ...options, warn: ({ message }) => warnings.push(message) })).toHaveLength(4)
    expect(warnings).toEqual([])
  })
})

it('any spoiled persona is linted, with every problem inside the text and in order', () => {
  fc.assert(
    fc.property(spoiledText(goodPersona), (text) => {
      const problems = lintPersona({ text, file: 'pilot.md' }, options)
      expect(problems.filter((problem) => !isInText(text, problem))).toEqual([])
      expect(problems).toEqual(problems.toSorted((a, b) => a.line - b.line || a.column - b.column))
    }),
    { numRuns: 300 },
  )
})
