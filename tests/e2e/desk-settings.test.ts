import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModelCallStore } from '../../src/panels/store/model-calls.js'
import { deliverWebhook } from '../../src/webhooks/deliver-webhook.js'
import { dispatchWebhooks } from '../../src/webhooks/dispatch-webhooks.js'
import { createWebhookSender } from '../../src/webhooks/send-webhook.js'
import { createWebhookStore } from '../../src/webhooks/store/webhooks.js'
import { findFlawsInEveryLook } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows } from '../support/browser.js'
import { startSmtpServer, type TestSmtpServer } from '../support/mail/smtp-server.js'
import { sampleDossier, samplePersona } from '../support/samples.js'
import { publishPanel } from '../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../support/web/site/test-site.js'
import { type Receiver, startReceiver } from '../support/webhooks/receiver.js'

/* An admin sets up a newsroom in a browser; what was set is what readers, receivers and mail servers see. */

const password = 'violet teapot under rain'
const emailOf = (role: string) => `${role}@example.org`
/** Where pictures go; none are taken without it. */
const pictures = process.env.PANEL_PICTURES
let windows: BrowserWindows
let site: TestSite
let mails: TestSmtpServer
let receiver: Receiver
let answer = 500

beforeAll(async () => {
  mails = await startSmtpServer()
  receiver = await startReceiver(() => ({ status: answer }))
  windows = await openWindows()
  const mail = { from: 'Ship Panel <panel@example.org>', perMinute: 600, connections: 2 }
  site = await openTestSite({ config: { smtpUrl: mails.url, mail, webhooks: { allowPrivateAddresses: true } } })
  for (const role of ['admin', 'editor', 'reviewer'] as const)
    await site.desk.people.add({ actor: { system: 'test' }, name: `The ${role}`, email: emailOf(role), role, password })
})
afterAll(async () => {
  await Promise.all([windows.close(), mails.close(), receiver.stop()])
  await site.close()
})

const as = async (role: string, use: (page: Page) => Promise<void>, hasScript = true) => {
  const session = await windows.sessionOf({ baseURL: site.url, email: emailOf(role), password })
  await windows.withPage({ baseURL: site.url, session, hasScript }, use)
}
const picture = async (page: Page, name: string) => {
  if (pictures === undefined) return
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true })
  }
}

