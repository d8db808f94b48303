import { describe, expect, it } from 'vitest'
import { type ComparisonReply, comparedOutcomeSchema } from '../../../../src/contracts/head-to-head.js'
import { compareTools, type DuelWork, resultOf } from '../../../../src/panels/duel/compare-tools.js'
import { BudgetError } from '../../../../src/platform/errors.js'
import { comparisonReply, rivalDossier } from '../../../support/panels/duel/sample-duel.js'
import { type ScriptedAnswer, scriptedLedger, scriptedUsage } from '../../../support/panels/scripted-ledger.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

type Choices = readonly (ComparisonReply['choice'] | ScriptedAnswer)[]

async function compare(answers: Choices, more: Partial<DuelWork> = {}) {
  const { asking, seen } = scriptedLedger(
    answers.map((answer) => (typeof answer === 'string' ? { text: JSON.stringify(comparisonReply({ choice: answer })) } : answer)),
  )
  const { ledger, reader, signal } = asking
  const outcome = await compareTools({
    ...{ ledger, signal, reader: reader(), model: 'ollama:a', givesUpOn: () => true },
    ...{ tools: [sampleDossier(), rivalDossier()], persona: samplePersona() },
    ...more,
  })
  const prompts = seen.asked.map(({ request }) => request.messages.flatMap(({ parts }) => parts.map(({ text }) => text)))
  return { outcome, asked: seen.asked, prompts }
}

const ferrydoc = { kind: 'tool', tool: 'ferrydoc' }
const quaylog = { kind: 'tool', tool: 'quaylog' }

describe('two tools', () => {
  it('are shown in both orders, told apart by their places alone', async () => {
    const { outcome, prompts } = await compare(['first', 'second'])
    expect(prompts.map(([, ...tools]) => tools.slice(0, 2).map((text) => text.split('\n').slice(0, 2).join(' ')))).toEqual([
      ['The first tool: <dossier tool="ferrydoc" as-of="2026-11-20">', 'The second tool: <dossier tool="quaylog" as-of="2026-11-20">'],
      ['The first tool: <dossier tool="quaylog" as-of="2026-11-20">', 'The second tool: <dossier tool="ferrydoc" as-of="2026-11-20">'],
    ])
    expect(prompts[0]?.[3]).toBe(prompts[1]?.[3])
    expect(comparedOutcomeSchema.parse(outcome)).toMatchObject({ tools: ['ferrydoc', 'quaylog'], result: ferrydoc })
  })

  it.each([
    ['first', 'first'],
    ['second', 'second'],
    ['level', 'first'],
    ['first', 'level'],
  ] as const)('called %s in one order and %s in the other: the order decides', async (one, other) => {
    expect((await compare([one, other])).outcome).toMatchObject({ result: { kind: 'order decides' } })
  })

  it('may be level', async () => {
    expect((await compare(['level', 'level'])).outcome).toMatchObject({ result: { kind: 'level' } })
    expect((await compare(['second', 'first'])).outcome).toMatchObject({ result: quaylog })
  })

  it('have evidence of either, cut from the sources of the tool that was in that place', async () => {
    const { outcome } = await compare(['first', 'second'])
    expect(outcome).toMatchObject({
      orders: [
        {
          first: 'ferrydoc',
          choice: ferrydoc,
          evidence: [
            { tool: 'ferrydoc', source: 'readme', status: 'found', quote: 'It is free for teams of up to five people.' },
            { tool: 'quaylog', source: 'readme', status: 'found', quote: 'It costs 20 US dollars a seat.' },
          ],
        },
        { first: 'quaylog', choice: ferrydoc, evidence: [{ tool: 'quaylog' }, { tool: 'ferrydoc' }] },
      ],
      usage: { inputTokens: 20, outputTokens: 10 },
      costUsd: 0.02,
      latencyMs: 100,
    })
  })
})

describe('a reply that cannot be used', () => {
  it('is sent back once, and a good repair is taken', async () => {
    const { outcome, asked } = await compare([{ text: 'I like the first.' }, 'first', 'second'])
    expect(asked).toHaveLength(3)
    expect(asked[1]?.request.messages.at(-1)?.parts[0]?.text).toContain('The reply holds no JSON object.')
    expect(outcome).toMatchObject({ result: ferrydoc, costUsd: 0.03 })
  })

  it('leaves the seat unscored after its repair, and the other order is not bought', async () => {
    const { outcome, asked } = await compare([{ text: '{}' }, { text: '[]' }])
    expect(asked).toHaveLength(2)
    expect(outcome).toMatchObject({ status: 'unscored', kind: 'malformed-reply', costUsd: 0.02, usage: { inputTokens: 20 } })
  })

  it('costs what was bought where the budget ends between the orders', async () => {
    const { outcome } = await compare(['first', new BudgetError('the budget is used up')])
    expect(outcome).toMatchObject({ status: 'unscored', kind: 'over-budget', usage: scriptedUsage, costUsd: 0.01, latencyMs: 50 })
    expect(outcome.callKeys).toHaveLength(1)
  })

  const evidence = comparisonReply().evidence
  it.each([
    ['a choice that is none', comparisonReply({ choice: 'quaylog' as 'first' })],
    ['no argument', comparisonReply({ argument: ' ' })],
    ['a tool that is in no place', comparisonReply({ evidence: evidence.map((item) => ({ ...item, tool: 'third' as 'first' })) })],
    ['evidence that is nowhere', comparisonReply({ evidence: [{ tool: 'first', source: 'blog', from: 9, to: 9, shows: 'x' }] })],
    ['a key too many', { ...comparisonReply(), call: 'ship' }],
  ])('for %s', async (_what, reply) => {
    const bad = { text: JSON.stringify(reply) }
    expect((await compare([bad, bad])).outcome).toMatchObject({ status: 'unscored', kind: 'malformed-reply' })
  })
})

