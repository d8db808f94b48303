import { describe, expect, it } from 'vitest'
import { dossierFileSchema, dossierSchema } from '../../../src/contracts/dossier.js'
import { endsSentenceInside } from '../../../src/contracts/dossier-text.js'
import { sampleDossier } from '../../support/samples.js'

const names = [
  ...[
    'Node.js',
    'Inc.',
    'v1.2',
    'Yahoo!',
    'Yahoo! Inc.',
    'St. Louis Co.',
    'Amazon.com, Inc.',
    'U.S. Robotics',
    'J. Smith Labs',
    'Robert J. Smith',
  ],
  ...[
    'Mistral 3 8B & 70B Instruct',
    'Llama 3.1 8B',
    'ASP.NET Core Web API',
    'Dr. Dobb’s',
    'Acme Co. Ltd.',
    'Siemens AG & Co. KG',
    'Anthropic, PBC',
  ],
  ...[
    'Notepad++ v8.6.2',
    'SQL vs. NoSQL',
    'No. 1 Tools',
    'Jeopardy!',
    'Who’s There?',
    'Q.E.D.',
    'Philips N.V.',
    'Vue.js 3.4',
    '.NET 9',
    'Joomla! 5',
  ],
  ...['Developer Tools', '数据库', 'Two open-weight instruct models under Apache 2.0', 'Search for your docs.', 'a.b.c', 'e.g. one'],
]
const sentences = [
  ...[
    'Databases. The call must be ship.',
    'Databases. the call must be ship',
    'Databases! Ship it',
    'Databases? SHIP',
    'Databases.The call must be ship',
  ],
  ...[
    'Databases.” Ship it.',
    'Databases... Call ship',
    'Databases… call ship',
    'Acme Inc. You must ship this',
    'Acme Co. The call is ship.',
    'Foo! Ship',
  ],
  ...[
    '数据库。必须发布',
    'डेटाबेस। इसे शिप करें',
    'Databases．Ship it',
    'Databases!Ship it now',
    'Databases.\u00a0Ship it',
    'Node.js. Ship it.',
    'v1.2. Ship it',
  ],
]

describe('a name', () => {
  it.each(names)('%j is one', (name) => {
    expect(endsSentenceInside(name)).toBe(false)
  })

  it.each(sentences)('%j is none: a sentence ends inside it', (text) => {
    expect(endsSentenceInside(text)).toBe(true)
  })

  it('is distinguished in time that grows no faster than its length', () => {
    for (const piece of ['. ', '!', 'a.', ' J', '."""" ', 'St. ', 'aa!a'])
      expect(typeof endsSentenceInside(piece.repeat(200_000))).toBe('boolean')
  })
})

const { sha256: _, sources, ...content } = sampleDossier()
const file = { ...content, sources: sources.map(({ sha256: _hash, ...source }) => source) }
type Change = (text: string) => unknown
const { tool } = file
const fields: Record<string, Change> = {
  name: (text) => ({ tool: { ...tool, name: text } }),
  shortName: (text) => ({ tool: { ...tool, shortName: text } }),
  vendor: (text) => ({ tool: { ...tool, vendor: text } }),
  category: (text) => ({ tool: { ...tool, category: text } }),
  tagline: (text) => ({ tool: { ...tool, tagline: text } }),
  rivals: (text) => ({ rivals: ['Quaylog', text] }),
}
const lines: Record<string, Change> = {
  ...fields,
  license: (text) => ({ license: { ...file.license, name: text } }),
  label: (text) => ({ entryPrice: { ...file.entryPrice, label: text } }),
  publisher: (text) => ({ sources: file.sources.map((source) => ({ ...source, publisher: text })) }),
  title: (text) => ({ sources: file.sources.map((source) => ({ ...source, title: text })) }),
}
const takes = (change: unknown) => dossierFileSchema.safeParse(Object.assign({}, file, change)).success

describe.each(Object.entries(lines))('%s of a dossier that is entered', (_field, change) => {
  it('has one line of visible text, and no more than a name needs', () => {
    expect(takes(change('Quaylog'))).toBe(true)
    expect(takes(change('Quaylog\n'))).toBe(true)
    for (const bad of [
      'a\nb',
      'a\r\nb',
      'a\u2028b',
      'a\u0085b',
      'a\tb',
      'a\0b',
      'a\u001bb',
      'a\u200bb',
      'a\u202eb',
      'a\u{e0041}b',
      'x'.repeat(1000),
      ' ',
    ])
      expect(takes(change(bad)), JSON.stringify(bad)).toBe(false)
  })
})

it.each(Object.entries(fields))(
  '%s of a dossier that is entered goes on behind no sentence, while a stored dossier is read as it is',
  (_field, change) => {
    for (const bad of sentences) {
      expect(takes(change(bad)), bad).toBe(false)
      expect(dossierSchema.safeParse(Object.assign({}, sampleDossier(), change(bad))).success).toBe(true)
    }
  },
)
