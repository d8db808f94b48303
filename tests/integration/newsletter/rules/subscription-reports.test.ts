import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { deleteSubscriber, exportSubscriber, takeBounce } from '../../../../src/cli/newsletter-subscribers.js'
import { verpAddress } from '../../../../src/newsletter/rules/subscriber-keys.js'
import { sampleBounce, sampleComplaint } from '../../../support/newsletter/rules/sample-reports.js'
import {
  bounceToken,
  openTestSubscriptions,
  publicUrl,
  subscribeAndConfirm,
  type TestSubscriptions,
} from '../../../support/newsletter/rules/test-subscriptions.js'

let scene: TestSubscriptions
beforeEach(async () => {
  scene = await openTestSubscriptions()
})
afterEach(() => scene.close())

const ada = 'ada@example.org'

/** As a mail server hands a report on. */
async function report(raw: Buffer, { token = bounceToken, type = 'message/rfc822' }: { token?: string; type?: string } = {}) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': type }
  const answer = await scene.request('/weekly/bounces', { method: 'POST', headers, body: new Uint8Array(raw) })
  return { ...answer, json: answer.status === 200 ? JSON.parse(answer.text) : null }
}

/** An issue that was sent to that subscriber; returns its message id. */
async function sendMail(subscriberId: string, week: number): Promise<string> {
  const messageId = `dig_${week}.${subscriberId}@example.com`
  await scene.pool.query(
    `insert into digests (id, week, status, content_sha256, content, drafted_at) values ($1, $2, 'sent', 'x', '{}', now()) on conflict do nothing`,
    [`dig_${week}`, `2026-W${week}`],
  )
  await scene.pool.query(
    `insert into digest_deliveries (digest_id, subscriber_id, status, message_id, at) values ($1, $2, 'sent', $3, $4)`,
    [`dig_${week}`, subscriberId, messageId, scene.runtime.now()],
  )
  scene.advanceDays(0.01)
  return messageId
}

describe('a bounce', () => {
  test('for good ends the subscription, found by the address it came back to', async () => {
    const { id, path } = await subscribeAndConfirm(scene, ada)
    const { json } = await report(sampleBounce({ to: verpAddress('bounces@example.com', id), recipient: 'elsewhere@example.net' }))
    expect(json).toEqual({ status: 'bounce', subscriberId: id, subscription: 'bounced' })
    expect(await scene.actions.store.activeCount()).toBe(0)
    expect((await scene.get(path)).text).toContain('because mails to it came back')
    expect((await scene.actions.record(ada))?.problem).toBe('5.1.1 smtp; 550 5.1.1 User unknown')
  })

  test('is found by the mail that came back, and else by its recipient', async () => {
    const { id } = await subscribeAndConfirm(scene, ada)
    const bob = await subscribeAndConfirm(scene, 'bob@example.org')
    const messageId = await sendMail(id, 40)
    expect((await report(sampleBounce({ messageId, recipient: 'forwarded@example.net' }))).json.subscriberId).toBe(id)
    expect((await report(sampleBounce({ recipient: 'BOB@example.org' }))).json.subscriberId).toBe(bob.id)
    expect((await report(sampleBounce({ recipient: 'nobody@example.org' }))).json).toEqual({ status: 'unknown subscriber' })
  })

  test('that is temporary ends it at the third issue in a row, however often one is reported', async () => {
    const { id } = await subscribeAndConfirm(scene, ada)
    const states: string[] = []
    for (const week of [40, 41, 42]) {
      const messageId = await sendMail(id, week)
      for (let n = 0; n < 2; n += 1) states.push((await report(sampleBounce({ status: '4.2.2', messageId }))).json.subscription)
    }
    expect(states).toEqual(['active', 'active', 'active', 'active', 'bounced', 'bounced'])
  })

  test('that is temporary is forgotten when an issue got through in between', async () => {
    const { id } = await subscribeAndConfirm(scene, ada)
    for (const week of [40, 41]) await report(sampleBounce({ status: '4.2.2', messageId: await sendMail(id, week) }))
    await sendMail(id, 42)
    for (const week of [43, 44]) await report(sampleBounce({ status: '4.2.2', messageId: await sendMail(id, week) }))
    expect(await scene.statusOf(ada)).toBe('active')
    expect((await report(sampleBounce({ status: '4.2.2', messageId: await sendMail(id, 45) }))).json.subscription).toBe('bounced')
  })

  test('of the receiver’s rules counts as a temporary one: it says nothing of the address', async () => {
    await subscribeAndConfirm(scene, ada)
    expect((await report(sampleBounce({ status: '5.7.26' }))).json.subscription).toBe('active')
  })

  test.each([
    [{ action: 'delayed', status: '4.4.1' }, 'no delivery failed'],
    [{ action: 'delivered', status: '2.0.0' }, 'no delivery failed'],
    [{ action: 'failed', status: 'nonsense' }, 'no delivery failed'],
  ])('that is none changes nothing: %j', async (sample, why) => {
    await subscribeAndConfirm(scene, ada)
    expect((await report(sampleBounce(sample))).json).toEqual({ status: 'ignored', why })
    expect(await scene.statusOf(ada)).toBe('active')
  })

  test('while an issue is sent: a server’s no to the address is for good, three of another kind in a row are', async () => {
    const { id } = await subscribeAndConfirm(scene, ada)
    await scene.actions.refusal({ subscriberId: id, to: 'recipient', code: 550, response: `550 5.1.1 <${ada}> unknown` })
    expect(await scene.statusOf(ada)).toBe('bounced')
    const bob = await subscribeAndConfirm(scene, 'bob@example.org')
    const states: (string | null)[] = []
    for (let n = 0; n < 3; n += 1) {
      await scene.actions.refusal({ subscriberId: bob.id, to: 'message', code: 550, response: '550 5.7.1 no signature' })
      states.push(await scene.statusOf('bob@example.org'))
    }
    expect(states).toEqual(['active', 'active', 'bounced'])
  })

  test.each([
    ['recipient', 550, '550 <ada@example.org>: Recipient address rejected: User unknown', 'bounced'],
    ['recipient', 553, '553 sorry, no mailbox here by that name: no such user', 'bounced'],
    ['recipient', 550, '550 relaying denied', 'active'],
    ['recipient', 554, '554 User unknown', 'active'],
    ['message', 550, '550 User unknown', 'active'],
    ['recipient', 550, '550 5.0.0 User unknown', 'active'],
    ['recipient', 550, '550 blocked: see 5.1.1.9', 'active'],
    ['recipient', 550, '550 5.2.1 mailbox disabled', 'bounced'],
  ] as const)(
    'while an issue is sent, to the %s with %i, ends the subscription only when it is about the mailbox: %s',
    async (to, code, response, status) => {
      const { id } = await subscribeAndConfirm(scene, ada)
      await scene.actions.refusal({ subscriberId: id, to, code, response })
      expect(await scene.statusOf(ada)).toBe(status)
    },
  )

  test('that names nothing but an address ends nothing, nor does such a complaint, however many come', async () => {
    await subscribeAndConfirm(scene, ada)
    for (let n = 0; n < 4; n += 1) {
      expect((await report(sampleBounce({ messageId: `made-up-${n}@example.net` }))).json).toMatchObject({ subscription: 'active' })
      expect((await report(sampleComplaint())).json).toMatchObject({ status: 'bounce', subscription: 'active' })
    }
  })

  test('with an endless recipient is read, and finds no one', async () => {
    await subscribeAndConfirm(scene, ada)
    expect((await report(sampleBounce({ recipient: `${'a'.repeat(200_000)} ${ada}` }))).json).toEqual({ status: 'unknown subscriber' })
  })

  test('does not end what the reader confirms again', async () => {
    const { id } = await subscribeAndConfirm(scene, ada)
    await report(sampleBounce({ to: verpAddress('bounces@example.com', id) }))
    expect(await scene.statusOf(ada)).toBe('bounced')
    await subscribeAndConfirm(scene, ada)
    expect(await scene.statusOf(ada)).toBe('active')
  })
})

