import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { dateSchema, slugSchema, textSchema } from '../../../../src/contracts/primitives.js'
import { parseYamlWithSchema } from '../../../../src/platform/input/yaml-problems.js'

const schema = z.strictObject({
  name: textSchema,
  slug: slugSchema,
  day: dateSchema,
  kind: z.enum(['release-notes', 'license']),
  price: z.number().nonnegative().nullable(),
  parts: z.array(z.strictObject({ id: slugSchema, weight: z.int().positive() })).min(1),
})

const good = `name: Ferry
slug: ferry
day: 2026-11-22
kind: license
price: null
parts:
  - id: hull
    weight: 3
`

function problemsOf(text: string, lineOffset?: number) {
  const result = parseYamlWithSchema({ text, file: 'ferry.yaml', schema, ...(lineOffset === undefined ? {} : { lineOffset }) })
  return 'problems' in result ? result.problems : []
}

/** `line:column message | fix`, one string a problem. */
function written(text: string, lineOffset?: number): string[] {
  return problemsOf(text, lineOffset).map(({ line, column, message, fix }) => `${line}:${column} ${message} | ${fix}`)
}

/** `line:column message`, one string a problem. */
function problemsIn(text: string): string[] {
  return problemsOf(text).map(({ line, column, message }) => `${line}:${column} ${message}`)
}

describe('a document that fits', () => {
  it('comes back as its value, with the date still text', () => {
    const result = parseYamlWithSchema({ text: good, file: 'ferry.yaml', schema })
    expect(result).toMatchObject({
      value: { name: 'Ferry', slug: 'ferry', day: '2026-11-22', kind: 'license', price: null, parts: [{ id: 'hull', weight: 3 }] },
    })
  })

  it('may begin with a byte order mark and end its lines with CR LF', () => {
    const result = parseYamlWithSchema({ text: `\uFEFF${good.replaceAll('\n', '\r\n')}`, file: 'ferry.yaml', schema })
    expect(result).toMatchObject({ value: { name: 'Ferry' } })
  })

  it('may use an alias for a value that it wrote before', () => {
    const result = parseYamlWithSchema({
      text: good.replace('Ferry', '&word ferry').replace('slug: ferry', 'slug: *word'),
      file: 'f',
      schema,
    })
    expect(result).toMatchObject({ value: { name: 'ferry', slug: 'ferry' } })
  })
})

describe('values that do not fit their schema', () => {
  it('are reported all at once, each at its own line and column, with what to write', () => {
    const text = `name: "  "
slug: Big Ferry
day: 2026-02-30
kind: licence
price: -1
parts:
  - id: hull
    weight: 1.5
  - id: mast
    weight: 0
`
    expect(written(text)).toEqual([
      '1:7 name is empty | write something here',
      '2:7 slug is "Big Ferry", which does not have the form asked for | use lower-case letters, digits and single hyphens, e.g. mistral-3-instruct',
      '3:6 day is "2026-02-30", which does not have the form asked for | use a date that exists, written YYYY-MM-DD',
      '4:7 kind is "licence" | did you mean "license"? write one of "release-notes" or "license"',
      '5:8 price is the number -1 | write a number of at least 0, or null',
      '8:13 parts[0].weight is the number 1.5 | write a whole number above 0',
      '10:13 parts[1].weight is the number 0 | write a whole number above 0',
    ])
  })

  it('are described when they are of another type', () => {
    const text = good.replace('Ferry', '3.1').replace('price: null', 'price: [1]').replace('weight: 3', 'weight: heavy')
    expect(written(text)).toEqual([
      '1:7 name is the number 3.1 | write text; in quotes it is read as text',
      '5:8 price is a list | write a number of at least 0, or null',
      '8:13 parts[0].weight is "heavy" | write a whole number above 0',
    ])
  })

  it('are pointed at by their key when nothing is written behind it', () => {
    expect(written(good.replace('name: Ferry', 'name:'))).toEqual(['1:1 name is empty | write text'])
  })

  it('include lists that are too short and texts that are too long', () => {
    const text = `${good.slice(0, good.indexOf('parts:'))}parts: []\n`.replace('slug: ferry', `slug: ${'a'.repeat(81)}`)
    expect(written(text)).toEqual([
      '2:7 slug is 81 characters long | write at most 80 characters',
      '6:8 parts is an empty list | write a list of at least 1',
    ])
  })

  it('are about the whole document when it is not a mapping', () => {
    const keys = 'write a mapping with the keys name, slug, day, kind, price, parts'
    expect(written('')).toEqual([`1:1 the document is empty | ${keys}`])
    expect(written('# only a comment\n')).toEqual([`1:1 the document is empty | ${keys}`])
    expect(written('\n- a\n- b\n')).toEqual([`2:1 the document is a list | ${keys}`])
  })
})

