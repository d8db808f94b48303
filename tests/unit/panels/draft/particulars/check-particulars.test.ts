import { expect, test } from 'vitest'
import { checkParticulars } from '../../../../../src/panels/draft/particulars/check-particulars.js'
import { inventedFacts, nearlyTrue, passages, richDossier, trueClaims } from '../../../../support/panels/draft/particulars/corpus.js'
import { type SampleContent, sampleContent, sampleDossier, samplePersona } from '../../../../support/samples.js'

const dossier = richDossier()
const persona = samplePersona()

type Where = 'quote' | 'answer' | 'shows'
function flagsOf(claim: string, where: Where): string[] {
  const number = Number(/\[(\d+)\]/.exec(claim)?.[1] ?? 1)
  const evidence = passages.map((passage, index) => (where === 'shows' && index === number - 1 ? { ...passage, shows: claim } : passage))
  const said: Partial<SampleContent> = {
    quote: { quote: claim, answers: [] },
    answer: { quote: 'I try it.', answers: [{ ask: 'primitive', answer: claim }] },
    shows: { quote: 'I try it.', answers: [] },
  }[where]
  return checkParticulars(sampleContent({ evidence, ...said }), { dossier, persona })
}

test('of 36 invented facts with a marker behind each, all are flagged with the particular named, in quote, answers and what passages show', () => {
  expect(inventedFacts).toHaveLength(36)
  const places: Where[] = ['quote', 'answer', 'shows']
  const missed = places.flatMap((where) =>
    inventedFacts.filter(
      ([claim, particular]) => !flagsOf(claim, where).some((flag) => flag.includes('nowhere') && flag.includes(particular)),
    ),
  )
  expect(missed).toEqual([])
})

test('of 60 true claims in a reviewer’s own words none is flagged', () => {
  expect(trueClaims).toHaveLength(60)
  const flagged = trueClaims.flatMap((claim) => flagsOf(claim, 'quote'))
  expect(flagged).toEqual([])
})

test('of 60 texts that say one true and one invented thing, every invented one is flagged and no true one', () => {
  const invented = [...inventedFacts, ...nearlyTrue]
  expect(invented).toHaveLength(trueClaims.length)
  const wrong = invented.flatMap(([claim, particular], index) => {
    const flags = flagsOf(`${trueClaims[index]} ${claim}`, 'answer')
    const isReported = flags.some((flag) => flag.includes('nowhere') && flag.includes(particular) && flag.includes(claim.slice(0, 40)))
    const isTrueReported = flags.some((flag) => flag.includes(`“${trueClaims[index]?.slice(0, 40)}`))
    return [...(isReported ? [] : [claim]), ...(isTrueReported ? [trueClaims[index]] : [])]
  })
  expect(wrong).toEqual([])
})

test('a name that is a word as well is one where it owns, buys, resells or is a customer', () => {
  for (const claim of [
    'Apple is a customer [1].',
    'Oracle bought the company [1].',
    'Amazon resells it [1].',
    'Visa is among the users [1].',
  ]) {
    expect(flagsOf(claim, 'quote').join(), claim).toContain(`"${claim.split(' ', 1)[0]}" is nowhere in the dossier`)
  }
})

test('what another source says is not what the cited passage says, and the flag names where it is', () => {
  expect(flagsOf('It answers in 38 ms, for $29 a month [1].', 'quote')).toEqual([
    'quote: "38 ms" is in the dossier, but not in the passage cited [1], in “It answers in 38 ms, for $29 a month [1].”; cite the passage that says it, in the source "benchmarks".',
  ])
  expect(flagsOf('It is hosted by Hugging Face [9].', 'answer')).toEqual([
    expect.stringContaining('"Hugging Face" is in the dossier, but not in the passage cited [9]'),
  ])
  expect(flagsOf('The Team plan is the cheap one [5], at 29 USD [1].', 'quote')).toEqual([])
})

test('a sentence that points back is read with the sentence it points to', () => {
  const [source] = richDossier().sources
  if (source === undefined) throw new Error('the dossier has no source')
  const text = 'At 16 bits the weights are 140 GB. Two cards hold them at that precision. Shipping takes 9 days.'
  const dossier = sampleDossier({ sources: [{ ...source, id: 'readme', text }] })
  const evidence = [{ source: 'readme', quote: 'Two cards hold them at that precision.', shows: 'x' }]
  const flags = (quote: string) => checkParticulars(sampleContent({ evidence, answers: [], quote }), { dossier, persona })
  expect(flags('At 16 bits two cards hold the 140 GB [1].')).toEqual([])
  expect(flags('It ships within 9 days [1].')).toEqual([expect.stringContaining('"9 days" is in the dossier, but not')])
})

