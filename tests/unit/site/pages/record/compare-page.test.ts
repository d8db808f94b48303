import { HtmlValidate } from 'html-validate'
import { expect, test } from 'vitest'
import type { PanelRecord } from '../../../../../src/contracts/record.js'
import { renderComparePage } from '../../../../../src/site/pages/record/compare-page.js'
import { seatOf, threeOfFive } from '../../../../support/site/pages/record/sample-jury.js'
import {
  doubtfulVerdict,
  draftedVerdict,
  fourVerdicts,
  sampleRecord,
  sampleTool,
  unscoredVerdict,
} from '../../../../support/site/pages/record/sample-record.js'

const render = (record: PanelRecord, subscribeUrl: string | null = null) => renderComparePage(record, { subscribeUrl, fonts: [] })
/** The page's text as a reader sees it, white space folded. */
const textOf = (html: string) =>
  html
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .replaceAll('&amp;', '&')
const sample = render(sampleRecord())
const text = textOf(sample)

const named = (name: string) => sampleTool(name.toLowerCase(), fourVerdicts(['ship', 'abstain', 'ship', 'skip']), { name })
const oneTool = sampleRecord({ title: 'Alpha', tools: [named('Alpha')], lean: { kind: 'none' } })
const threeTools = sampleRecord({
  title: 'Alpha vs Beta vs Gamma',
  tools: [named('Alpha'), named('Beta'), named('Gamma')],
  lean: { kind: 'level' },
})
const twoJurors = sampleRecord({
  tools: [
    sampleTool('a', [draftedVerdict('dx'), draftedVerdict('dx', { model: 'mistral:small', call: 'skip' })]),
    sampleTool('b', [draftedVerdict('dx')], { name: 'Beta' }),
  ],
})
const withJuries = sampleRecord({
  schema: 'panel.record/2',
  tools: [
    sampleTool('a', [threeOfFive], {
      barred: [{ model: 'anthropic:x', kind: 'vendor', maker: 'Anthropic', named: 'Anthropic', replacedBy: 'ollama:y' }],
    }),
    sampleTool('b', [seatOf({ 'ollama:a': { calls: ['ship', 'ship', 'skip'] }, 'ollama:b': { calls: ['skip', 'skip', 'skip'] } })], {
      name: 'Beta',
    }),
  ],
})
const noCalls = sampleRecord({
  tools: [sampleTool('a', [unscoredVerdict('dx')]), sampleTool('b', [unscoredVerdict('dx')], { name: 'Beta' })],
  lean: { kind: 'none' },
})
const authored = sampleRecord({ tools: [sampleTool('a', [draftedVerdict('dx', { origin: 'authored' })]), named('Beta')] })

// How void elements and boolean attributes are spelled is the renderer's choice.
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'void-style': 'off', 'attribute-boolean-style': 'off' },
})

