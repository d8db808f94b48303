import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { expect, test } from 'vitest'

/* Counts are digits, in every sentence that a person reads: "2 tools", never "two tools". "One" is an article more often than a count, and is free. */

const root = new URL('../../', import.meta.url).pathname
/** Rooms whose sentences people read. Those of `panels`, `contracts` and `providers` are for models and for programs. */
const rooms = [
  'web',
  'site',
  'cli',
  'app',
  'newsletter',
  'voting',
  'mail',
  'accounts',
  'agreement',
  'review',
  'settings',
  'webhooks',
  'evidence/intake',
]

const numberWord = /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?!-)/i
/** What is no count: names of rules and of things. */
const names = /\bfour eyes\b|\bfoureyes\b|\bnext two\b/gi

/** The texts of a source file that may be shown, each with its line: literals, parts of templates, what is between tags. */
function textsOf(source: string, isJsx: boolean): { line: number; text: string }[] {
  const { program, errors } = parseSync(isJsx ? 'a.tsx' : 'a.ts', source)
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join(', '))
  const found: { line: number; text: string }[] = []
  const add = (text: string, start: number) => {
    // A word alone is a key or a value of a program.
    if (/\S\s+\S/.test(text)) found.push({ line: source.slice(0, start).split('\n').length, text })
  }
  new Visitor({
    Literal: ({ value, start }) => (typeof value === 'string' ? add(value, start) : undefined),
    TemplateElement: ({ value, start }) => add(value.cooked ?? value.raw, start),
    JSXText: ({ value, start }) => add(value, start),
  }).visit(program)
  return found
}

function numbersInWords(source: string, isJsx: boolean): string[] {
  return textsOf(source, isJsx)
    .filter(({ text }) => numberWord.test(text.replace(names, '')))
    .map(({ line, text }) => `${line}: ${text.replace(/\s+/g, ' ').trim()}`)
}

test('no sentence of pages, mails, answers and the terminal counts in words', () => {
  const found = rooms.flatMap((room) =>
    readdirSync(join(root, 'src', room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .flatMap((name) => {
        const path = join('src', room, name)
        return numbersInWords(readFileSync(join(root, path), 'utf8'), name.endsWith('x')).map((text) => `${path}:${text}`)
      }),
  )
  expect(found).toEqual([])
})

test.each([
  ['const a = `kept for three days ` + b', false],
  ['const a = <p>It takes <b>two personas</b></p>', true],
  ["const a = 'Four reviewers argue'", false],
])('the check sees %s', (source, isJsx) => {
  expect(numbersInWords(source, isJsx)).toHaveLength(1)
})

test.each([
  ['// two of them\nconst a = `2 of them`', false],
  ["const a = 'at least one of them'", false],
  ["const a = 'set review.fourEyes, the rule of four eyes'", false],
  ["const a = ['one', 'two', 'three']", false],
])('the check leaves alone %s', (source, isJsx) => {
  expect(numbersInWords(source, isJsx)).toEqual([])
})
