import { beforeAll, expect, test } from 'vitest'
import type { Community } from '../../../../src/contracts/site.js'
import { renderComparison } from '../../../../src/site/pages/pages.js'
import type { ComparisonView } from '../../../../src/site/views/comparison.js'
import type { SiteTool } from '../../../../src/site/views/summaries.js'
import { unusualPages } from '../../../support/site/pages/all-pages.js'
import { threeOfFive } from '../../../support/site/pages/record/sample-jury.js'
import { comparisonView, liveLinks, type Sample, sampleSite } from '../../../support/site/pages/sample-views.js'

let site: Sample
let html: string
let text: string
beforeAll(async () => {
  site = await sampleSite()
  html = renderComparison(comparisonView(site), liveLinks)
  text = textOf(html)
})

/** The page's text as a reader sees it, white space folded. */
function textOf(page: string): string {
  return page
    .replace(/<head>[\s\S]*?<\/head>/, '')
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
}

function withVotes(community: Community): string {
  const [left, right] = site.tools
  return textOf(renderComparison(comparisonView(site, { tools: [{ ...left, community }, right] }), liveLinks))
}

test('the sample shows 50% and 75% with their counts, a dash for the community, and that it is free', () => {
  expect(text).toContain('Tool comparison · Developer Tools · published 22 Nov 2026')
  expect(html).toContain('<h1>Claude Haiku Open Weights <i>vs</i> Mistral 3 8B &amp; 70B Instruct</h1>')
  expect(text).toContain('The panel leans to Mistral 3, 3 ships to 2.')
  expect(text).toContain('Panel ship50%2 of 4Community—no votes yetEntry priceFree')
  expect(text).toContain('Panel ship75%3 of 4Community—no votes yetEntry priceFree')
  expect(text.match(/As of 20 Nov 2026/g)).toHaveLength(2)
  expect(html.match(/<blockquote class="quote">/g)).toHaveLength(8)
})

test('what a percentage rests on is beside it', () => {
  expect(text).toContain('With 4 calls, one that changes moves it by 25 points.')
  expect(text).toContain('Readers’ votes are counted apart and count for nothing in it.')
})

test('the community’s tallies are counted apart, each with its counts, and say what would turn them', () => {
  const voted = withVotes({ raw: { ships: 12, votes: 20, percent: 60 }, confirmed: { ships: 1, votes: 4, percent: 25 } })
  expect(voted).toContain('Community60%12 of 20 votes25% confirmed by mail, 1 of 4 votesMost readers ship; 5 more skips would turn it.')
  expect(voted).toContain('Panel ship50%2 of 4')
  expect(withVotes({ raw: { ships: 0, votes: 1, percent: 0 }, confirmed: { ships: 0, votes: 0, percent: null } })).toContain(
    'Community0%0 of 1 vote— confirmed by mail: none yetThe only reader so far skips; 2 more ships would turn it.',
  )
})

test('beside a verdict stands that its model is of the tool’s own vendor, as it was kept with the draft', () => {
  const [left, right] = site.tools
  const conflict = { kind: 'vendor' as const, maker: 'Anthropic', named: 'Anthropic PBC' }
  const verdicts = left.tool.verdicts.map((verdict) =>
    verdict.status === 'drafted' && verdict.persona === 'dx' ? { ...verdict, conflict } : verdict,
  )
  const tied = textOf(renderComparison(comparisonView(site, { tools: [{ ...left, tool: { ...left.tool, verdicts } }, right] }), liveLinks))
  expect(tied.split('Drafted by a model of the tool’s own vendor, Anthropic').length - 1).toBe(1)
  expect(text).not.toContain('own vendor')
})

test('a sentence that people changed or wrote is marked for the eye and in words, and no other', () => {
  expect(
    [...html.matchAll(/<span class="by-(edited|person)"><span class="hide">([^<]*)<\/span>([^<]*)<\/span>/g)].map((match) =>
      match.slice(1),
    ),
  ).toEqual([
    ['person', '(sentence written by a person) ', 'I would still read the licence twice before a colleague asks about it.'],
    ['edited', '(edited sentence) ', 'Open, plainly, is the word I stop at.'],
  ])
  expect(text).toContain('prompt version 3; of its 8 sentences, 1 written by people')
  expect(text).toContain('prompt version 3; of its 11 sentences, 1 edited')
})

test('how the page was made names models, prompts, editors and who approved', () => {
  const making = textOf(html.slice(html.indexOf('id="making"'), html.indexOf('id="weekly"')))
  expect(making).toContain('Drafted byollama:ship-panel-sample, 8 verdicts: written by people as a sample')
  expect(making).toContain('The Skeptic, version 3 · sha256 ')
  expect(making).toContain('Edited byOne person')
  expect(making).toContain('1% were changed by people')
  expect(making).toContain('One file with the recordings, from which panel verify makes the panel’s drafts again, offline')
  expect(html).toContain('<a href="/records/rec_5a/bundle" rel="nofollow">')
  expect(making).toContain(
    'Approved byOkke Brandt, 22 Nov 2026: four eyes, by someone who had written and accepted nothing in it, and kept nothing that blocked',
  )
})