test('forecasts of the persona need no source, and what they rest on does', () => {
  const predictions = [
    {
      statement: 'Ferry Works has twenty thousand paying teams.',
      deadline: '2028-05-20',
      probability: 0.65,
      resolution: 'Read the number of teams on the page about the company.',
    },
  ]
  const flags = (quote: string) =>
    checkParticulars(sampleContent({ evidence: [...passages], answers: [], predictions, quote }), { dossier, persona })
  expect(flags('The bet: by May 2028, twenty thousand teams pay for it. I put 0.65 on that.')).toEqual([])
  expect(flags('I give it 65 percent until May 2028, since it has 12 employees [13].')).toEqual([])
  expect(flags('I expect it to win, since Netflix pays $40M for it [13].')).toEqual([
    expect.stringContaining('"Netflix", "$40M" are nowhere'),
  ])
  expect(flags('It costs $40 a month, so I would skip it.')).toEqual([expect.stringContaining('"$40"')])
  expect(flags('Netflix left; I bet that 30 teams follow.')).toEqual([expect.stringContaining('"Netflix"')])
  expect(flags('I bet that 30 teams leave, so it will close by 2029; 40 teams will be sorry.')).toEqual([])
  expect(flags('The vendor will close the free plan on 1 June 2028 [4].')).toEqual([expect.stringContaining('"1 June 2028"')])
})

test('the tool, its vendor, its rivals and the questions of the persona need no source; how people talk is no particular', () => {
  const said = [
    'Ferrydoc by Ferry Works is Documentation search, as is Quaylog [2].',
    'I read it twice, at three in the morning, on a 24/7 rota [2].',
    'One of the two has to go: the API or the CLI [2].',
    'Permission is free. Goodwill is not. "Open" means open. – Mine. Self-Hosting is mine [2].',
    'Uptime, tokenizers and webhooks are not recorded. LLMs come and go [2].',
  ]
  expect(said.flatMap((claim) => flagsOf(claim, 'quote'))).toEqual([])
})

test('spelling does not hide what is invented: full width, invisible characters, narrow spaces, ligatures, a paragraph of its own', () => {
  const said = [
    'It costs ＄４９ a month [1].',
    'Used by Net\u200bflix [1].',
    'It has 23\u202f000 stars [1].',
    'Used by Netﬂix [1].',
    'It is free.\n\nNetflix\npays $40M [1].',
  ]
  for (const claim of said) expect(flagsOf(claim, 'quote'), claim).toHaveLength(1)
})

test('a passage that was not found vouches for nothing, and hides nothing', () => {
  const evidence = [{ source: 'pricing', quote: 'The Team plan costs 49 USD a month.', shows: 'It costs 49 USD.' }]
  const flags = checkParticulars(sampleContent({ evidence, answers: [], quote: 'It costs 49 USD [1].' }), { dossier, persona })
  expect(flags).toEqual([expect.stringMatching(/^quote: "49 USD" is nowhere/), expect.stringMatching(/^evidence 1: "49 USD" is nowhere/)])
})

test('what is reported is bounded, on one line, and can be stored', () => {
  const quote = Array.from({ length: 300 }, (_each, index) => `Netflix\u0000 \ud800 pays ${index + 100}.75 USD [1].`).join(' ')
  const flags = checkParticulars(sampleContent({ evidence: [...passages], answers: [], quote }), { dossier, persona })
  expect(flags.length).toBeLessThanOrEqual(24)
  for (const flag of flags) {
    expect(flag.length).toBeLessThan(1000)
    expect(flag).not.toMatch(/[\p{Cc}\p{Surrogate}]/u)
  }
})

test('a long text of whatever shape is read to its end', () => {
  for (const shape of [
    'A',
    'A-',
    'a.b',
    '1 ',
    '1.',
    '-',
    '$1 ',
    'one million ',
    'hundred ',
    'v1.',
    '2025-',
    ' ',
    '\n',
    'A of ',
    '24/',
    '\u0301',
  ]) {
    const quote = shape.repeat(100_000 / shape.length)
    expect(checkParticulars(sampleContent({ evidence: [], answers: [], quote }), { dossier, persona }).length).toBeLessThanOrEqual(24)
  }
})
