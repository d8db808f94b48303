import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { DossierValues } from '../../../../../src/contracts/dossier-form.js'
import { dossierOfValues } from '../../../../../src/panels/dossier/form/dossier-of-values.js'
import { fieldProblems } from '../../../../../src/panels/dossier/form/field-problems.js'
import { rowFields, rowLists, singleFields } from '../../../../../src/panels/dossier/form/values.js'
import { valuesOfDossier } from '../../../../../src/panels/dossier/form/values-of-dossier.js'
import { isNeeded } from '../../../../../src/panels/dossier/form/words.js'
import { checkDossierValue, parseDossier } from '../../../../../src/panels/dossier/parse-dossier.js'
import { packageFiles } from '../../../../../src/platform/files/package-files.js'
import { fieldMessages } from '../../../../../src/web/desk/dossier/messages.js'

const [file = ''] = packageFiles.sampleDossiers
const sample = valuesOfDossier(parseDossier({ text: readFileSync(file, 'utf8'), file }))
const { 'facts.1.source': source = '', 'facts.1.quote': quote = '' } = sample
const plan = { name: 'Team', label: '$20', amountUsd: '20', per: 'month', note: 'For small ones', source, quote, kept: 'yes' }
const whole: DossierValues = { ...sample, ...Object.fromEntries(Object.entries(plan).map(([field, text]) => [`plans.1.${field}`, text])) }

/** What the form says of some values, by field. */
function said(values: DossierValues): Record<string, string> {
  const form = dossierOfValues(values)
  const checked = checkDossierValue(form.document)
  const problems = 'findings' in checked ? fieldProblems({ ...form, values }, checked.findings) : []
  return Object.fromEntries(fieldMessages(problems, values).map(({ field, said }) => [field, said]))
}

const fields = [...singleFields, ...rowLists.flatMap((list) => rowFields[list].map((field) => `${list}.1.${field}`))].filter(
  (field) => !field.endsWith('.kept'),
)

test.each(fields)('%s is marked as needed if and only if a dossier without it is refused', (field) => {
  expect(said(whole)).toEqual({})
  expect(Object.hasOwn(said({ ...whole, [field]: '' }), field)).toBe(isNeeded(field))
})

