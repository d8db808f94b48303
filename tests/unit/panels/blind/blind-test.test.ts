import { describe, expect, it } from 'vitest'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import { draftOutcomeSchema } from '../../../../src/contracts/verdict.js'
import { draftAndTest } from '../../../../src/panels/blind/blind-test.js'
import { type ScriptedAnswer, scriptedLedger } from '../../../support/panels/scripted-ledger.js'
import { sampleDossier, samplePersona, sampleReply } from '../../../support/samples.js'

const saying = (call: 'ship' | 'skip' | 'abstain'): ScriptedAnswer => ({ text: JSON.stringify(sampleReply({ call })) })

async function draft(
  answers: readonly ScriptedAnswer[],
  { isBlind = true, dossier = sampleDossier() }: { isBlind?: boolean; dossier?: Dossier } = {},
) {
  const { asking, seen } = scriptedLedger(answers)
  const { ledger, reader, signal } = asking
  const work = { ledger, signal, reader: reader(), model: 'ollama:a', givesUpOn: () => true }
  const outcome = await draftAndTest({ ...work, dossier, persona: samplePersona(), isBlind })
  return {
    outcome: draftOutcomeSchema.parse(outcome),
    prompts: seen.asked.map(({ request }) => request.messages.flatMap(({ parts }) => parts.map(({ text }) => text)).join('\n')),
  }
}

const flagsOf = (outcome: Awaited<ReturnType<typeof draft>>['outcome']) => (outcome.status === 'drafted' ? outcome.draft.flags : null)

describe('a draft of a panel that drafts blind as well', () => {
  it('is asked for once more without the names, and only the call of that counts', async () => {
    const { outcome, prompts } = await draft([saying('ship'), saying('ship')])
    expect(prompts).toHaveLength(2)
    expect(prompts[0]).toContain('Name: Ferrydoc')
    expect(prompts[1]).toContain('Name: Tool A')
    expect(prompts[1]).not.toMatch(/ferry|quaylog/i)
    expect(outcome).toMatchObject({
      draft: { call: 'ship' },
      costUsd: 0.01,
      blind: { callMasked: 'ship', callNamed: 'ship', flipped: false, missing: null, costUsd: 0.01 },
    })
    expect(flagsOf(outcome)).toEqual([])
  })

  it('is flagged where the call turns on the names', async () => {
    const { outcome } = await draft([saying('ship'), saying('skip')])
    expect(outcome).toMatchObject({ draft: { call: 'ship' }, blind: { callMasked: 'skip', flipped: true } })
    expect(flagsOf(outcome)).toEqual(['blind: with names masked the call is skip, and with them ship.'])
  })

  it('names no tool in a repair round either', async () => {
    const wrong = { text: JSON.stringify(sampleReply({ evidence: [{ source: 'ferrydoc-readme', from: 1, to: 1, shows: 'x' }] })) }
    const dossier = sampleDossier()
    const [source] = dossier.sources
    const renamed = { ...dossier, sources: [{ ...(source as (typeof dossier.sources)[0]), id: 'ferrydoc-readme' }] } as Dossier
    const masked = { text: wrong.text.replace('ferrydoc-readme', 'blog') }
    const { prompts } = await draft([{ text: wrong.text }, masked, { text: wrong.text.replace('ferrydoc-readme', 'source-1') }], {
      dossier: renamed,
    })
    expect(prompts[2]).toContain('the dossier has no source "blog"; it has "source-1"')
    expect(prompts[2]).not.toMatch(/ferry/i)
  })

  it('says why where there is no second reply', async () => {
    const { outcome } = await draft([saying('ship'), { text: '', finishReason: 'refusal' }])
    expect(outcome).toMatchObject({ blind: { callMasked: null, flipped: null, missing: 'refused' } })
    expect(flagsOf(outcome)).toEqual([
      'blind: unsure whether the names change the call, as there is no second reply. The model declined to answer.',
    ])
  })

  it('asks nothing where a name would be left', async () => {
    const rivals = Array.from({ length: 4_001 }, (_each, index) => `Qwzx${index.toString(36)}yv`)
    const { outcome, prompts } = await draft([saying('ship')], { dossier: sampleDossier({ rivals }) })
    expect(prompts).toHaveLength(1)
    expect(outcome).toMatchObject({ blind: { missing: 'not-masked', callKeys: [], costUsd: 0 } })
    expect(flagsOf(outcome)).toEqual([
      'blind: unsure whether the names change the call, as there is no second reply. The names could not be masked everywhere.',
    ])
  })

  it('is asked for once where it has no call, and where the panel does not ask', async () => {
    const refused = await draft([{ text: '', finishReason: 'refusal' }])
    expect([refused.outcome.status, refused.prompts.length]).toEqual(['unscored', 1])
    const named = await draft([saying('ship')], { isBlind: false })
    expect([named.prompts.length, 'blind' in named.outcome]).toEqual([1, false])
  })
})
