import { describe, expect, test } from 'vitest'
import { unscoredText } from '../../../../../src/platform/text/sentence.js'
import {
  barredText,
  dissentOf,
  dissentText,
  draftName,
  jurorsText,
  juryNote,
  juryText,
  leadText,
  repeatsText,
  ruleText,
  unstableText,
} from '../../../../../src/site/pages/record/jury-words.js'
import { countsText } from '../../../../../src/site/pages/record/words.js'
import { seatOf, threeOfFive } from '../../../../support/site/pages/record/sample-jury.js'
import { draftedVerdict } from '../../../../support/site/pages/record/sample-record.js'

const says = (...calls: ('ship' | 'skip' | 'abstain' | null)[]) =>
  Object.fromEntries(calls.map((call, at) => [`ollama:${at}`, { calls: [call] }]))
const juryOf = (...calls: Parameters<typeof says>) => {
  const { jury } = seatOf(says(...calls))
  if (jury === undefined) throw new Error('a seat of several has a jury')
  return jury
}

describe('what jurors say', () => {
  test.each([
    [juryOf('ship', 'skip', 'ship', 'skip', 'ship'), '3 of 5 jurors ship, 2 skip'],
    [juryOf('skip', 'skip', 'ship'), '2 of 3 jurors skip, 1 ships'],
    [juryOf('ship', 'skip'), '1 of 2 jurors ships, 1 skips'],
    [juryOf('ship', 'ship', 'abstain', null), '2 of 4 jurors ship, 1 abstains, 1 has no call'],
  ])('most of them first', (jury, text) => {
    expect(jurorsText(jury)).toBe(text)
  })

  test('a juror whose own drafts part is split', () => {
    expect(jurorsText({ jurors: [{ model: 'ollama:a', call: 'split', calls: ['ship', 'skip'] }] })).toBe('its one juror is split')
  })

  test('where people call the seat otherwise, that they do, and what the jurors said', () => {
    expect(juryText(threeOfFive)).toBe('3 of 5 jurors ship, 2 skip')
    expect(juryText({ ...threeOfFive, call: 'skip' })).toBe('The editors call it skip; 3 of 5 jurors ship, 2 skip')
    expect(juryText({ call: null, jury: juryOf('ship', null, null) })).toBe('2 of 3 jurors have no call, 1 ships; 2 are needed')
    expect(juryText(draftedVerdict('dx'))).toBeNull()
  })

  test('the rule names the quorum', () => {
    expect(ruleText(juryOf('ship', 'skip', 'ship', 'skip', 'ship'))).toContain('more than half have one (3 of 5)')
  })
})

describe('repeats', () => {
  test('one that changes is unstable, with how many of how many', () => {
    expect(repeatsText({ calls: ['ship', 'ship', 'skip'] })).toBe('ship, ship, skip: unstable, 1 of 3')
    expect(repeatsText({ calls: ['ship', 'ship', 'ship'] })).toBe('ship, ship, ship')
    expect(repeatsText({ calls: ['ship', null, 'skip'] })).toBe('ship, no call, skip: unstable, 1 of 2')
    expect(repeatsText({ calls: ['ship'] })).toBeNull()
  })

  test('the share is over the repeats of all jurors that made two calls', () => {
    const jury = {
      jurors: [['ship', 'ship', 'skip'] as const, ['skip', 'skip', 'skip'] as const, ['ship'] as const].map((calls, at) => ({
        model: `ollama:${at}`,
        call: 'ship' as const,
        calls: [...calls],
      })),
    }
    expect(unstableText(jury)).toBe('Unstable: asked again, 1 of 6 drafts (17%) calls it otherwise than the same juror mostly does')
    expect(unstableText(juryOf('ship', 'skip'))).toBeNull()
  })
})

describe('the draft that people edit', () => {
  test('of the drafts with the seat’s call, the nearest', () => {
    expect(leadText(threeOfFive)).toContain('ollama:a’s draft: of those that ship, it is nearest to the majority')
    expect(leadText(seatOf(says('ship', 'skip')))).toContain('of those that ship or skip')
  })

  test('one that stays although the majority went the other way says so', () => {
    expect(leadText({ ...threeOfFive, model: 'ollama:d' })).toContain('it was the nearest when people began to work on it')
  })

  test('a draft is named by its model, and by its number where that has several', () => {
    expect(draftName({ model: 'ollama:a', repeat: 2 }, { jurors: [{ model: 'ollama:a', call: 'ship', calls: ['ship', 'ship'] }] })).toBe(
      'ollama:a, draft 2',
    )
    expect(draftName({ model: 'ollama:a', repeat: 1 }, juryOf('ship', 'skip'))).toBe('ollama:a')
  })
})

describe('the dissent', () => {
  test('is what a juror of the other call says, with how many share it', () => {
    const dissent = dissentOf(threeOfFive)
    expect(dissent?.draft.call).toBe('skip')
    expect(dissent === null || threeOfFive.jury === undefined ? '' : dissentText(dissent, threeOfFive.jury)).toBe(
      'Dissent: 2 of 5 jurors skip',
    )
  })

  test('goes by the call that people made', () => {
    expect(dissentOf({ ...threeOfFive, call: 'skip' })?.draft.call).toBe('ship')
  })

  test('of a split seat is the side that the shown draft is not on', () => {
    const split = seatOf(says('ship', 'skip'))
    expect(split.call).toBe('split')
    expect(dissentOf(split)?.draft.call).toBe('skip')
  })

  test('is none where all say the same, or nothing was drafted twice', () => {
    expect(dissentOf(seatOf(says('ship', 'ship', 'ship')))).toBeNull()
    expect(dissentOf(draftedVerdict('dx'))).toBeNull()
  })
})

test('split seats are counted apart, in figures and in sentences', () => {
  const panelShip = { ships: 2, calls: 3, abstained: 0, unscored: 1, split: 1, percent: 67 }
  expect(countsText(panelShip)).toBe('2 of 3 · 1 split · 1 unscored')
  expect(unscoredText([{ panelShip }])).toBe('1 of 5 seats is split, 1 has no call')
})

test('who is barred is named, with why and who judges instead', () => {
  const barred = { model: 'anthropic:x', kind: 'vendor' as const, maker: 'Anthropic', named: 'Anthropic', replacedBy: 'ollama:y' }
  expect(barredText(barred)).toBe('anthropic:x does not judge it: its vendor, Anthropic, makes the tool; ollama:y took its place.')
  expect(barredText({ ...barred, kind: 'rival', named: 'Haiku', replacedBy: null })).toBe(
    'anthropic:x does not judge it: its vendor, Anthropic, makes the rival Haiku; no other took its place.',
  )
})

test('readers are told what jurors, seats and splits are only where there are any', () => {
  expect(juryNote([{ verdicts: [draftedVerdict('dx')] }])).toBeNull()
  expect(juryNote([{ verdicts: [threeOfFive] }])).toContain('Up to 5 models, the jurors')
})