describe('keys', () => {
  it('that are missing are reported where their mapping begins', () => {
    const text = good.replace('day: 2026-11-22\n', '').replace('    weight: 3\n', '')
    expect(written(text)).toEqual([
      '1:1 the key "day" is missing | add "day:" with a date that exists, written YYYY-MM-DD, such as 2026-11-22',
      '6:5 the key "weight" is missing in parts[0] | add "weight:" with a whole number above 0',
    ])
  })

  it('that are unknown are reported where they are, with the key that was probably meant', () => {
    const text = good.replace('price: null', 'price: null\nColour: red').replace('weight: 3', 'weight: 3\n    wieght: 4')
    expect(written(text)).toEqual([
      '6:1 the key "Colour" is unknown | remove it, or write one of the keys known here: name, slug, day, kind, price, parts',
      '10:5 the key "wieght" is unknown in parts[0] | did you mean "weight"? remove it, or write one of the keys known here: id, weight',
    ])
  })

  it('that stand twice are reported at the second, together with what else is wrong', () => {
    const text = good.replace('price: null', 'price: free\nname: Again')
    expect(written(text)).toEqual([
      '5:8 price is "free" | write a number of at least 0, or null',
      '6:1 the key "name" is here a second time; the first is on line 1 | keep one of the two and remove the other',
    ])
  })

  it('named like what every object has are unknown, not inherited', () => {
    expect(problemsIn(`${good}__proto__: {}\nconstructor: x\n`)).toEqual([
      '9:1 the key "__proto__" is unknown',
      '10:1 the key "constructor" is unknown',
    ])
    expect(problemsIn('toString: 1\n').filter((problem) => problem.includes('toString'))).toEqual(['1:1 the key "toString" is unknown'])
  })
})

describe('YAML that is not valid', () => {
  it('is reported with every error, at its place', () => {
    const text = good.replace('Ferry', 'Ferry: the boat').replace('    weight: 3', '\tweight: 3')
    expect(written(text)).toEqual([
      '1:7 this is not valid YAML: a text that holds ": " reads as a mapping of its own | put the text in quotes, or under "key: |" with its lines indented',
      '8:1 this is not valid YAML: a tab is used to indent | indent with spaces',
    ])
  })

  it('still has the values before the error checked, and nothing invented about those after it', () => {
    const text = `name: 5\nslug: Big\n${good.slice(good.indexOf('day:')).replace('price: null', 'price: @none')}`
    expect(problemsIn(text)).toEqual([
      '1:7 name is the number 5',
      '2:7 slug is "Big", which does not have the form asked for',
      '5:8 this is not valid YAML: Plain value cannot start with reserved character @',
    ])
  })

  it('names the quotation mark that is never closed', () => {
    expect(problemsIn(good.replace('kind: license', 'kind: "license'))).toEqual([
      '4:7 this is not valid YAML: the quotation mark that opens here is never closed',
    ])
  })

  it('names the bracket that is never closed, once', () => {
    const text = good.replace('id: hull\n', 'id: [hull\n').replace('weight: 3', 'weight: 3\n    a: 1\n    b: 2')
    expect(problemsIn(text)).toEqual(['7:9 this is not valid YAML: the bracket that opens here is never closed'])
  })

  it('is reported behind an unclosed bracket too', () => {
    const text = good.replace('slug: ferry', 'slug: [ferry').replace('kind: license', 'kind: a: b')
    expect(problemsIn(text)).toEqual([
      '2:7 this is not valid YAML: the bracket that opens here is never closed',
      '4:7 this is not valid YAML: a text that holds ": " reads as a mapping of its own',
    ])
  })

  it('includes second documents, tags, keys that are no text and stray indentation', () => {
    expect(problemsIn(`${good}---\nname: Other\n`)).toEqual([
      '9:1 this is not valid YAML: a line of three hyphens begins a second document',
    ])
    expect(problemsIn(good.replace('2026-11-22', '!!timestamp 2026-11-22'))).toEqual([
      '3:6 this is not valid YAML: a value begins with a tag, and tags are not used here',
    ])
    expect(problemsIn(`${good}? [a]\n: 1\n`)).toContain('9:3 this is not valid YAML: a key is not plain text')
    expect(problemsIn(good.replace('\nkind', '\n kind'))).toEqual([
      '3:6 this is not valid YAML: the text that begins here runs on into a line that looks like a key',
    ])
    expect(written(good.replace('    weight', '   weight'))).toEqual([
      '8:1 this is not valid YAML: Sequence item without - indicator | add the missing character, or indent the line like those it belongs to',
    ])
  })
})