test('the bar of sentences has their counts as its widths', () => {
  const [model, edited, person] = [...html.matchAll(/<rect class="bar-\w+"(?: x="\d+")? width="(\d+)"/g)].map(([, width]) => Number(width))
  expect(html).toContain(`<svg class="bar" viewBox="0 0 ${(model ?? 0) + 2} 1"`)
  expect([edited, person]).toEqual([1, 1])
})

test('two tools of two publications each say how they came about, and without four eyes it is said', () => {
  const two = textOf(unusualPages(site)['two records'] ?? '')
  expect(two.match(/Approved byOkke Brandt/g)).toHaveLength(2)
  expect(two).toContain('without four eyes, by someone who may have edited it')
  expect(two).toContain('The model declined to answer. The seat is unscored')
})

test('evidence opens on demand and leads to its source, and a marker leads to it', () => {
  expect(html).toMatch(/<sup><a href="#dx--claude-haiku-open-weights--evidence-1">/)
  expect(html).toMatch(
    /<details class="evidence"><summary>Evidence: 4 passages<\/summary><ol><li id="dx--claude-haiku-open-weights--evidence-1">/,
  )
  expect(html).toContain('<a href="#source--claude-haiku-open-weights--running-locally">the copy that was read</a>')
  expect(html).toMatch(/<a href="https?:\/\/[^"]*" rel="nofollow noopener">/)
})

test('each tool has a vote form that posts its own choice', () => {
  for (const { tool } of site.tools) {
    const form = html.slice(html.indexOf(`action="/vote/${tool.slug}"`))
    expect(form.slice(0, form.indexOf('</form>'))).toMatch(/name="choice" value="ship"[\s\S]*name="choice" value="skip"/)
  }
  expect(html).toContain('<form method="post" action="/weekly/subscribe">')
})

test('predictions stand with their deadlines, soonest first', () => {
  const calendar = html.slice(html.indexOf('id="predictions"'), html.indexOf('id="sources"'))
  const deadlines = [...calendar.matchAll(/datetime="([^"]*)"/g)].map(([, day]) => day ?? '')
  expect(deadlines.length).toBeGreaterThan(3)
  expect(deadlines).toEqual(deadlines.toSorted())
})

test('flags that were waived show the reason', () => {
  const [left, right] = site.tools
  const verdicts = left.tool.verdicts.map((verdict) =>
    verdict.status === 'drafted' && verdict.persona === 'dx'
      ? {
          ...verdict,
          flags: ['the quote is long'],
          review: { ...verdict.review, waivedFlags: [{ flag: 'the quote is long', reason: 'It earns its length.' }] },
        }
      : verdict,
  )
  const flagged: SiteTool = { ...left, tool: { ...left.tool, verdicts } }
  expect(textOf(renderComparison(comparisonView(site, { tools: [flagged, right] }), liveLinks))).toContain(
    'To check: the quote is long. Let stand: It earns its length.',
  )
})

test('other comparisons and both tools can be read on', () => {
  expect(html).toContain('<a href="/compare/mistral-3-instruct-vs-quaylog">Mistral 3 8B &amp; 70B Instruct vs Quaylog</a>')
  expect(html).toContain('<a href="/tools/mistral-3-instruct">Mistral 3 8B &amp; 70B Instruct: every verdict so far</a>')
})

test('direct comparisons of the two are on the page, and nothing where there are none', () => {
  const [one, other] = site.tools.map(({ tool }) => tool.slug)
  if (one === undefined || other === undefined) throw new Error('the sample has no two tools')
  const headToHead: ComparisonView['headToHead'] = site.content.personas.map(({ id }, index) => ({
    persona: id,
    personaVersion: 1,
    tools: [one, other],
    result: index === 0 ? { kind: 'order decides' } : { kind: 'tool', tool: other },
    jurors: [],
  }))
  const page = textOf(renderComparison(comparisonView(site, { headToHead }), liveLinks))
  expect(page).toContain('Head to head')
  expect(page).toContain('Mistral 3 3, order decides 1')
  expect(page).toContain('The Builder Order decides: it goes by which tool is read first')
  expect(page).toContain('The Skeptic Mistral 3')
  expect(text).not.toContain('Head to head')
})

test('of a seat that several models drafted: what each called, what the editors made of it, and the dissent', () => {
  const [left, right] = site.tools
  const withJury = (call: 'ship' | 'skip') => {
    const verdicts = left.tool.verdicts.map((verdict) =>
      verdict.persona === 'dx' && verdict.status === 'drafted' ? { ...verdict, call, jury: threeOfFive.jury } : verdict,
    )
    return renderComparison(comparisonView(site, { tools: [{ ...left, tool: { ...left.tool, verdicts } }, right] }), liveLinks)
  }
  const shipped = withJury('ship')
  expect(textOf(shipped)).toContain(
    '3 of 5 jurors ship, 2 skipShip ollama:aShip ollama:bShip ollama:cSkip ollama:dSkip mistral:e Drafted by',
  )
  expect(textOf(shipped)).toContain('Dissent: 2 of 5 jurors skip; the best argument')
  expect(shipped).toContain('href="/how-it-works#jury"')
  expect(textOf(withJury('skip'))).toContain('The editors call it skip; 3 of 5 jurors ship, 2 skip')
  expect(textOf(withJury('skip'))).toContain('Dissent: 3 of 5 jurors ship; the best argument')
  expect(html).not.toContain('#jury')
})
