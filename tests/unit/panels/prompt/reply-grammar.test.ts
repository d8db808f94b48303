import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { replySchema } from '../../../../src/contracts/verdict.js'
import { judgeReply } from '../../../../src/panels/draft/judge-reply.js'
import { loadPersonas } from '../../../../src/panels/persona/load-personas.js'
import { replyGrammar } from '../../../../src/panels/prompt/reply-grammar.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { sampleDossier, samplePersona, sampleReply } from '../../../support/samples.js'

const ajv = new Ajv2020({ strict: false })
const dossier = sampleDossier()
const persona = samplePersona()
const accepts = (reply: unknown, held = { dossier, persona }, brief: 'full' | 'compact' = 'compact') =>
  ajv.compile(replyGrammar(held, brief))(reply)

const evidence = [
  { source: 'readme', from: 1, to: 1, shows: 'It runs on one machine.' },
  { source: 'readme', from: 2, to: 2, shows: 'Small teams pay nothing.' },
]
const reply = (changes: Record<string, unknown> = {}) => sampleReply({ evidence, quote: 'Small teams pay [2] nothing for it.', ...changes })

describe('the grammar of a reply', () => {
  it.each(['full', 'compact'] as const)('takes a good reply, %s', (brief) => {
    expect(accepts(reply(), { dossier, persona }, brief)).toBe(true)
  })

  it.each([
    ['a source that does not exist', { evidence: [{ ...evidence[0], source: 'changelog' }, evidence[1]] }],
    ['a sentence that does not exist', { evidence: [{ ...evidence[0], to: 4 }, evidence[1]] }],
    ['no sentence', { evidence: [{ ...evidence[0], from: 0 }, evidence[1]] }],
    ['sentences that count backwards', { evidence: [{ ...evidence[0], from: 2, to: 1 }, evidence[1]] }],
    ['one piece of evidence where two are there', { evidence: evidence.slice(1) }],
    [
      'an ask that does not exist',
      {
        answers: [
          { ask: 'price', answer: 'x' },
          { ask: 'moat', answer: 'thin' },
        ],
      },
    ],
    ['an ask left out', { answers: [{ ask: 'primitive', answer: 'It is small.' }] }],
    [
      'an ask answered twice',
      {
        answers: [
          { ask: 'primitive', answer: 'It is small.' },
          { ask: 'primitive', answer: 'No.' },
          { ask: 'moat', answer: 'thin' },
        ],
      },
    ],
    [
      'another choice',
      {
        answers: [
          { ask: 'primitive', answer: 'It is small.' },
          { ask: 'moat', answer: 'deep' },
        ],
      },
    ],
    [
      'an endless answer',
      {
        answers: [
          { ask: 'primitive', answer: 'x'.repeat(241) },
          { ask: 'moat', answer: 'thin' },
        ],
      },
    ],
    ['another call', { call: 'ship it' }],
    ['a quote without a marker', { quote: 'Small teams pay nothing for it.' }],
    ['a marker of evidence that may not exist', { quote: 'Small teams pay [3] nothing.' }],
    ['a quote of too many words', { quote: `${'word '.repeat(16)}[1] ${'word '.repeat(16)}word` }],
    ['a quote of too few', { quote: 'Free [1] now' }],
    ['a field more', { confidence: 1 }],
  ])('refuses %s', (_, changes) => {
    expect(accepts(reply(changes))).toBe(false)
  })

  it.each([
    ['2026-12-31', false],
    ['2027-01-01', true],
    ['2035-12-28', true],
    ['2036-01-01', false],
    ['2027-02-30', false],
    ['2027-13-01', false],
  ])('of predictions, the deadline %s: %s', (deadline, isTaken) => {
    const prediction = { statement: 'It will be free.', deadline, probability: 0.4, resolution: 'Its price page says so, in words.' }
    expect(accepts(reply({ predictions: [prediction] }), { dossier, persona }, 'full')).toBe(isTaken)
  })

  it('asks a small model for no more predictions than the persona wants', () => {
    const predictions = [
      { statement: 'It will be free.', deadline: '2027-06-28', probability: 0.4, resolution: 'Its price page says so, in words.' },
    ]
    expect([
      accepts(reply({ predictions })),
      accepts(reply({ predictions }), { dossier, persona: samplePersona({ predictions: { min: 1 } }) }),
    ]).toEqual([false, true])
  })

  it('grows no longer than a dossier: of very many sentences, only the numbers that exist are held to', () => {
    const text = Array.from({ length: 300 }, (_, index) => `Sentence ${index + 1} is here.`).join('\n')
    const [source] = dossier.sources
    const { units: _units, ...whole } = { units: undefined, ...source }
    const long = sampleDossier({ sources: source === undefined ? [] : [{ ...source, ...whole, text } as typeof source] })
    const cites = (from: number, to: number) =>
      accepts(reply({ evidence: [{ ...evidence[0], from, to }, evidence[1]] }), { dossier: long, persona })
    expect([cites(300, 300), cites(2, 1), cites(301, 301)]).toEqual([true, true, false])
    expect(JSON.stringify(replyGrammar({ dossier: long, persona }, 'compact')).length).toBeLessThan(5_000)
  })

  it('repeats no rule more often than llama.cpp takes, whatever a persona asks for', () => {
    const wordy = samplePersona({ quoteWords: { min: 10, max: 1_000_000 } })
    const pattern = JSON.stringify(replyGrammar({ dossier, persona: wordy }, 'full'))
    const repeats = [...pattern.matchAll(/\{\d+,(\d+)\}/g)].map(([, most]) => Number(most))
    expect(Math.max(...repeats)).toBeLessThanOrEqual(2_000)
  })

  it('writes evidence first and the call last', () => {
    const { properties } = replyGrammar({ dossier, persona }, 'full') as { properties: object }
    expect(Object.keys(properties)).toEqual(['evidence', 'answers', 'predictions', 'quote', 'call'])
    expect(Object.keys(replySchema.shape)).toEqual(Object.keys(properties))
  })

  it('takes no reply that the persona’s checks find unusable', async () => {
    const personas = await loadPersonas(packageFiles.personas)
    for (const one of personas) {
      const answers = one.asks.map(({ id, choices }) => ({ ask: id, answer: choices?.[0] ?? 'It says so.' }))
      const prediction = {
        statement: 'It will be free.',
        deadline: '2027-06-28',
        probability: 0.4,
        resolution: 'Its price page says so, in words.',
      }
      const predictions = Array.from({ length: one.predictions.min }, () => prediction)
      const half = 'word '.repeat(Math.ceil(one.quoteWords.min / 2))
      const written = { evidence, answers, predictions, quote: `${half}[1] ${half}`.trimEnd(), call: 'skip' as const }
      expect([one.id, accepts(written, { dossier, persona: one })]).toEqual([one.id, true])
      const { errors } = judgeReply(written, { dossier, persona: one })
      expect([one.id, errors]).toEqual([one.id, []])
    }
  })

  it('asks for no more evidence than a dossier has sentences', () => {
    const text = 'It is free.'
    const [source] = dossier.sources
    const short = sampleDossier({ sources: source === undefined ? [] : [{ ...source, text, units: { version: 1, ends: [text.length] } }] })
    const one = [{ source: 'readme', from: 1, to: 1, shows: 'It costs nothing.' }]
    expect(accepts(reply({ evidence: one, quote: 'It is [1] free now.' }), { dossier: short, persona })).toBe(true)
    expect(accepts(reply({ evidence: one, quote: 'It is [2] free now.' }), { dossier: short, persona })).toBe(false)
  })
})
