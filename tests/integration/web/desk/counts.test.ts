import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitingSeats } from '../../../../src/cli/progress.js'
import { createDossierStore } from '../../../../src/panels/store/dossiers.js'
import { InputError } from '../../../../src/platform/errors.js'
import { OutlookBox } from '../../../../src/web/desk/estimate.js'
import { progressText } from '../../../../src/web/desk/panel-state.js'
import { sampleDossier } from '../../../support/samples.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let editor: Browser
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('editor', 'Edda')
  editor = await desk.signedIn('Edda')
})
afterAll(() => desk.close())

test('the kick-off page counts one source as one', async () => {
  const dossier = sampleDossier()
  expect(dossier.sources).toHaveLength(1)
  await createDossierStore(desk.app.db).add(dossier, { at: new Date('2026-11-22T10:00:00.000Z') })
  const page = await (await editor.get('/desk/panels/new')).text()
  expect(page).toMatch(/, 1 source\s·/)
})

test('one seat, and one call, are counted as one', () => {
  const draftOf = (verdictId: string) => ({ status: 'drafted' as const, verdictId })
  expect(progressText({ status: 'finished', seats: [draftOf('seat_1')] as never })).toBe('1 of 1 seat drafted.')
  expect(progressText({ status: 'finished', seats: [draftOf('seat_1'), draftOf('seat_2')] as never })).toBe('2 of 2 seats drafted.')
  const twice = [draftOf('seat_1'), draftOf('seat_1'), draftOf('seat_2'), { status: 'planned', verdictId: 'seat_2' }]
  expect(progressText({ status: 'running', seats: twice as never })).toBe('3 of 4 drafts of 2 seats made.')
  expect(waitingSeats(1)).toBe('1 seat waits for a worker')
  expect(waitingSeats(8)).toBe('8 seats wait for a worker')
  const box = (seats: number) => String(OutlookBox({ outlook: { kind: 'replay', seats, conflicts: [] } }))
  expect(box(1)).toContain('1 seat on recordings')
  expect(box(8)).toContain('8 seats on recordings')
})

test('one more problem than are written is one', () => {
  const problems = (count: number) => Array.from({ length: count }, () => ({ file: 'a.yaml', line: 1, column: 1, message: 'm', fix: 'f' }))
  expect(new InputError('Wrong', problems(101)).message).toMatch(/… and 1 more problem$/)
  expect(new InputError('Wrong', problems(102)).message).toMatch(/… and 2 more problems$/)
})
