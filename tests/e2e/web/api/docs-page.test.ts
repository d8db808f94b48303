import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { type RunningServer, startServer } from '../../../../src/web/server.js'
import { launchBrowser } from '../../../support/browser.js'
import { openTestApi, type TestApi } from '../../../support/web/api/api-app.js'
import { apiRoutes } from '../../../support/web/api/api-routes.js'

let api: TestApi
let server: RunningServer
let browser: Browser
beforeAll(async () => {
  api = await openTestApi()
  server = await startServer({ app: api.app, port: 0, hostname: '127.0.0.1', runtime: createRuntime({ logLevel: 'silent' }) })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.close({ deadlineMs: 1_000 })
  await api.close()
})

test('the page shows every operation, tries one, breaks no policy and asks no one else', async () => {
  const page = await browser.newPage()
  const said: string[] = []
  const asked: string[] = []
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${server.url}/api/v1/docs`)
  // The one of the description's webhooks is there too.
  await page.locator('.opblock').nth(apiRoutes.length).waitFor()
  expect(await page.locator('.opblock').count()).toBe(apiRoutes.length + 1)
  await page.locator('.opblock-get:has([data-path="/records"]) .opblock-summary-control').click()
  await page.getByRole('button', { name: 'Try it out' }).click()
  const answered = page.waitForResponse((response) => response.url().includes('/api/v1/records'))
  await page.getByRole('button', { name: 'Execute' }).click()
  expect((await answered).status()).toBe(401)
  expect(asked.filter((url) => !url.startsWith(server.url) && !url.startsWith('data:'))).toEqual([])
  expect(said.filter((line) => !line.includes('401'))).toEqual([])
  await page.close()
})