test.each(Object.entries({ 'two tools': sampleRecord(), oneTool, threeTools, twoJurors, withJuries, noCalls, authored }))(
  '%s is valid HTML',
  async (_name, record) => {
    const report = await validator.validateString(render(record, 'https://panel.example/newsletter'))
    expect(report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`))).toEqual(
      [],
    )
  },
)

test('the same record gives the same bytes', () => {
  expect(render(structuredClone(sampleRecord()))).toBe(sample)
})

test('the head says what the page is, and asks not to be indexed before it is published', () => {
  expect(sample).toMatch(/^<!DOCTYPE html>\n<html lang="en">/)
  expect(sample).toContain('<title>Ferrydoc vs Quaylog 3 | Ship Panel</title>')
  expect(sample).toContain('<meta name="description" content="Ferrydoc vs Quaylog 3. 2 tools side by side:')
  expect(sample).toContain('<meta name="robots" content="noindex"')
  expect(render(sampleRecord({ status: 'published' }))).not.toContain('noindex')
})

test('the page opens with its kind, status and day, the title and the lean', () => {
  expect(text).toContain('Tool comparison · Documentation search and Log search · draft for review, 22 Nov 2026')
  expect(sample).toContain('<h1>Ferrydoc <i>vs</i> Quaylog 3 Enterprise 8B &amp; 70B Instruct for Documentation Platforms</h1>')
  expect(text).toContain('The panel leans to Quaylog 3: 2 of 3 calls are ships, against 2 of 4 for Ferrydoc.')
})

test('a card holds category, name, tagline, panel ship with counts, community, entry price, description, license, pricing read', () => {
  const card = textOf(sample.slice(sample.indexOf('<article class="card"'), sample.indexOf('</article>')))
  expect(card).toContain('Documentation search · Ferry WorksFerrydocSearch for your docs, on your own machine')
  expect(card).toContain('Panel ship50%2 of 4Community—no votes yetEntry priceFreeUp to five people. As of 20 Nov 2026')
  expect(card).toContain('An index over a folder of documents')
  expect(card).toContain('LicenseMIT License (MIT), commercial use allowed. Keep the notice.')
  expect(card).toContain('Pricing readFree until the sixth person, and no price is named for that one. The Founder')
  expect(sample).toContain('aria-label="The Builder ships, The Skeptic skips, The Futurist ships, The Founder skips"')
})

test('an unscored seat has no call, its kind of reason without the details, and is counted apart, never as a zero', () => {
  expect(text).toContain('67%2 of 3 · 1 unscored')
  expect(text).toContain(
    'No call Quaylog 3No recording answers this request. The seat is unscored: it counts neither as a ship nor as a skip.',
  )
  expect(text).not.toContain('the nearest recording differs in its dossier hash')
  expect(text).toContain('7 of 8 seats drafted; 1 unscored')
})

test('a tool without any call has a dash for its percentage', () => {
  expect(textOf(render(noCalls))).toContain('Panel ship—no calls · 1 unscoredCommunity')
  expect(textOf(render(noCalls))).not.toContain('0%')
})

test('a marker links to its evidence, and the evidence to its source', () => {
  expect(sample).toMatch(/pay nothing for it<sup><a href="#dx--ferrydoc--evidence-1"><span class="hide">evidence <\/span>1<\/a><\/sup>/)
  expect(sample).toMatch(/<li id="dx--ferrydoc--evidence-1"><q>free for teams of up to five people<\/q>/)
  expect(sample).toContain(
    '<a href="https://docs.example/readme?page=1&amp;part=2" rel="nofollow noopener">Read me</a>, Ferry Works, <time datetime="2026-11-01">1 Nov 2026</time>',
  )
})

test('what no source carries is underlined, and says so in words at the claim and at the passage', () => {
  expect(sample).toContain('<span class="unsupported">It outruns every rival</span>')
  expect(text).toContain('It outruns every rivalevidence 2 not found, and someone measured that7 no such evidence.')
  expect(text).toContain('outruns every rivalNot found in the source: no passage of “Read me” reads like this')
  expect(text).toContain('To check: the quote is shorter than 60 words')
})

test('evidence from a source the tool does not have says so', () => {
  const [evidence] = doubtfulVerdict.evidence
  if (evidence === undefined) throw new Error('the sample has evidence')
  const astray = { ...doubtfulVerdict, evidence: [{ ...evidence, source: 'brochure' }] }
  expect(textOf(render(sampleRecord({ tools: [sampleTool('a', [astray])], lean: { kind: 'none' } })))).toContain(
    'The source “brochure” is not among this tool’s sources.',
  )
})

test('predictions are at their seat with how to tell, and all together by deadline', () => {
  expect(text).toContain('Predictionover 99% likely by 31 Jan 2027Ferry Works ships a hosted index.How to tell: Look for a price list.')
  const calendar = text.slice(text.indexOf('What the panel predicts, and by when'))
  expect(calendar.indexOf('31 Jan 2027')).toBeLessThan(calendar.indexOf('30 Jun 2027'))
  expect(calendar).toContain('30 Jun 2027A second release documents the index format.40%The Builder on Quaylog 3')
})

test('who wrote a review is beside it', () => {
  expect(text).toContain('What a model said: ollama:llama3.1:8b, prompt version 2')
  expect(text).not.toContain('A sample.')
  const mixed = textOf(render(authored))
  expect(mixed).toContain('Written by people as a sample, not by a model; filed under ollama:llama3.1:8b')
  expect(mixed).toContain('A sample. 1 of the 5 reviews on this page were written by the project’s authors')
})

test('a page of authored reviews and notes says at its top that no model wrote it and that the facts are a sample', () => {
  const [source] = sampleTool('a', []).sources
  if (source === undefined) throw new Error('the sample has a source')
  const tool = sampleTool('a', [draftedVerdict('dx', { origin: 'authored' })], { sources: [{ ...source, origin: 'authored' }] })
  const page = textOf(render(sampleRecord({ tools: [tool], lean: { kind: 'none' } })))
  expect(page).toContain(
    'A sample. The reviews on this page were written by the project’s authors to show the format; no model wrote them. The facts about the tools are a sample too',
  )
  expect(page.indexOf('A sample.')).toBeLessThan(page.indexOf('Panel ship'))
  expect(page).toContain('authored notes')
})

test('how it was made names jurors, personas, calls, tokens, cost, hash and record, and does not know what it does not know', () => {
  const making = text.slice(text.indexOf('How this page was made'))
  expect(making).toContain('In review: no person has approved this yet.')
  expect(making).toContain('Jurorollama:llama3.1:8bPersonasThe Builder, prompt version 2 · sha256')
  expect(making).toContain('Model calls7 recorded: what a model saidTokens10,500 in, out not knownCostNot known')
  expect(making).toContain(`sha256 ${sampleRecord().contentSha256}Recordrec_1f00`)
})

test('two jurors of one persona are under each other, and a tool with one seat fewer says so', () => {
  const html = render(twoJurors)
  expect(html.match(/<div class="band">/g)).toHaveLength(2)
  expect(html).toContain('<article class="seat" id="dx--a--2">')
  expect(textOf(html)).toContain('No further seat on Beta.')
})

test('jurors who each sat on another tool are beside each other', () => {
  const tools = [sampleTool('a', [draftedVerdict('dx')]), sampleTool('b', [draftedVerdict('dx', { model: 'mistral:small' })])]
  expect(render(sampleRecord({ tools })).match(/<div class="band">/g)).toHaveLength(1)
})

test.each([
  [oneTool, 1, 'Tool review', '<h1>Alpha</h1>'],
  [threeTools, 3, 'Tool comparison', '<h1>Alpha <i>vs</i> Beta <i>vs</i> Gamma</h1>'],
])('the columns follow the number of tools', (record, count, kind, title) => {
  const html = render(record)
  expect(html).toContain(`132px repeat(${count}, minmax(0, 1fr))`)
  expect(html).toContain(kind)
  expect(html).toContain(title)
  expect(html.match(/<article class="card"/g)).toHaveLength(count)
  expect(textOf(html)).toContain('2 of 3 · 1 abstained')
})

test('the newsletter form posts to the site, and without one is closed and says why', () => {
  const open = render(sampleRecord(), 'https://panel.example/newsletter')
  expect(open).toContain('<form method="post" action="https://panel.example/newsletter"><fieldset>')
  expect(open).toContain('form-action https://panel.example"')
  expect(render(sampleRecord(), '/newsletter')).toContain('form-action &#39;self&#39;"')
  expect(sample).toContain('<form method="post"><fieldset disabled="">')
  expect(text).toContain('Sign-up opens on the published site.')
})

test.each(['javascript:alert(1)', '//elsewhere.example', '/\\elsewhere.example', 'newsletter'])('the form refuses to post to %s', (url) => {
  expect(() => render(sampleRecord(), url)).toThrow(RangeError)
})

test('under the call of a seat with a jury: what its jurors say, each call beside its model and its tie, and the dissent closed', () => {
  const html = render(withJuries)
  const read = textOf(html)
  expect(read).toContain(
    '3 of 5 jurors ship, 2 skipShip ollama:aShip ollama:bShip ollama:cSkip ollama:dSkip mistral:e Drafted by a model of the tool’s own vendor',
  )
  expect(read).toMatch(/Dissent: 2 of 5 jurors skip; the best argumentSkip (?:ollama:d|mistral:e), as drafted\S+ says skip/)
  expect(html).toMatch(/<details class="dissent" id="dx--a--dissent"><summary>/)
  expect(html.match(/href="#dx--a--dissent--evidence-1"/g)).toHaveLength(1)
  expect(html.match(/id="dx--a--dissent--evidence-1"/g)).toHaveLength(1)
  expect(read).toContain('Up to 5 models, the jurors, drafted each seat (one reviewer on one tool) on their own.')
  expect(read).toContain('anthropic:x does not judge it: its vendor, Anthropic, makes the tool; ollama:y took its place.')
})

test('a split seat and an unstable repeat are said as they are', () => {
  const read = textOf(render(withJuries))
  expect(read).toContain('1 of 2 jurors ships, 1 skipsShip ollama:a ship, ship, skip: unstable, 1 of 3Skip ollama:b skip, skip, skip')
  expect(read).toContain('Unstable: asked again, 1 of 6 drafts (17%)')
  expect(render(withJuries)).toContain('<span class="call split">Split</span>')
})

test('a page without juries says nothing of jurors but who they were', () => {
  expect(sample).not.toContain('class="jury"')
  expect(text).not.toContain('the jurors')
})
