import { rowKeyPattern } from '../../../panels/dossier/form/values.js'

const singles: Readonly<Record<string, string>> = {
  asOf: 'Known as of',
  rivals: 'Rivals',
  sources: 'Sources',
  facts: 'Facts',
  plans: 'Price plans',
  'tool.slug': 'Name in addresses',
  'tool.name': 'Name',
  'tool.shortName': 'Short name',
  'tool.vendor': 'Vendor',
  'tool.category': 'Category',
  'tool.tagline': 'Tagline',
  'tool.description': 'Description',
  'tool.website': 'Website',
  'tool.repository': 'Repository',
  'license.name': 'License',
  'license.spdx': 'SPDX id',
  'license.commercialUse': 'Commercial use',
  'license.summary': 'What it allows',
  'license.source': 'Source of the license',
  'entryPrice.label': 'Entry price',
  'entryPrice.amountUsd': 'In US dollars',
  'entryPrice.per': 'Per',
  'entryPrice.note': 'Note on the price',
  'entryPrice.asOf': 'Price seen on',
  'entryPrice.source': 'Source of the price',
}

const ofRows: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sources: {
    title: 'Title',
    kind: 'Kind',
    publisher: 'Publisher',
    url: 'Address',
    publishedOn: 'Published on',
    retrievedOn: 'Read on',
    origin: 'Who wrote the text',
    text: 'Text',
    kept: 'Keep',
  },
  facts: { statement: 'Fact', source: 'Source', quote: 'Passage', kept: 'Keep' },
  plans: {
    name: 'Plan',
    label: 'Price as written',
    amountUsd: 'In US dollars',
    per: 'Per',
    note: 'Note',
    source: 'Source',
    quote: 'Passage',
    kept: 'Keep',
  },
}

const nouns: Readonly<Record<string, string>> = { sources: 'source', facts: 'fact', plans: 'plan' }

/** What a field of the form is called, without its row. Pure. */
export function fieldName(path: string): string {
  const [list = '', key = '', field = ''] = path.split('.')
  if (singles[path] !== undefined) return singles[path]
  if (field === 'cleared') return 'Why a passage is harmless'
  return rowKeyPattern.test(key) ? (ofRows[list]?.[field] ?? field) : path
}

/** What a field is called in messages where its label is that of its row. */
const inMessages: Readonly<Record<string, string>> = { facts: 'The text', plans: 'The name' }

/** As `fieldName`, with its row where it is in one: `Passage of fact 2`. `placeOf` counts rows as the page shows them. Pure. */
export function wholeFieldName(path: string, placeOf: (list: string, key: string) => number): string {
  const [list = '', key = ''] = path.split('.')
  const noun = nouns[list]
  if (noun === undefined || key === '') return fieldName(path)
  const name = fieldName(path)
  const isOfRow = name.toLowerCase() === noun
  return `${isOfRow ? (inMessages[list] ?? name) : name} of ${noun} ${placeOf(list, key)}`
}
