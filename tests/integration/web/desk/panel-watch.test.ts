import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDossierFiles } from '../../../../src/panels/dossier/read-dossiers.js'
import { loadPersonas } from '../../../../src/panels/persona/load-personas.js'
import { createPanelFigures } from '../../../../src/panels/store/panel-figures.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createPanelWatch } from '../../../../src/web/desk/panel-watch.js'
import { openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let panelId: string
beforeAll(async () => {
  desk = await openTestDesk()
  const [dossiers, personas] = await Promise.all([readDossierFiles(packageFiles.sampleDossiers), loadPersonas(packageFiles.personas)])
  // No one works on it, so it runs until it is cancelled.
  const { plan } = await desk.app.kickOff({ dossiers, personas, jurors: ['ollama:one'], recordings: null, budgetUsd: null })
  panelId = plan.panelId
})
afterAll(() => desk.close())

/** A watch on the real database that counts what it asks, and whose clock is moved by hand. */
function countingWatch() {
  const counts = { lookUp: 0, statusOf: 0, seats: 0, spending: 0 }
  const { panels } = desk.app
  const figures = createPanelFigures(desk.app.db)
  const pauses: (() => void)[] = []
  const count = <A extends unknown[], R>(name: keyof typeof counts, ask: (...args: A) => R) => {
    return (...args: A): R => {
      counts[name] += 1
      return ask(...args)
    }
  }
  const watch = createPanelWatch({
    panels: {
      ...panels,
      lookUp: count('lookUp', panels.lookUp),
      statusOf: count('statusOf', panels.statusOf),
      spending: count('spending', panels.spending),
    },
    figures: { ...figures, seats: count('seats', figures.seats) },
    runtime: {
      ...createRuntime({ logLevel: 'silent' }),
      sleep: (_ms, signal) =>
        new Promise((resolve, reject) => {
          pauses.push(resolve)
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
        }),
    },
  })
  return { watch, counts, pauses }
}

test('five hundred followers of one panel share each reading of it, and the poll ends with the last of them', async () => {
  const { watch, counts, pauses } = countingWatch()
  const never = new AbortController().signal
  const followers = (await Promise.all(Array.from({ length: 500 }, () => watch.join(panelId)))).filter((found) => found !== null)
  expect(followers).toHaveLength(500)
  const first = await Promise.all(followers.map((follower) => follower.next(0, never)))
  expect(new Set(first.map((reading) => reading?.number))).toEqual(new Set([1]))
  expect(counts).toEqual({ lookUp: 1, statusOf: 1, seats: 1, spending: 1 })
  await expect.poll(() => pauses.length).toBe(1)
  const second = Promise.all(followers.map((follower) => follower.next(1, never)))
  pauses.shift()?.()
  expect(new Set((await second).map((reading) => reading?.number))).toEqual(new Set([2]))
  expect(counts).toEqual({ lookUp: 1, statusOf: 2, seats: 2, spending: 2 })
  await expect.poll(() => pauses.length).toBe(1)
  for (const follower of followers) {
    follower.leave()
    follower.leave()
  }
  // A follower who comes now begins a poll of their own: the one before has ended.
  const late = await watch.join(panelId)
  expect((await late?.next(0, never))?.number).toBe(1)
  expect(counts).toEqual({ lookUp: 2, statusOf: 3, seats: 3, spending: 3 })
  late?.leave()
})

test('who goes away while waiting gets no more, and a panel that is not there has no followers', async () => {
  const { watch, counts } = countingWatch()
  const follower = await watch.join(panelId)
  const gone = new AbortController()
  await follower?.next(0, gone.signal)
  const waiting = follower?.next(1, gone.signal)
  gone.abort()
  expect(await waiting).toBeNull()
  follower?.leave()
  expect(await watch.join('pnl_0000')).toBeNull()
  expect(counts.statusOf).toBe(1)
})

test('a person has twelve streams at once; the next one is asked to close some, and has room when one ends', async () => {
  await desk.addPerson('editor', 'Eve')
  await desk.addPerson('editor', 'Flo')
  const [eve, flo] = [await desk.signedIn('Eve'), await desk.signedIn('Flo')]
  const path = `/desk/panels/${panelId}/events`
  const streams = await Promise.all(Array.from({ length: 12 }, () => eve.get(path)))
  expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]))
  const refused = await eve.get(path)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
  expect(await refused.text()).toContain('You follow 12 pages at once')
  const other = await flo.get(path)
  expect(other.status).toBe(200)
  await other.body?.cancel()
  await streams.pop()?.body?.cancel()
  const again: Response[] = []
  await expect
    .poll(async () => {
      const response = await eve.get(path)
      if (response.status === 200) again.push(response)
      return response.status
    })
    .toBe(200)
  await Promise.all([...streams, ...again].map((response) => response.body?.cancel()))
})
