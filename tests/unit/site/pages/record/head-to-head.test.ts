import { describe, expect, it } from 'vitest'
import { renderScorecard } from '../../../../../src/cli/scorecard.js'
import type { BlindComparison, ComparedOrder, ComparingJuror, HeadToHead, JurorResult } from '../../../../../src/contracts/head-to-head.js'
import type { PanelRecord } from '../../../../../src/contracts/record.js'
import { renderComparePage } from '../../../../../src/site/pages/record/compare-page.js'
import { blindText, flipsText, resultText, tallyText } from '../../../../../src/site/pages/record/head-to-head-words.js'
import { sampleRecord } from '../../../../support/site/pages/record/sample-record.js'

const record = sampleRecord()
const [one = '', other = ''] = record.tools.map(({ slug }) => slug)
const [nameOne = '', nameOther = ''] = record.tools.map(({ shortName, name }) => shortName ?? name)
const persona = record.personas[0]?.id ?? ''
const nameOf = (slug: string) => (slug === one ? nameOne : nameOther)
const asked = { origin: 'recorded' as const, callKeys: [] as string[], usage: null, costUsd: 0, latencyMs: 0 }
const calls = { ...asked, callKey: null }

const order = (first: string, tool: string): ComparedOrder => ({
  first,
  choice: { kind: 'tool', tool },
  argument: 'It says more <b>than</b> the other.',
  quote: 'I read both, and one says more.',
  evidence: [],
  flags: [],
  ...calls,
})

function juror(result: JurorResult, more: Partial<Extract<ComparingJuror, { status: 'compared' }>> = {}): ComparingJuror {
  return { status: 'compared', model: 'x:juror', result, orders: [order(one, one), order(other, one)], ...calls, ...more }
}

function recordWith(entries: Partial<HeadToHead>[]): PanelRecord {
  const whole = entries.map(
    (entry): HeadToHead => ({ persona, personaVersion: 1, tools: [one, other], result: null, jurors: [], ...entry }),
  )
  return { ...record, schema: 'panel.record/2', headToHead: whole }
}

const textOf = (html: string) =>
  html
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')
const pageOf = (given: PanelRecord) => renderComparePage(given, { subscribeUrl: null, fonts: [] })

const won: JurorResult = { kind: 'tool', tool: one }
const blind: BlindComparison = { result: { kind: 'tool', tool: other }, flips: true, orders: [], missing: null, ...asked }

describe('a direct comparison', () => {
  it('says on the page and in the terminal who wins, by persona, and where the name turns it', () => {
    const given = recordWith([{ result: won, jurors: [juror(won, { blind })] }])
    const page = pageOf(given)
    expect(textOf(page)).toContain(`${nameOne} or ${nameOther} ${nameOne} 1, ${nameOther} 0`)
    expect(textOf(page)).toContain('The names change what 1 of 1 model says.')
    expect(textOf(page)).toContain(`The name turns it: with the names masked it is “${nameOther}”.`)
    expect(textOf(page)).toContain(`With ${nameOther} first: ${nameOne}`)
    expect(page).not.toContain('<b>than</b>')
    const shown = renderScorecard(given, { columns: 132, color: false, files: null })
    expect(shown).toContain('── Head to head')
    expect(shown).toContain(`: ${nameOne}`)
    expect(shown).toContain('The names change what 1 of 1 model says.')
  })

  it('says in plain words that the order decides', () => {
    const given = recordWith([{ result: { kind: 'order decides' }, jurors: [juror({ kind: 'order decides' })] }])
    const words = 'Order decides: it goes by which tool is read first'
    expect(textOf(pageOf(given))).toContain(words)
    expect(renderScorecard(given, { columns: 132, color: false, files: null })).toContain(words)
  })

  it('says who is barred, and why, and of whom there is no result', () => {
    const barred = [{ tool: one, model: 'x:own', kind: 'vendor', maker: 'Acme', named: 'Acme' } as const]
    const unscored: ComparingJuror = { status: 'unscored', model: 'x:shy', kind: 'refused', reason: 'at 10.0.0.1', ...calls }
    const text = textOf(pageOf(recordWith([{ jurors: [unscored], barred }])))
    expect(text).toMatch(/x:own does not compare them: its maker, .?Acme.?, is the vendor of one of them\./)
    expect(text).toContain('x:shy : no result. The model declined to answer.')
    expect(text).not.toContain('10.0.0.1')
  })

  it('is on no page of a record without one', () => {
    expect(pageOf(record)).not.toContain('Head to head')
    expect(renderScorecard(record, { columns: 132, color: false, files: null })).not.toContain('Head to head')
  })
})

describe('words', () => {
  it('of results', () => {
    expect(resultText({ kind: 'level' }, nameOf)).toBe('Level: neither is ahead')
    expect(resultText({ kind: 'split' }, nameOf)).toBe('Split: as many of its models say one thing as another')
    expect(resultText(null, nameOf)).toBe('No result: too few of its models compared both')
  })

  it('of masked names', () => {
    expect(blindText(undefined, nameOf)).toBeNull()
    expect(blindText({ result: won, flips: false, missing: null }, nameOf)).toEqual({
      text: 'The same with the names masked.',
      isFlip: false,
    })
    expect(blindText({ result: null, flips: null, missing: 'not-masked' }, nameOf)).toEqual({
      text: 'Not known with the names masked. The names could not be masked everywhere.',
      isFlip: false,
    })
    expect(flipsText([juror(won)])).toBeNull()
    expect(flipsText([juror(won, { blind: { ...blind, flips: false } }), juror(won, { blind })])).toEqual({
      text: 'The names change what 1 of 2 models says.',
      hasFlip: true,
    })
  })

  it('of a tally', () => {
    const tools: [string, string] = [one, other]
    const results: HeadToHead['result'][] = [won, won, { kind: 'level' }, null]
    expect(
      tallyText(
        results.map((result) => ({ tools, result })),
        nameOf,
      ),
    ).toBe(`${nameOne} 2, ${nameOther} 0, level 1, no result 1`)
  })
})
