import type { Pool } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { subscriptionLimits } from '../../../src/newsletter/subscription-actions.js'
import { voteLimits } from '../../../src/voting/rules/limits.js'
import { openTestSubscriptions, subscribeAndConfirm, type TestSubscriptions } from '../../support/newsletter/rules/test-subscriptions.js'
import { openTestVotes, type TestVotes } from '../../support/web/site/votes/vote-app.js'

/*
 * How long an answer takes must not tell what happened to an address before. Time is not asserted: what is done for an answer is, statement by
 * statement, until the answer is there.
 */

/** The statements that the database is sent until the work has its answer, without their parameters. */
async function statementsOf<T>(pool: Pool, work: () => Promise<T>): Promise<{ answer: T; statements: string[] }> {
  const statements: string[] = []
  const note = (query: unknown) => statements.push(typeof query === 'string' ? query : String((query as { text?: string }).text))
  const { query, connect } = pool
  const spied = Object.assign(pool, {
    query: (...args: unknown[]) => {
      note(args[0])
      return Reflect.apply(query, pool, args)
    },
    connect: (...args: unknown[]) => {
      statements.push('a transaction')
      return Reflect.apply(connect, pool, args)
    },
  })
  try {
    const answer = await work()
    return { answer, statements: [...statements] }
  } finally {
    Object.assign(spied, { query, connect })
  }
}

describe('the newsletter', () => {
  let scene: TestSubscriptions
  beforeEach(async () => {
    scene = await openTestSubscriptions()
  })
  afterEach(() => scene.close())

  const blocks = Array.from({ length: 20 }, (_, n) => `block ${n}`)
  const ask = async (email: string, n: number) => {
    const asked = await statementsOf(scene.pool, () => scene.actions.subscribe({ email, addressBlock: blocks[n] ?? '' }))
    await scene.actions.backlog.settled()
    return asked
  }

  test('does the same for an address no one knows, one that is subscribed, one over its limit, and one that complained', async () => {
    const { id } = await subscribeAndConfirm(scene, 'known@example.org')
    await subscribeAndConfirm(scene, 'complained@example.org')
    const complained = await scene.actions.store.findByEmail('complained@example.org')
    await scene.actions.store.complain(complained?.id ?? '', { id: 'sev_1', at: scene.runtime.now(), event: 'complained' })
    const gone = await subscribeAndConfirm(scene, 'gone@example.org')
    await scene.actions.store.remove(gone.id, { emailHash: 'x', at: scene.runtime.now() })
    const [{ points }] = subscriptionLimits.mailsToAddress
    for (let n = 0; n < points; n += 1) await ask('often@example.org', n)
    const mails = scene.server.received.length
    const fresh = await ask('nobody@example.org', 10)
    expect(scene.server.received).toHaveLength(mails + 1)
    expect(fresh.statements.length).toBeGreaterThan(4)
    for (const email of [
      'often@example.org',
      'known@example.org',
      'complained@example.org',
      'complained@example.org',
      'gone@example.org',
    ]) {
      expect(await ask(email, 11)).toEqual(fresh)
    }
    expect((await scene.actions.store.find(id))?.status).toBe('active')
    // Over its limit, and complained of for the second time: no mail.
    expect(scene.server.received.filter(({ to }) => to.includes('often@example.org'))).toHaveLength(points)
  })

  test('does the same whatever the mail server will say of the address', async () => {
    await scene.close()
    scene = await openTestSubscriptions({
      onRecipient: (address) => {
        if (address.startsWith('no-')) throw Object.assign(new Error('5.1.1 unknown'), { responseCode: 550 })
      },
    })
    const [there, refused] = [await ask('there@example.org', 1), await ask('no-one@example.org', 2)]
    expect(refused).toEqual(there)
    expect(scene.server.received.map(({ to }) => to)).toEqual([['there@example.org']])
  })

  test('does the same for who asks for all that is kept too often, but for the answer', async () => {
    const { token } = await subscribeAndConfirm(scene, 'known@example.org')
    const send = async () => {
      const sent = await statementsOf(scene.pool, () => scene.actions.sendKeptData(token))
      await scene.actions.backlog.settled()
      return sent
    }
    const answers = [await send(), await send(), await send()]
    expect(answers.map(({ answer }) => answer)).toEqual(['asked', 'asked', 'too many'])
    expect(new Set(answers.map(({ statements }) => statements.join('\n'))).size).toBe(1)
  })
})

describe('a vote’s confirmation', () => {
  let site: TestVotes
  beforeEach(async () => {
    site = await openTestVotes()
  })
  afterEach(() => site.close())

  let next = 0
  const ask = async (email: string) => {
    next += 1
    const address = `10.20.${next}.1`
    const admitted = await site.votes.admitReader(address)
    if (admitted.status !== 'admitted') throw new Error('a reader could not be admitted')
    const tool = { slug: 'alpha', name: 'Alpha' }
    await site.votes.cast({ tool: 'alpha', choice: 'ship', reader: admitted.reader, address })
    const request = { tool, reader: admitted.reader, email, address, siteUrl: 'http://127.0.0.1' }
    const asked = await statementsOf(site.pool, () => site.votes.askToConfirm(request))
    await site.votes.backlog.settled()
    return asked
  }

  test('takes the same for an address over its limit, one that a server refuses, one that is down, and one that gets the mail', async () => {
    const [{ points }] = voteLimits.mailsToAddress
    for (let n = 0; n < points; n += 1) await ask('often@example.org')
    const sent = await ask('someone@example.org')
    expect(sent.answer).toEqual({ status: 'asked' })
    expect(sent.statements.length).toBeGreaterThan(4)
    const over = await ask('often@example.org')
    expect(over.answer).toMatchObject({ status: 'limited' })
    expect(over.statements).toEqual(sent.statements)
    for (const email of ['someone@refused.example', 'someone@down.example', 'someone@lost.example']) expect(await ask(email)).toEqual(sent)
    expect(site.mails.filter(({ to }) => to === 'often@example.org')).toHaveLength(points)
  })
})
