import { HtmlValidate } from 'html-validate'
import { expect, test } from 'vitest'
import { renderComparePage } from '../../src/publish/compare-page.js'
import { sampleDossier, sampleReply } from '../helpers/samples.js'
import { drafted, namedDossier, sampleRecord, unscored } from './sample-record.js'

const fonts = { serif: 'data:font/woff2;base64,', serifItalic: 'data:font/woff2;base64,', sans: 'data:font/woff2;base64,' }
const render = (record = sampleRecord(), subscribeUrl: string | null = null) => renderComparePage(record, { fonts, subscribeUrl })
/** The page's text as a reader sees it, white space folded. */
const textOf = (html: string) =>
  html
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  // A page that is one file carries its styles inside it; the printer writes void elements as XHTML did.
  rules: {
    'no-inline-style': 'off',
    'void-style': 'off',
    'long-title': 'off',
    'attr-quotes': 'off',
    'attribute-boolean-style': 'off',
    'no-trailing-whitespace': 'off',
  },
})

const variants = {
  'two tools': sampleRecord(),
  'one tool': sampleRecord({ dossiers: [sampleDossier()] }),
  'three tools': sampleRecord({ dossiers: [sampleDossier(), namedDossier('b', 'B'), namedDossier('c', 'C')] }),
  'two jurors': sampleRecord({ jurors: ['ollama:a', 'ollama:b'] }),
  'an unscored seat': sampleRecord({ outcome: (index) => (index === 0 ? unscored : undefined) }),
}

test.each(Object.entries(variants))('the page of %s is valid HTML', async (_name, record) => {
  const report = await validator.validateString(render(record))
  expect(report.results.flatMap((result) => result.messages.map((message) => `${message.ruleId}: ${message.message}`))).toEqual([])
})

test('the same record gives the same bytes', () => {
  expect(render(structuredClone(sampleRecord()))).toBe(render())
})

test('a card holds category, name, tagline, panel ship with its counts, community, entry price and description', () => {
  const text = textOf(render())
  expect(text).toContain('Ferrydoc vs Quaylog')
  expect(text).toContain('Documentation search · Ferry Works')
  expect(text).toContain('Search for your docs')
  expect(text).toMatch(/Panel ship100%2 of 2Community—no votes yetEntry priceFreeup to five people Read 20 Nov 2026/)
  expect(text).toContain('A search index for documentation.')
})

test('an unscored seat shows its reason and is counted apart, never as a zero', () => {
  const text = textOf(render(variants['an unscored seat']))
  expect(text).toContain('No call')
  expect(text).toContain('This seat is unscored: no recording answers this request')
  expect(text).toContain('100%1 of 1, 1 unscored')
})

test('a tool without any call shows a dash for its percentage', () => {
  const text = textOf(render(sampleRecord({ outcome: () => unscored })))
  expect(text).toContain('Panel ship—0 of 0, 2 unscored')
  expect(text).toContain('No lean: fewer than two tools have a call.')
})

test('a marker links to its evidence, and the evidence to its source', () => {
  const html = render()
  expect(html).toContain('<a href="#ferrydoc-1-1" aria-label="evidence 1">1</a>')
  expect(html).toContain('<li id="ferrydoc-1-1">')
  expect(html).toContain('<a href="https://example.com/readme" rel="nofollow noopener noreferrer">Read me</a>')
})

test('a claim whose passage was not found looks uncertain and says so in words', () => {
  const missing = drafted('x')
  missing.draft.evidence = [
    {
      ...(sampleReply().evidence[0] as { source: string; quote: string; shows: string }),
      status: 'not found',
      why: 'not in the source "readme"',
    },
  ]
  const html = render(sampleRecord({ outcome: (index) => (index === 0 ? missing : undefined) }))
  expect(html).toContain('<span class="unsupported">Small teams pay nothing for it')
  expect(html).toContain('aria-label="evidence 1, not found in its source">1 not found</a>')
  expect(textOf(html)).toContain('Not found: not in the source "readme".'.replaceAll('"', '&quot;'))
})

test('a marker that names no evidence says so', () => {
  const dangling = drafted('x')
  dangling.draft.quote = 'It is small [7].'
  expect(textOf(render(sampleRecord({ outcome: (index) => (index === 0 ? dangling : undefined) })))).toContain(
    'It is small7 names no source.',
  )
})

test('text from outside is text, whatever it holds', () => {
  const attack = '<script>alert(1)</script>"\' onload=x \u202E'
  const hostile = drafted('x')
  hostile.draft = { ...hostile.draft, quote: attack, flags: [attack], answers: [{ ask: attack, answer: attack }] }
  const [source] = sampleDossier().sources
  if (source === undefined) throw new Error('the sample has no source')
  const tool = { ...sampleDossier().tool, name: attack, tagline: attack, description: attack, category: attack }
  const dossier = sampleDossier({ tool, sources: [{ ...source, title: attack, publisher: attack, url: 'javascript:alert(1)' }] })
  const record = sampleRecord({ dossiers: [sampleDossier()], outcome: () => hostile })
  const [first] = record.tools
  if (first === undefined) throw new Error('the sample has no tool')
  const html = render({
    ...record,
    title: attack,
    tools: [{ ...first, ...dossier.tool, sources: dossier.sources.map(({ text: _text, ...rest }) => rest) }],
  })
  expect(html).not.toContain('<script')
  expect(html).not.toContain('javascript:alert(1)"')
  expect(html).not.toMatch(/"\s+onload/)
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
})

test('a sample says at its top that people wrote it', () => {
  expect(textOf(render(sampleRecord({ outcome: () => ({ origin: 'authored' }) })))).toContain('A sample. People wrote the reviews')
  expect(textOf(render())).not.toContain('A sample.')
})

test('the newsletter form posts to the site, and without one is closed and says why', () => {
  expect(render(sampleRecord(), 'https://panel.example/newsletter')).toContain(
    '<form method="post" action="https://panel.example/newsletter"><fieldset>',
  )
  const closed = render()
  expect(closed).toMatch(/<form method="post"><fieldset disabled/)
  expect(textOf(closed)).toContain('sign-up is closed here')
})

test('a page that is not published asks not to be indexed', () => {
  expect(render()).toContain('<meta name="robots" content="noindex"')
  expect(render({ ...sampleRecord(), status: 'published' })).not.toContain('noindex')
})
