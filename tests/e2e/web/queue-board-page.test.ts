import type { Queue } from 'bullmq'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createQueueBoard } from '../../../queue/board.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { type RunningServer, startServer } from '../../../src/web/server.js'
import { openTestQueues, type TestQueues } from '../../support/app/observe/queues.js'
import { launchBrowser } from '../../support/browser.js'
import { boardPassword, openBoardApp } from '../../support/web/board-app.js'

let queues: TestQueues
let queue: Queue
let server: RunningServer
let browser: Browser

beforeAll(async () => {
  queues = await openTestQueues('PostgreSQL')
  queue = queues.queue('seats')
  await queue.add('draft-seat', { seatId: 'seat_1' }, { jobId: 'waits', delay: 3_600_000 })
  const app = openBoardApp(createQueueBoard([{ queue }]))
  server = await startServer({ app, port: 0, hostname: '127.0.0.1', runtime: createRuntime({ logLevel: 'silent' }) })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.close({ deadlineMs: 1_000 })
  await queues.close()
})

test('an admin sees the queue in a browser and promotes its jobs, and nothing comes from elsewhere', async () => {
  const page = await browser.newPage({ httpCredentials: { username: 'admin', password: boardPassword } })
  const origins = new Set<string>()
  const errors: string[] = []
  page.on('response', (response) => origins.add(new URL(response.url()).origin))
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(`${server.url}/admin/queues/queue/seats?status=delayed`)
  await page.getByText('draft-seat').first().waitFor()
  const promoted = page.waitForResponse((response) => response.url().endsWith('/api/queues/seats/promote'))
  await page.getByRole('button', { name: 'Promote all' }).click()
  await page.getByRole('button', { name: 'Confirm' }).click()
  expect((await promoted).ok()).toBe(true)
  expect(await queue.getJobState('waits')).toBe('waiting')
  expect([...origins]).toEqual([server.url])
  // The one thing that the page asks for elsewhere, a font, is what its policy keeps it from.
  expect(errors).toEqual([expect.stringMatching(/fonts\.googleapis\.com.* Content Security Policy/)])
  await page.close()
})
