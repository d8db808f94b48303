import { expect, test } from 'vitest'
import { createProgress, sizeText } from '../../../src/cli/progress.js'
import type { Plan } from '../../../src/contracts/plan.js'
import type { SeatProgress } from '../../../src/panels/store/panels.js'
import { fakeTerminal } from '../../support/cli/terminal.js'

const personas = ['dx', 'competitor', 'thesis', 'business']
const tools = ['claude-haiku-open-weights', 'mistral-3-instruct']

function planOf(jurors: string[]): Plan {
  const sha256 = 'a'.repeat(64)
  const seats = tools.flatMap((tool) =>
    personas.flatMap((persona) => jurors.map((model) => ({ id: `seat_${tool}_${persona}_${model}`, tool, persona, model }))),
  )
  return {
    schema: 'panel.plan/1',
    panelId: `pnl_${'1'.repeat(24)}`,
    tools: tools.map((slug) => ({ slug, dossierSha256: sha256 })),
    personas: personas.map((id) => ({ id, version: 1, sha256 })),
    jurors,
    recordingSet: null,
    budgetUsd: null,
    seats,
  }
}

const plan = planOf(['ollama:llama3.1:8b'])
const reason = 'nothing answers at http://127.0.0.1:11434. Start Ollama (ollama serve),\nor set OLLAMA_HOST to where it runs.'

/** The panel once that many of its seats have ended: all unscored for the same reason but the third. */
function stateAfter(ended: number, of = plan): SeatProgress[] {
  return of.seats.map((seat, index) => {
    if (index >= ended) return { seat, status: index === ended ? 'drafting' : 'planned', call: null, reason: null }
    if (index === 2) return { seat, status: 'drafted', call: 'ship', reason: null }
    return { seat, status: 'unscored', call: null, reason }
  })
}

function watch(columns: number, of = plan) {
  const terminal = fakeTerminal({ columns })
  const progress = createProgress({ plan: of, stream: terminal.stream, monotonicMs: () => 0 })
  for (let ended = 0; ended <= of.seats.length; ended += 1) progress.update(stateAfter(ended, of))
  progress.stop()
  return terminal.rows().filter((row) => row !== '')
}

test.each([40, 80, 200])('on a terminal of %i columns each seat has one row, whatever happened to it, and none comes twice', (columns) => {
  const seats = watch(columns).filter((row) => row.startsWith('  '))
  expect(seats).toHaveLength(plan.seats.length)
  expect(seats.map((row) => row.trim().slice(0, 2))).toEqual([...personas, ...personas].map((persona) => persona.slice(0, 2)))
  for (const row of seats) expect(row.length).toBeLessThan(columns)
})

test.each([40, 80, 200])('on a terminal of %i columns the head comes once, and a reason that seats share once', (columns) => {
  const rows = watch(columns)
  expect(rows.filter((row) => row.startsWith('Panel '))).toHaveLength(1)
  expect(rows.filter((row) => row.includes('unscored: nothi'))).toHaveLength(1)
  expect(rows.filter((row) => row.includes('unscored: same'))).toHaveLength(plan.seats.length - 2)
})

test('at 40 columns seats still differ, and a call can be read', () => {
  const of = planOf(['ollama:llama3.1:8b', 'anthropic:claude-haiku-5-5'])
  const rows = watch(40, of).filter((row) => row.startsWith('  '))
  expect(rows[0]).toMatch(/^ {2}dx on cla….*:8b {2}unscored: nothi/)
  expect(rows[1]).toMatch(/^ {2}dx on cla….*5-5 {2}unscored: same/)
  expect(rows[2]).toMatch(/drafted: ship$/)
})

test('what is not a terminal gets one line an event, with a shared reason written out at the first seat alone', () => {
  const terminal = fakeTerminal({ columns: 1000 })
  const stream = Object.assign(terminal.stream, { isTTY: false })
  const progress = createProgress({ plan, stream, monotonicMs: () => 0 })
  for (let ended = 0; ended <= plan.seats.length; ended += 1) progress.update(stateAfter(ended))
  const rows = terminal.rows()
  expect(rows.filter((row) => row.includes('nothing answers'))).toEqual([expect.stringMatching(/^\[1\/8\] dx on claude/)])
  expect(rows.filter((row) => row.endsWith('unscored: same reason as [1]'))).toHaveLength(6)
  expect(rows).toContainEqual(expect.stringMatching(/^\[3\/8\] thesis on claude-haiku-open-weights +drafted: ship$/))
})

test('with ten seats and more the lines of a file are in line', () => {
  const of = planOf(['ollama:a', 'ollama:b'])
  const terminal = fakeTerminal({ columns: 1000 })
  const stream = Object.assign(terminal.stream, { isTTY: false })
  const progress = createProgress({ plan: of, stream, monotonicMs: () => 0 })
  for (let ended = 0; ended <= of.seats.length; ended += 1) progress.update(stateAfter(ended, of))
  const rows = terminal.rows().filter((row) => row.startsWith('['))
  expect(rows).toHaveLength(16)
  expect(new Set(rows.map((row) => row.indexOf(']')))).toEqual(new Set([6]))
  expect(rows[0]).toMatch(/^\[ 1\/16\] dx/)
})

test('a panel says how many seats it has, and with several jurors how many drafts are made for them', () => {
  expect(sizeText(plan)).toBe('2 tools, 4 personas, 8 seats')
  expect(sizeText(planOf(['ollama:a', 'ollama:b', 'ollama:c']))).toBe('2 tools, 4 personas, 3 jurors: 8 seats, 24 drafts')
})

test('the drafts of one juror are told apart', () => {
  const twice = { ...plan, seats: plan.seats.flatMap((seat) => [seat, { ...seat, id: `${seat.id}2`, repeat: 2 }]) }
  expect(sizeText(twice)).toBe('2 tools, 4 personas, 1 juror: 8 seats, 16 drafts')
  expect(watch(200, twice).filter((row) => row.includes('dx on mistral-3-instruct'))[1]).toContain('dx on mistral-3-instruct, again (2)')
})