describe('a complaint', () => {
  test('ends the issues, and what others enter brings one mail in thirty days at most', async () => {
    const { id } = await subscribeAndConfirm(scene, ada)
    const bob = await subscribeAndConfirm(scene, 'bob@example.org')
    const messageId = await sendMail(bob.id, 40)
    expect((await report(sampleComplaint({ recipient: 'redacted' }))).json).toEqual({ status: 'unknown subscriber' })
    expect((await report(sampleComplaint({ messageId, recipient: 'redacted' }))).json).toMatchObject({
      status: 'complaint',
      subscriberId: bob.id,
    })
    const verp = verpAddress('bounces@example.com', id)
    expect((await report(sampleComplaint({ recipient: 'redacted', mailFrom: verp }))).json).toEqual({
      status: 'complaint',
      subscriberId: id,
      subscription: 'complained',
    })
    const before = scene.server.received.length
    for (let n = 0; n < 4; n += 1) expect((await scene.subscribe(ada, `192.0.${n}.1`)).location).toBe('/weekly/subscribe?done=asked')
    expect(scene.server.received.length - before).toBe(1)
    expect(await scene.statusOf(ada)).toBe('complained')
    const token = new URL(scene.lastMail(ada).path, publicUrl).searchParams.get('t') ?? ''
    await scene.post('/weekly/confirm', { t: token })
    expect(await scene.statusOf(ada)).toBe('active')
  })

  test('is remembered as a keyed hash when everything else is deleted, until the owner confirms', async () => {
    const { id, token } = await subscribeAndConfirm(scene, ada)
    await report(sampleComplaint({ mailFrom: verpAddress('bounces@example.com', id) }))
    await scene.post('/weekly/unsubscribe', { t: token, action: 'delete' })
    expect(await scene.findEverywhere(ada)).toEqual([])
    expect((await scene.pool.query('select * from mail_suppressions')).rows).toHaveLength(1)
    const before = scene.server.received.length
    for (let n = 0; n < 4; n += 1) await scene.subscribe('ADA@example.org', `192.0.${n}.1`)
    expect(scene.server.received.length - before).toBe(1)
    const link = new URL(scene.lastMail('ADA@example.org').path, publicUrl).searchParams.get('t') ?? ''
    await scene.post('/weekly/confirm', { t: link })
    expect((await scene.pool.query('select * from mail_suppressions')).rows).toEqual([])
  })

  test('is not made of other feedback', async () => {
    await subscribeAndConfirm(scene, ada)
    expect((await report(sampleComplaint({ feedbackType: 'not-spam' }))).json.status).toBe('ignored')
    expect(await scene.statusOf(ada)).toBe('active')
  })
})

