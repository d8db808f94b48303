import { expect, test } from 'vitest'
import { renderPanel } from '../../../src/cli/status.js'
import { planPanel } from '../../../src/panels/plan/plan-panel.js'
import { sampleDossier, samplePersona } from '../../support/samples.js'

const now = new Date('2026-11-22T09:00:00Z')

test('repeats of a juror are told apart', () => {
  const asked = { jurors: ['ollama:a'], repeat: 2, recordingSet: null, budgetUsd: null }
  const plan = planPanel({ panelId: 'pnl_1', dossiers: [sampleDossier()], personas: [samplePersona()], ...asked })
  const seats = plan.seats.map((seat) => ({ seat, status: 'planned' as const, reason: null, outcome: null, run: 1 }))
  const times = { createdAt: now, startedAt: now, finishedAt: null, repliesCleanedAt: null }
  const text = renderPanel({ plan, status: 'running', reason: null, run: 1, askedRun: 1, ...times, seats }, { now, columns: 100 })
  expect(text.split('\n').filter((line) => line.startsWith('dx'))).toEqual([
    expect.stringMatching(/ollama:a +waiting/),
    expect.stringMatching(/ollama:a, again \(2\) +waiting/),
  ])
})
