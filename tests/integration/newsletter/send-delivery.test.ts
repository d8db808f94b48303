import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { createMailer } from '../../../src/mail/create-mailer.js'
import type { Mailer } from '../../../src/mail/mailer.js'
import { createMailComposer } from '../../../src/newsletter/compose-issue.js'
import { DeliveryDelayedError, deliveryAttempts, type SendDependencies, sendDelivery } from '../../../src/newsletter/send-delivery.js'
import { subscribers } from '../../../src/newsletter/store/schema.js'
import { createSubscriptionActions } from '../../../src/newsletter/subscription-actions.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { smtpError, startSmtpServer, type TestSmtpOptions } from '../../support/mail/smtp-server.js'
import { editor, openTestNewsletter, week } from '../../support/newsletter/test-newsletter.js'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const place = { siteUrl: 'https://panel.example', sender: 'Ship Panel, 1 Dock Road' }
const reader = 'sub_00001'

/** An issue under way to that many subscribers, through a real server. */
async function openSending({ count = 1, smtp = {}, over = {} }: { count?: number; smtp?: TestSmtpOptions; over?: Partial<Mailer> } = {}) {
  const newsletter = await openTestNewsletter()
  closing.push(newsletter.close)
  const server = await startSmtpServer(smtp)
  closing.push(server.close)
  const runtime = createRuntime({ logLevel: 'silent' })
  const mail = { from: 'Ship Panel <panel@example.com>', returnPath: 'bounces@example.com', connections: 1 }
  const mailer = await createMailer({ smtpUrl: server.url, mail, outboxFolder: '/nowhere', runtime })
  closing.push(mailer.close)
  const subscriptions = createSubscriptionActions({
    db: newsletter.db,
    mailer,
    secret: 'a secret of more than thirty-two characters',
    origin: place.siteUrl,
    sender: place.sender,
    returnPath: mail.returnPath,
    runtime,
  })
  await newsletter.subscribe(count)
  const drafted = await newsletter.actions.draftDue()
  if (drafted.status !== 'done') throw new Error(drafted.status)
  const { id: issueId, contentSha256: seenSha256 } = drafted.issue
  await newsletter.actions.approve({ actor: editor, week, seenSha256 })
  await newsletter.actions.start({ actor: editor, week, seenSha256 })
  const dependencies: SendDependencies = {
    store: newsletter.store,
    mailer: { ...mailer, ...over },
    compose: createMailComposer({ findIssue: newsletter.store.findById, place, ...subscriptions }),
    refused: subscriptions.refusal,
    runtime,
    timeouts: { attemptMs: 60_000 },
  }
  const setSubscriber = (status: 'active' | 'unsubscribed') =>
    newsletter.db.update(subscribers).set({ status }).where(eq(subscribers.id, reader))
  return {
    ...newsletter,
    server,
    issueId,
    dependencies,
    setSubscriber,
    send: (signal?: AbortSignal) => sendDelivery(dependencies, { issueId, subscriberId: reader }, signal),
    progress: () => newsletter.store.progress(issueId, new Date(0)),
  }
}

test('a mail arrives once, with the headers of a list and links of the subscriber’s own', async () => {
  const sending = await openSending()
  expect(await sending.send()).toBe('sent')
  expect(await sending.send()).toBe('nothing to do')
  expect(sending.server.received).toHaveLength(1)
  const [{ parsed, to, from } = { parsed: null, to: [], from: '' }] = sending.server.received
  expect(to).toEqual(['reader00001@example.org'])
  expect(from).toMatch(/^bounces\+.+@example\.com$/)
  expect(parsed?.messageId).toBe(`<${sending.issueId}.${reader}@example.com>`)
  expect(parsed?.subject).toBe('Week 47: Bun vs Deno, and 1 more')
  const header = (name: string) => parsed?.headerLines.find(({ key }) => key === name)?.line.replace(/\r\n\s+/g, ' ')
  const [, link = ''] =
    /^List-Unsubscribe: <(https:\/\/panel\.example\/weekly\/unsubscribe\?t=[^>]+)>$/i.exec(header('list-unsubscribe') ?? '') ?? []
  expect(link).not.toBe('')
  expect(header('list-unsubscribe-post')).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/i)
  expect(header('list-id')).toMatch(/^List-Id: Ship Panel weekly <weekly\.panel\.example>$/i)
  for (const body of [parsed?.text, typeof parsed?.html === 'string' ? parsed.html : '']) {
    expect(body).toContain(link)
    expect(body).toContain('https://panel.example/compare/bun-vs-deno')
    expect(body).toContain('Ship Panel, 1 Dock Road')
  }
})