describe('the address for reports', () => {
  test.each([
    ['headers of a megabyte', Buffer.from('---\n'.repeat(250_000))],
    ['NUL in its recipient', sampleBounce({ recipient: 'a\0b@example.org' })],
    ['NUL in the id of its mail', sampleBounce({ recipient: 'else@example.org', messageId: 'a\0b@example.org' })],
    ['NUL in the address it came back to', sampleBounce({ to: 'a\0b@example.org', recipient: 'else@example.org' })],
  ])('takes a mail with %s, and finds no one', async (_name, raw) => {
    const { status, json } = await report(raw)
    expect([status, json.status]).toEqual([200, expect.stringMatching(/^(?:no report|unknown subscriber)$/)])
  })

  test('looks few ids up, however many a mail holds', async () => {
    const ids = Array.from({ length: 20_000 }, (_, n) => `Message-ID: <${n}@example.org>\n`).join('')
    const raw = Buffer.concat([sampleBounce({ recipient: 'else@example.org' }), Buffer.from(`\n${ids}`)])
    const asked = vi.spyOn(scene.pool, 'query')
    expect((await report(raw)).json).toEqual({ status: 'unknown subscriber' })
    expect(asked.mock.calls.length).toBeLessThan(50)
    asked.mockRestore()
  })

  test('wants the token, a mail and no more than a megabyte', async () => {
    await subscribeAndConfirm(scene, ada)
    expect((await report(sampleBounce(), { token: 'another' })).status).toBe(401)
    expect((await scene.request('/weekly/bounces', { method: 'POST', body: 'x' })).status).toBe(401)
    expect((await report(sampleBounce(), { type: 'text/plain' })).status).toBe(415)
    expect((await report(Buffer.alloc(1_100_000, 'x'))).status).toBe(413)
    expect(await scene.statusOf(ada)).toBe('active')
  })

  test.each([
    [
      'an answer out of office',
      Buffer.from('From: a@b.example\r\nSubject: Away\r\nAuto-Submitted: auto-replied\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n'),
    ],
    ['nothing', Buffer.from('\r\n')],
    ['noise', Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n * 7919) % 256))],
    ['an unfinished report', sampleBounce().subarray(0, 500)],
    ['a report without a part', Buffer.from('Content-Type: multipart/report; boundary=x\r\n\r\n--x--\r\n')],
  ])('notes nothing for what is no report: %s', async (_, raw) => {
    await subscribeAndConfirm(scene, ada)
    expect((await report(raw)).json).toEqual({ status: 'no report' })
    expect(await scene.statusOf(ada)).toBe('active')
  })
})

describe('the command line', () => {
  const run = async (use: (commands: { subscriptions: TestSubscriptions['actions']; write: (text: string) => void }) => Promise<void>) => {
    let written = ''
    await use({
      subscriptions: scene.actions,
      write: (text) => {
        written += text
      },
    })
    return written
  }

  test('prints all that is kept, takes reports from stdin, and deletes', async () => {
    const { id } = await subscribeAndConfirm(scene, ada)
    await sendMail(id, 40)
    const printed = JSON.parse(await run((commands) => exportSubscriber(commands, 'ADA@example.org')))
    expect(printed).toMatchObject({
      schema: 'panel.subscriber/1',
      subscriber: { id, email: ada, letters: [{ week: '2026-W40', status: 'sent' }] },
    })
    expect(await run((commands) => takeBounce(commands, toStream(sampleBounce({ to: verpAddress('bounces@example.com', id) }))))).toBe(
      `A bounce of the subscriber ${id}, who is now bounced.\n`,
    )
    expect(await run((commands) => takeBounce(commands, toStream(Buffer.from('Subject: hello\r\n\r\nhello'))))).toContain('Nothing to note')
    await expect(run((commands) => takeBounce(commands, toStream(Buffer.alloc(0))))).rejects.toThrow('no mail on stdin')
    await run((commands) => deleteSubscriber(commands, ada))
    expect(await scene.findEverywhere(ada)).toEqual([])
    await expect(run((commands) => exportSubscriber(commands, ada))).rejects.toThrow('no subscriber has the address "ada@example.org"')
    await expect(run((commands) => deleteSubscriber(commands, ada))).rejects.toThrow('no subscriber has the address')
  })
})

async function* toStream(raw: Buffer) {
  yield raw
}