test('name, colours and logo: looked at before they are saved, refused where they cannot be read, and then on the public page', async () => {
  const file = await sharp({ create: { width: 300, height: 100, channels: 4, background: '#7a1fa2' } })
    .png()
    .toBuffer()
  await as(
    'admin',
    async (page) => {
      await page.goto('/desk/settings')
      await page.locator('.section-list').getByRole('link', { name: 'Site' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Acme Reviews')
      await page.getByRole('textbox', { name: 'Accent on light pages' }).fill('#ffee88')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      expect(await page.locator('#accentLight-problem').innerText()).toMatch(/its contrast with light pages is 1\.\d\d to 1/)
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Acme Reviews')
      await page.getByRole('textbox', { name: 'Accent on light pages' }).fill('#7a1fa2')
      await page.getByRole('button', { name: 'Preview', exact: true }).click()
      expect(await page.locator('.site-preview.light').innerText()).toContain('Acme Reviews')
      expect(await page.getByRole('img', { name: 'Accent on light pages: #7a1fa2' }).count()).toBe(1)
      expect(await (await site.get('/')).text()).not.toContain('Acme Reviews')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.waitForURL('**saved')
      await page.setInputFiles('#file', { name: 'logo.png', mimeType: 'image/png', buffer: file })
      await page.getByRole('button', { name: 'Preview the picture' }).click()
      expect(await page.locator('.site-preview .head-logo').count()).toBe(2)
      await page.getByRole('button', { name: 'Use the picture above' }).click()
      await page.waitForURL('**saved')
      await page.goto('/')
      expect(await page.locator('.masthead .name').innerText()).toBe('Acme Reviews')
      const logo = page.locator('.masthead').getByRole('img', { name: 'Logo of Acme Reviews' })
      await logo.waitFor()
      expect(await logo.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBe(128)
      expect(await page.evaluate('getComputedStyle(document.documentElement).getPropertyValue("--accent")')).toContain('#7a1fa2')
    },
    false,
  )
  await as('admin', async (page) => {
    await page.goto('/desk/settings/site')
    expect(await page.locator('.desk-head').getByRole('img', { name: 'Logo of Acme Reviews' }).count()).toBe(1)
    expect(await findFlawsInEveryLook(page, 'the settings of the site')).toEqual([])
    await picture(page, 'settings-site')
    await page.goto('/')
    await picture(page, 'site-with-logo')
  })
})

test('a budget of the month is shown with what is spent of it', async () => {
  const { panelId } = await publishPanel(site.app.db, { dossiers: [sampleDossier()], personas: [samplePersona()] })
  const [store, key, owner] = [createModelCallStore(site.app.db), 'a-call', site.runtime.newId('own')]
  const identity = { model: 'ollama:a', sample: 1, request: { messages: [] } } as unknown as Parameters<typeof store.reserve>[0]['identity']
  const terms = { provider: 'ollama', limits: {}, expectedTokens: 10 }
  await store.reserve({ key, identity, owner, payer: { panelId }, reserveUsd: 3, leaseMs: 60_000, terms })
  const usage = { inputTokens: 1, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 1 }
  await store.settle({ key, owner, raw: {}, usage, costUsd: 2.5, latencyMs: 1 })
  await as('admin', async (page) => {
    await page.goto('/desk/settings/budgets')
    await page.getByLabel('A month').fill('10')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL('**saved')
    expect(await page.getByRole('region', { name: /^This month/ }).innerText()).toContain('$2.50 of $10.00 spent, in 1 call.')
    expect(await page.getByLabel('Spent and reserved of the budget: this month').getAttribute('value')).toBe('2.5')
    expect(await page.getByRole('table', { name: 'By panel' }).first().getByRole('link').innerText()).toBe(sampleDossier().tool.name)
    await picture(page, 'settings-budgets')
    await page.goto('/desk/settings/models')
    const row = await page.getByRole('row').filter({ hasText: 'ollama:a' }).innerText()
    expect(row).toContain('1 in the last day, 1 in the last 7 days')
    expect(row).toMatch(/none\s.*Answered \d+ \w+ \d{4}/s)
  })
})

test('a webhook is added, its delivery fails, and is sent again under the same id', async () => {
  const store = createWebhookStore(site.app.db)
  const { review } = site.desk
  const sender = createWebhookSender({ allowsPrivate: true })
  const deliver = async () => {
    const ids = await dispatchWebhooks({ review, store, runtime: site.runtime })
    for (const deliveryId of ids)
      await deliverWebhook({ store, send: sender.send, runtime: site.runtime }, { deliveryId }, { isLastAttempt: true })
  }
  await as('admin', async (page) => {
    await page.goto('/desk/settings/webhooks')
    await page.locator('#url').fill(receiver.url)
    await page
      .locator('main form', { has: page.locator('#url') })
      .getByRole('button')
      .click()
    expect(await page.locator('#webhook-secret').innerText()).toMatch(/^whsec_/)
    await publishPanel(site.app.db, { dossiers: [sampleDossier()], personas: [samplePersona()] })
    await deliver()
    await page.goto('/desk/settings/webhooks')
    await page.getByRole('link', { name: receiver.url }).click()
    const row = page.getByRole('region', { name: 'Deliveries' }).locator('tbody tr')
    expect(await row.innerText()).toContain('500')
    answer = 204
    await row.getByRole('button', { name: /^Send again/ }).click()
    await page.getByText('It is sent again within seconds').waitFor()
    await deliver()
    await page.reload()
    expect(await page.getByRole('region', { name: 'Deliveries' }).locator('tbody tr').innerText()).toContain('204')
    await picture(page, 'settings-webhook')
  })
  await sender.close()
  expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(Array(2).fill(receiver.received[0]?.headers['webhook-id']))
})

test('a test mail goes by the mail server to who asked for it', async () => {
  await as('admin', async (page) => {
    await page.goto('/desk/settings/mail')
    await page.getByRole('button', { name: `Send a test to ${emailOf('admin')}` }).click()
    await page.getByText('The server took it').waitFor()
  })
  expect(mails.received.map(({ to }) => to)).toEqual([[emailOf('admin')]])
})

test('a reviewer and an editor are refused, and have no way to it', async () => {
  for (const role of ['reviewer', 'editor']) {
    await as(role, async (page) => {
      await page.goto('/desk')
      expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0)
      const response = await page.goto('/desk/settings/site')
      expect([response?.status(), await page.locator('h1').innerText()]).toEqual([403, 'Not allowed'])
    })
  }
})