describe('the server says no', () => {
  test('to the address for good: refused, and the subscriber gets no more issues', async () => {
    const sending = await openSending({
      smtp: {
        onRecipient: (address) => {
          throw smtpError(550, `5.1.1 <${address}> is not here`)
        },
      },
    })
    expect(await sending.send()).toBe('refused')
    expect(await sending.progress()).toMatchObject({ refused: 1 })
    const [subscriber] = await sending.db.select().from(subscribers)
    expect(subscriber?.status).toBe('bounced')
    // What is kept of it does not name the reader, who may ask to be forgotten.
    expect((await sending.actions.show(week))?.unsent).toMatchObject([{ detail: expect.stringContaining('5.1.1 <[address]> is not here') }])
  })
  test('to the whole mail, after its end: it was heard, so nothing is unknown', async () => {
    const refuse = () => {
      throw smtpError(554, '5.7.1 no issues here')
    }
    const sending = await openSending({ smtp: { onMessage: refuse } })
    expect(await sending.send()).toBe('refused')
    expect(await sending.progress()).toMatchObject({ refused: 1, unknown: 0 })
    // Rules of the receiver say nothing of the address.
    expect((await sending.db.select().from(subscribers))[0]?.status).toBe('active')
  })
  test.each([
    ['before it takes the mail', 'onRecipient'],
    ['after the mail’s end', 'onMessage'],
  ] as const)('for now, %s: it waits for another attempt, which sends it', async (_name, when) => {
    let isBusy = true
    const busy = () => {
      if (isBusy) throw smtpError(451, '4.3.0 later, please')
    }
    const sending = await openSending({ smtp: { [when]: busy } })
    await expect(sending.send()).rejects.toThrow(DeliveryDelayedError)
    expect(await sending.progress()).toMatchObject({ waiting: 1, unknown: 0 })
    isBusy = false
    expect(await sending.send()).toBe('sent')
    expect(sending.server.received).toHaveLength(1)
  })
  test('for now, every time: given up in the end, until a person has it tried again', async () => {
    const sending = await openSending({
      smtp: {
        onRecipient: () => {
          throw smtpError(450, '4.2.0 the mailbox is busy')
        },
      },
    })
    for (let attempt = 1; attempt < deliveryAttempts; attempt += 1) await expect(sending.send()).rejects.toThrow(DeliveryDelayedError)
    expect(await sending.send()).toBe('failed')
    expect(await sending.send()).toBe('nothing to do')
    expect(await sending.progress()).toMatchObject({ failed: 1 })
    expect(await sending.actions.resume({ actor: editor, week })).toMatchObject({ status: 'done' })
    expect(await sending.progress()).toMatchObject({ waiting: 1, failed: 0 })
    expect((await sending.audit()).at(-1)).toMatchObject({ action: 'resume digest', data: { retried: 1 } })
  })
})