/** Words of files and of their schemas, which the form has nothing of. */
const wordsOfFiles =
  /\blist\b|\bkey\b|\bnull\b|write text|mapping|\[\d|\bslug\b|publishedOn|retrievedOn|\basOf\b|the form asked for|without quotes/i

test('an empty form is told field by field what to do, in the words of the form', () => {
  const row = { 'sources.1.kept': 'yes', 'facts.1.kept': 'yes', 'plans.1.kept': 'yes' }
  for (const values of [{}, row]) {
    const all = said(values)
    for (const words of Object.values(all)) expect(words).not.toMatch(wordsOfFiles)
    expect(all).toMatchObject({
      'tool.name': 'Name is empty. Write what the tool is called.',
      'tool.vendor': 'Vendor is empty. Write who makes the tool.',
      rivals: 'There is no rival yet. Add at least 1 rival.',
      'license.source': 'Source of the license is not chosen. Choose the source that says so; add it first where it is not there.',
    })
    expect(Object.keys(all)).not.toContain('tool.slug')
  }
  expect(said({})).toMatchObject({
    sources: 'There is no source yet. Add at least 1 source.',
    facts: 'There is no fact yet. Add at least 1 fact.',
  })
  expect(said(row)).toMatchObject({
    'sources.1.kind': 'Kind is not chosen. Choose what the page is.',
    'sources.1.publishedOn':
      'Published on is empty. Choose the day that the page names, or, where it names none, the day on which you read it.',
    'facts.1.source': expect.stringMatching(/^Source is not chosen\. /),
  })
})

test('a field with the name of its row is told from the row above the form', () => {
  const values = { ...whole, 'facts.1.statement': '', 'plans.1.name': '' }
  const form = dossierOfValues(values)
  const checked = checkDossierValue(form.document)
  const problems = 'findings' in checked ? fieldProblems({ ...form, values }, checked.findings) : []
  const named = fieldMessages(problems, values).map((message) => `${message.named} ${message.fix}`)
  expect(named).toEqual([
    'The name of plan 1 is empty. Write what the plan is called.',
    'The text of fact 1 is empty. Write what is so of the tool.',
  ])
})

const many = Array.from({ length: 101 }, (_, index) => `Rival ${index}`).join('\n')

test.each<[field: string, values: DossierValues, words: RegExp | string]>([
  ['rivals', { rivals: many }, 'There are 101 rivals. Take some out: 100 at most.'],
  ['rivals', { rivals: `Fine\n${'x'.repeat(130)}` }, 'Rival 2 is 130 characters long. Write at most 120 characters.'],
  ['tool.name', { 'tool.name': 'x'.repeat(130) }, 'Name is 130 characters long. Write at most 120 characters.'],
  [
    'tool.slug',
    { 'tool.slug': 'Not One' },
    /^Name in addresses is "Not One", which is not as addresses have it\. Write one in small letters/,
  ],
  ['tool.slug', { 'tool.slug': 'a-vs-b' }, /^Name in addresses has "vs" as one of its parts\. Choose one without “vs” between hyphens/],
  ['tool.slug', { 'tool.slug': 'new' }, /^Name in addresses is "new", which is the address of a page of the desk\. Choose another one/],
  ['tool.slug', { 'tool.slug': '', 'tool.name': '工具' }, /^No name in addresses could be made of the name\. Write one in small letters/],
  [
    'tool.website',
    { 'tool.website': 'quay.example' },
    'Website is "quay.example", which is no web address. Write the whole address, with https:// before it.',
  ],
  [
    'entryPrice.amountUsd',
    { 'entryPrice.amountUsd': 'ten' },
    'In US dollars is "ten", which is no amount. Write a number such as 25 or 0.50, or leave it empty where it is not known.',
  ],
  ['plans.1.amountUsd', { 'plans.1.amountUsd': '-1' }, /^In US dollars is "-1", which is no amount\. /],
  ['asOf', { asOf: '2026-02-31' }, 'Known as of is "2026-02-31", which is no day. Choose a day of the calendar.'],
  [
    'asOf',
    { asOf: '2001-01-01', 'entryPrice.asOf': '2000-01-01' },
    /^Known as of is 2001-01-01, but a source was read on [\d-]+\. Choose a day from [\d-]+ on/,
  ],
  [
    'entryPrice.asOf',
    { 'entryPrice.asOf': '2099-01-01' },
    /^Price seen on is 2099-01-01, after the day up to which the dossier holds, [\d-]+\. Choose /,
  ],
  ['sources.1.publishedOn', { 'sources.1.publishedOn': 'soon' }, 'Published on is "soon", which is no day. Choose a day of the calendar.'],
  [
    'sources.1.retrievedOn',
    { 'sources.1.retrievedOn': '2001-01-01' },
    /^Read on is 2001-01-01, before it was published on [\d-]+\. Choose a day from [\d-]+ on, or correct “Published on”\.$/,
  ],
  ['sources.1.kind', { 'sources.1.kind': 'blog' }, 'Kind is not one of the choices. Choose one of the list.'],
  [
    'facts.1.quote',
    { 'facts.1.quote': 'Zebras, all of them.' },
    /^Passage is not in the text of source 1, “[^”]+”: .*\. Select the passage in that text/,
  ],
])('%s says in plain words what is wrong with %o', (field, values, words) => {
  const { [field]: text, ...others } = said({ ...whole, ...values })
  if (typeof words === 'string') expect(text).toBe(words)
  else expect(text).toMatch(words)
  expect(text?.replace('one of the list', '')).not.toMatch(wordsOfFiles)
  expect(others).toEqual({})
})