it('evidence without end is kept once a passage, and little is said of the rest', async () => {
  const { evidence } = comparisonReply()
  const endless = { text: JSON.stringify(comparisonReply({ evidence: Array.from({ length: 2_000 }, () => evidence).flat() })) }
  const { outcome } = await compare([endless, endless, 'second'])
  const [order] = outcome.status === 'compared' ? outcome.orders : []
  expect(order?.evidence.map(({ tool }) => tool)).toEqual(['ferrydoc', 'quaylog'])
  expect(order?.flags).toHaveLength(21)
})

it('a source of the wrong tool is told to the model by its place', async () => {
  const evidence: ComparisonReply['evidence'] = [
    { tool: 'first', source: 'readme', from: 1, to: 1, shows: 'It runs.' },
    { tool: 'second', source: 'pricing', from: 1, to: 1, shows: 'It costs.' },
  ]
  const wrong = { text: JSON.stringify(comparisonReply({ evidence, argument: 'It runs [1], and costs [2].' })) }
  const { asked, outcome } = await compare([wrong, 'first', 'second'])
  expect(asked[1]?.request.messages.at(-1)?.parts[0]?.text).toContain(
    'evidence 2: the dossier has no source "second pricing"; it has "first readme", "second readme".',
  )
  expect(outcome).toMatchObject({ result: ferrydoc })
})

it('what is off in an argument is said of the argument', async () => {
  const off = { text: JSON.stringify(comparisonReply({ argument: 'It costs 4711 US dollars [7].' })) }
  const { outcome } = await compare([off, off, 'second'])
  const flags = outcome.status === 'compared' ? outcome.orders[0].flags : []
  expect(flags.length).toBeGreaterThan(1)
  for (const flag of flags) expect(flag).toMatch(/^argument/)
})

describe('a blind test', () => {
  it('shows neither name in either order, and its evidence leads to the real sources', async () => {
    const { outcome, prompts } = await compare(['first', 'second', 'first', 'second'], { isBlind: true })
    for (const prompt of prompts.slice(2)) expect(prompt.slice(1, 3).join('\n')).not.toMatch(/ferry|quay/i)
    expect(prompts.slice(2).map(([, first]) => /^Name: .*$/m.exec(first ?? '')?.[0])).toEqual(['Name: Tool A', 'Name: Tool A'])
    expect(outcome).toMatchObject({
      result: ferrydoc,
      costUsd: 0.02,
      blind: {
        result: ferrydoc,
        flips: false,
        missing: null,
        costUsd: 0.02,
        orders: [
          { first: 'ferrydoc', evidence: [{ tool: 'ferrydoc', quote: 'It is free for teams of up to five people.' }, { tool: 'quaylog' }] },
          { first: 'quaylog', evidence: [{ tool: 'quaylog', quote: 'It costs 20 US dollars a seat.' }, { tool: 'ferrydoc' }] },
        ],
      },
    })
    expect(comparedOutcomeSchema.parse(outcome)).toEqual(outcome)
  })

  it('flips where the result is another one without the names', async () => {
    const { outcome } = await compare(['first', 'second', 'second', 'first'], { isBlind: true })
    expect(outcome).toMatchObject({ result: ferrydoc, blind: { result: quaylog, flips: true } })
  })

  it('that has no reply leaves the comparison as it is, and says why', async () => {
    const { outcome } = await compare(['first', 'second', 'second', { text: '', finishReason: 'refusal' }], { isBlind: true })
    expect(outcome).toMatchObject({
      result: ferrydoc,
      blind: { result: null, flips: null, missing: 'refused', orders: [{ first: 'ferrydoc', choice: quaylog }], costUsd: 0.02 },
    })
  })

  it('is not asked for where a name would be left', async () => {
    const rivals = Array.from({ length: 4_001 }, (_each, index) => `Qwzx${index.toString(36)}yv`)
    const { outcome, asked } = await compare(['first', 'second'], { isBlind: true, tools: [sampleDossier({ rivals }), rivalDossier()] })
    expect(asked).toHaveLength(2)
    expect(outcome).toMatchObject({ blind: { result: null, flips: null, missing: 'not-masked', orders: [], costUsd: 0, callKeys: [] } })
  })
})

it('the order of two choices never matters', () => {
  const choices = [{ kind: 'level' }, ferrydoc, quaylog] as Parameters<typeof resultOf>[0][]
  for (const one of choices)
    for (const other of choices) {
      expect(resultOf(one, other)).toEqual(resultOf(other, one))
      expect(resultOf(one, other)).toEqual(one === other ? one : { kind: 'order decides' })
    }
})
