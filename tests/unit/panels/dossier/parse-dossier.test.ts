import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dossierSchema } from '../../../../src/contracts/dossier.js'
import { checkDossier, parseDossier } from '../../../../src/panels/dossier/parse-dossier.js'
import { InputError } from '../../../../src/platform/errors.js'
import { hashJson } from '../../../../src/platform/hash.js'
import { goodDossier, spoiled } from '../../../support/panels/dossier/sample.js'
import { isInText, spoiledText } from '../../../support/spoiled-text.js'

function errorFor(text: string): InputError {
  try {
    parseDossier({ text, file: 'ferry.yaml' })
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error('the dossier was taken')
}

/** `line:column message | fix`, one string a problem. */
function problemsOf(text: string): string[] {
  return errorFor(text).problems.map(({ line, column, message, fix }) => `${line}:${column} ${message} | ${fix}`)
}

describe('a dossier that is right', () => {
  it('comes back with its sources and itself hashed', () => {
    const dossier = parseDossier({ text: goodDossier, file: 'ferry.yaml' })
    expect(dossierSchema.parse(dossier)).toEqual(dossier)
    const text = 'One command copies a folder\nto another machine.\n'
    expect(dossier.sources[0]?.text).toBe(text)
    expect(dossier.sources[0]?.sha256).toBe(createHash('sha256').update(text).digest('hex'))
    const { sha256, ...content } = dossier
    expect(sha256).toBe(hashJson(content))
    expect(dossier.tool.shortName).toBeNull()
  })

  it('has the same hash whatever the order of its keys, its comments and line ends, and another for another word', () => {
    const { sha256 } = parseDossier({ text: goodDossier, file: 'a.yaml' })
    const reordered = `# a comment\r\n${spoiled(['  slug: ferry\n  name: Ferry\n', '  name: "Ferry"\n  slug: ferry\n']).replaceAll('\n', '\r\n')}`
    expect(parseDossier({ text: reordered, file: 'b.yaml' }).sha256).toBe(sha256)
    expect(parseDossier({ text: spoiled(['Moves files', 'Shifts files']), file: 'a.yaml' }).sha256).not.toBe(sha256)
  })

  it('cannot be changed any more', () => {
    const dossier = parseDossier({ text: goodDossier, file: 'ferry.yaml' })
    expect(() => Object.assign(dossier.tool, { name: 'Other' })).toThrow(TypeError)
    expect(() => dossier.sources.push(...dossier.sources)).toThrow(TypeError)
  })

  it('may quote a passage across a line end and with typographic signs', () => {
    const text = spoiled(['    quote: One command copies a folder', '    quote: “a folder to another machine.”'])
    expect(parseDossier({ text, file: 'ferry.yaml' }).facts[0]?.quote).toBe('“a folder to another machine.”')
  })
})

describe('a dossier with problems', () => {
  it('is refused with those of form and of reference together, in the order of the lines', () => {
    const text = spoiled(
      ['asOf: 2026-11-20', 'asOf: 2026-11-17'],
      ['  vendor: Harbour Ltd', '  vendor: '],
      ['  source: license-text\nentryPrice', '  source: licence-text\nentryPrice'],
      ['    source: release-notes\n    quote: One command copies', '    source: notes\n    quote: One command copies'],
      ['  - id: any-use', '  - id: one-command'],
      ['    quote: without restriction', '    quote: without any restriction'],
      ['    retrievedOn: 2026-11-18', '    retrievedOn: 2026-08-31'],
    )
    const error = errorFor(text)
    expect(error.message).toMatch(/^8 problems in the dossier; nothing was stored\nferry\.yaml:2:7: /)
    expect(problemsOf(text)).toEqual([
      '2:7 asOf is 2026-11-17, but a source was retrieved on 2026-11-20 | write a date from 2026-11-20 on: the day up to which the dossier is known to hold',
      '6:3 tool.vendor is empty | write text',
      '15:11 license.source is "licence-text", and no source has that id | did you mean "license-text"? write the id of one of the sources: release-notes, license-text',
      "21:9 entryPrice.asOf is 2026-11-19, after the dossier's own asOf, 2026-11-17 | write the day the price was seen, 2026-11-17 or before",
      '28:13 facts[0].source is "notes", and no source has that id | write the id of one of the sources: release-notes, license-text',
      '30:9 facts[1].id is "one-command", as is facts[0].id | give each its own id',
      '33:12 facts[1].quote is not in the text of source "license-text": its beginning "without" stands there, but "any" does not follow | copy the passage from that text to the letter',
      '52:18 sources[1].retrievedOn is 2026-08-31, before it was published on 2026-09-01 | write a date from 2026-09-01 on, or fix publishedOn',
    ])
  })

  it('is refused when two sources share an id', () => {
    expect(problemsOf(spoiled(['  - id: license-text', '  - id: release-notes']))).toEqual([
      '15:11 license.source is "license-text", and no source has that id | write the id of one of the sources: release-notes',
      '32:13 facts[1].source is "license-text", and no source has that id | write the id of one of the sources: release-notes',
      '46:9 sources[1].id is "release-notes", as is sources[0].id | give each its own id',
    ])
  })

  it('is refused when the price names no source', () => {
    expect(problemsOf(spoiled(['  source: release-notes\nrivals', '  source: price-list\nrivals']))).toEqual([
      '22:11 entryPrice.source is "price-list", and no source has that id | write the id of one of the sources: release-notes, license-text',
    ])
  })

  it('has a quote looked for in the source that it names and in no other', () => {
    const [problem, ...others] = problemsOf(spoiled(['    quote: One command copies a folder', '    quote: without restriction']))
    expect(others).toEqual([])
    expect(problem).toContain('29:12 facts[0].quote is not in the text of source "release-notes": not even its first word, "without"')
  })

  it('has a quote of fewer than three letters refused even where it is', () => {
    expect(problemsOf(spoiled(['    quote: without restriction', '    quote: in']))).toEqual([
      '33:12 facts[1].quote is not in the text of source "license-text": it has fewer than three letters or digits | copy the passage from that text to the letter',
    ])
  })

  it('has its unknown and missing keys and bad values reported where they are', () => {
    const text = spoiled(
      ['    kind: release-notes', '    kind: blog'],
      ['    publisher: Harbour Ltd\n    url: https://sample.example/ferry/1.0', '    url: ftp://sample.example/ferry'],
      ['    publishedOn: 2026-09-01', '    published_on: 2026-09-01'],
    )
    expect(problemsOf(text)).toEqual([
      '35:5 the key "publisher" is missing in sources[0] | add "publisher:" with text',
      '36:11 sources[0].kind is "blog" | write one of "release-notes", "license", "pricing", "documentation", "model-card", "announcement", "notes", "registry", "repository" or "website"',
      '38:10 sources[0].url is "ftp://sample.example/ferry", which does not have the form asked for | use an absolute http or https address',
      '45:5 the key "publishedOn" is missing in sources[1] | add "publishedOn:" with a date that exists, written YYYY-MM-DD, such as 2026-11-22',
      '50:5 the key "published_on" is unknown in sources[1] | did you mean "publishedOn"? remove it, or write one of the keys known here: id, kind, title, publisher, url, publishedOn, retrievedOn, origin, text, capture, hidden, cleared',
    ])
  })

  it('has its syntax errors reported without guesses about what they hide', () => {
    const text = spoiled(['  tagline: Moves files across', '  tagline: Ferry: moves files across'], ['  slug: ferry', '  slug: Ferry'])
    expect(problemsOf(text)).toEqual([
      '4:9 tool.slug is "Ferry", which does not have the form asked for | use lower-case letters, digits and single hyphens, e.g. mistral-3-instruct',
      '8:12 this is not valid YAML: a text that holds ": " reads as a mapping of its own | put the text in quotes, or under "key: |" with its lines indented',
    ])
  })

  it('is refused without a complaint about every name when its sources cannot be read', () => {
    const text = `${goodDossier.slice(0, goodDossier.indexOf('sources:'))}sources: none\n`
    expect(problemsOf(text)).toHaveLength(1)
    expect(problemsOf(text)[0]).toMatch(/^34:10 sources is "none" \| write a list of at least 1, each entry a mapping/)
  })

  it('is refused when it is empty', () => {
    expect(problemsOf('')).toEqual([
      '1:1 the document is empty | write a mapping with the keys schema, asOf, tool, license, entryPrice, plans, rivals, facts, sources',
    ])
  })
})

describe('the sample dossiers', () => {
  it.each(['claude-haiku-open-weights', 'mistral-3-instruct'])('%s is right', async (slug) => {
    const file = `fixtures/dossiers/${slug}.yaml`
    const dossier = parseDossier({ text: await readFile(file, 'utf8'), file })
    expect(dossier.tool.slug).toBe(slug)
    expect(dossier.sources.length).toBeGreaterThanOrEqual(3)
  })
})

it('any spoiled dossier is taken or refused, with every problem inside the text and in order', () => {
  fc.assert(
    fc.property(spoiledText(goodDossier), (text) => {
      const { outcome } = checkDossier({ text, file: 'ferry.yaml' })
      const problems = 'problems' in outcome ? outcome.problems : []
      expect('dossier' in outcome || problems.length > 0).toBe(true)
      expect(problems.filter((problem) => !isInText(text, problem))).toEqual([])
      expect(problems).toEqual(problems.toSorted((a, b) => a.line - b.line || a.column - b.column))
    }),
    { numRuns: 300 },
  )
})