describe('a subscriber who leaves', () => {
  test('before the mail is taken on gets none', async () => {
    const sending = await openSending()
    await sending.setSubscriber('unsubscribed')
    expect(await sending.send()).toBe('nothing to do')
    expect(await sending.progress()).toMatchObject({ skipped: 1 })
  })
  test('while the mail is on its way, up to its last bytes, gets none', async () => {
    const sending = await openSending({ smtp: { onRecipient: () => undefined } })
    const { handOver } = sending.store
    sending.dependencies.store = {
      ...sending.store,
      handOver: async (claim, now) => {
        await sending.setSubscriber('unsubscribed')
        return handOver(claim, now)
      },
    }
    expect(await sending.send()).toBe('skipped')
    expect(sending.server.received).toEqual([])
    expect(await sending.progress()).toMatchObject({ skipped: 1 })
  })
  test('and is deleted altogether gets none', async () => {
    const sending = await openSending()
    await sending.db.delete(subscribers).where(eq(subscribers.id, reader))
    expect(await sending.send()).toBe('nothing to do')
    expect(await sending.progress()).toMatchObject({ skipped: 1 })
  })
})

test('of two senders of the same mail only one hands it over: the one that took it on last', async () => {
  const sending = await openSending()
  const { handOver } = sending.store
  let second: Promise<unknown> = Promise.resolve()
  const others: SendDependencies = { ...sending.dependencies }
  sending.dependencies.store = {
    ...sending.store,
    handOver: async (claim, now) => {
      // The queue took the first sender for dead, and gave the mail to another.
      const mailer = await createMailer({
        smtpUrl: sending.server.url,
        mail: { from: 'panel@example.com', connections: 1 },
        outboxFolder: '/nowhere',
        runtime: sending.runtime,
      })
      second = sendDelivery({ ...others, mailer }, { issueId: sending.issueId, subscriberId: reader }).finally(mailer.close)
      await second
      return handOver(claim, now)
    },
  }
  expect(await sending.send()).toBe('nothing to do')
  expect(await second).toBe('sent')
  expect(sending.server.received).toHaveLength(1)
  expect(await sending.progress()).toMatchObject({ sent: 1 })
})

test('when the handing over cannot be noted, the mail is not handed over, and waits', async () => {
  const sending = await openSending()
  sending.dependencies.store = {
    ...sending.store,
    handOver: () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNRESET' })),
  }
  await expect(sending.send()).rejects.toThrow(DeliveryDelayedError)
  expect(sending.server.received).toEqual([])
  expect(await sending.progress()).toMatchObject({ waiting: 1 })
})

test('a connection that breaks after the handing over leaves a mail of which no one knows, and which is not sent again', async () => {
  const sending = await openSending({
    over: {
      send: async (_mail, options) => {
        await options?.onHandOver?.()
        throw Object.assign(new Error('the connection to reader00001@example.org broke'), { mayHaveArrived: true })
      },
    },
  })
  expect(await sending.send()).toBe('unknown')
  expect(await sending.send()).toBe('nothing to do')
  expect(await sending.progress()).toMatchObject({ unknown: 1, 'handed-over': 0 })
  expect((await sending.actions.show(week))?.unknown).toMatchObject([{ detail: 'the connection to [address] broke' }])
  expect(await sending.actions.settle({ actor: editor, week, subscriberId: reader, as: 'arrived' })).toMatchObject({ status: 'done' })
  expect(await sending.actions.settle({ actor: editor, week, subscriberId: reader, as: 'send again' })).toMatchObject({ status: 'refused' })
  expect(await sending.progress()).toMatchObject({ unknown: 0, sent: 1 })
})

test('a sender that stops requeues what it has not handed over', async () => {
  const stopping = new AbortController()
  const sending = await openSending({ smtp: { onRecipient: () => stopping.abort() } })
  await expect(sending.send(stopping.signal)).rejects.toThrow(DeliveryDelayedError)
  expect(sending.server.received).toEqual([])
  expect(await sending.progress()).toMatchObject({ waiting: 1 })
})

test('what a sender that died had taken on waits again once no one can be at it any more', async () => {
  const sending = await openSending({ count: 2 })
  await sending.store.claim({ issueId: sending.issueId, subscriberId: reader }, new Date('2026-11-23T09:00:00.000Z'))
  expect(await sending.store.releaseStale(new Date('2026-11-23T08:59:59.000Z'))).toBe(0)
  expect(await sending.store.releaseStale(new Date('2026-11-23T09:00:01.000Z'))).toBe(1)
  expect(await sending.store.waitingCount()).toBe(2)
})