describe('input that would harm the reader', () => {
  it('is refused beyond one mebibyte, and read up to it', () => {
    const filler = (bytes: number) => `${good}#${'x'.repeat(bytes - good.length - 1)}`
    expect(problemsIn(filler(1024 * 1024))).toEqual([])
    expect(problemsIn(filler(1024 * 1024 + 1))).toEqual(['1:1 the file is too large: 1048577 bytes, and at most 1048576 are read'])
  })

  it('includes aliases that unfold without end', () => {
    const names = 'abcdefghi'.split('')
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...names.map((name, index) => `${next(name)}: &${next(name)} [${Array(10).fill(`*${names[index]}`).join(', ')}]`),
    ]
    expect(problemsIn(`${bomb.join('\n')}\n`)).toEqual(['2:8 the aliases unfold to far more than is written'])
  })

  it('includes more than a hundred aliases', () => {
    const text = `a: &a 1\nb: [${Array(101).fill('*a').join(', ')}]\n`
    expect(problemsIn(text)).toEqual(['2:5 there are 101 aliases, and at most 100 are read'])
  })

  it('includes aliases that name nothing or hold themselves; the rest is still checked', () => {
    expect(problemsIn(good.replace('Ferry', '*bold*').replace('price: null', 'price: free'))).toEqual([
      '1:7 the alias *bold* names no anchor that comes before it',
      '5:8 price is "free"',
    ])
    expect(problemsIn('name: &a [*a]\n')).toContain('1:11 the alias *a is inside the value that it names')
  })

  it('includes nesting that is too deep', () => {
    const problems = problemsIn(`name: ${'['.repeat(60_000)}`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^1:\d+ this is not valid YAML: the nesting is too deep to read$/)
  })

  it('includes keys that nest, which would take the parser minutes to write out', () => {
    expect(problemsIn('? '.repeat(50)).at(-1)).toMatch(/a key is not plain text/)
    expect(problemsIn('? '.repeat(600))).toEqual(['1:128 this is not valid YAML: the nesting is too deep to read'])
  })

  it('tells at most fifty errors of syntax, and how many more there are', () => {
    const problems = written('a: @\n'.repeat(53)).filter(
      (problem) => !problem.includes('a second time') && !problem.includes('"a" is unknown'),
    )
    expect(problems).toHaveLength(51)
    expect(problems[49]).toMatch(/^50:4 this is not valid YAML: Plain value cannot start with reserved character @ \|/)
    expect(problems[50]).toBe(
      '51:4 there are 3 more errors in the YAML from here on | fix those above first, and check that the file is YAML',
    )
  })

  it('includes characters that no database keeps', () => {
    expect(problemsIn(good.replace('Ferry', '"Fer\\0ry"'))).toEqual([
      '1:7 the text holds a character that cannot be stored: NUL or half of a surrogate pair',
    ])
    expect(problemsIn(good.replace('Ferry', '"\\ud83d"'))).toHaveLength(1)
    expect(problemsIn(good.replace('Ferry', '"⛴️ 🚢"'))).toEqual([])
  })
})

describe('positions', () => {
  it('count the lines that come before the YAML in its file', () => {
    expect(written(good.replace('Ferry', '""'), 4)).toEqual(['5:7 name is empty | write something here'])
  })

  it('count columns in UTF-16 code units, from 1', () => {
    expect(problemsIn(`{ "🚢": 1, name: "" }`).filter((problem) => problem.includes('name is empty'))).toEqual(['1:18 name is empty'])
  })

  it('stay right behind a byte order mark and with CR LF', () => {
    expect(
      problemsIn(`\uFEFF${good.replace('name: Ferry', 'name: ""').replace('weight: 3', 'weight: x').replaceAll('\n', '\r\n')}`),
    ).toEqual(['1:7 name is empty', '8:13 parts[0].weight is "x"'])
  })

  it('follow an alias to where its value is written', () => {
    const text = `${good}extra:\n  - &part { id: Sail, weight: 1 }\n`.replace('  - id: hull\n    weight: 3\n', '')
    const reordered = `first: &part { id: Sail, weight: 1 }\n${text.slice(0, text.indexOf('parts:'))}parts: [*part]\n`
    expect(problemsIn(reordered)).toEqual([
      '1:1 the key "first" is unknown',
      '1:20 parts[0].id is "Sail", which does not have the form asked for',
    ])
  })
})

function next(name: string): string {
  return String.fromCharCode(name.charCodeAt(0) + 1)
}
