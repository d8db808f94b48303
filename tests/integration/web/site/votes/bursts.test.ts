import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../../../src/contracts/actor.js'
import { burstRules } from '../../../../../src/voting/rules/bursts.js'
import { voteLimits } from '../../../../../src/voting/rules/limits.js'
import { openTestVotes, type TestVotes, tokenIn } from '../../../../support/web/site/votes/vote-app.js'

let site: TestVotes

beforeEach(async () => {
  site = await openTestVotes()
})
afterEach(async () => {
  await site.close()
  expect(site.failures).toEqual([])
})

const editor: Actor = { userId: 'usr_1', name: 'Edda', role: 'editor' }
const minuteMs = 60_000

/** That many readers from one block, one vote each, as if each had come through the form. */
async function votesFrom(
  block: string,
  { count, slug = 'alpha', choice = 'ship' as const }: { count: number; slug?: string; choice?: 'ship' },
) {
  const readers: string[] = []
  for (let index = 0; index < count; index += 1) {
    const admitted = await site.votes.admitReader(`${block}.${index % 250}`)
    if (admitted.status !== 'admitted') throw new Error('a test asks for more readers than a block may have')
    await site.votes.cast({ tool: slug, choice, reader: admitted.reader, address: `${block}.${index % 250}` })
    readers.push(admitted.reader)
  }
  return readers
}

async function onlyBurst() {
  const bursts = await site.votes.bursts()
  expect(bursts).toHaveLength(1)
  const [burst] = bursts
  if (burst === undefined) throw new Error('a burst was found')
  return burst
}

describe('ballot stuffing', () => {
  const blocks = ['198.51.100', '203.0.113', '192.0.2']
  const scripted = 1_000

  test('a thousand scripted votes from three blocks with fresh cookies move nothing they may not', async () => {
    await votesFrom('10.1.1', { count: 2 })
    const before = await site.tally('alpha')
    const honest = [site.reader('10.2.2.2'), site.reader('10.3.3.3')]
    const seen: number[] = []
    const statuses = new Map<number, number>()
    const script = async (index: number) => {
      const reader = site.reader(`${blocks[index % blocks.length]}.${index % 250}`)
      const { status } = await reader.vote('alpha', 'skip')
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (index % 50 === 0) seen.push((await site.tally('alpha')).raw.votes)
      if (index === 20) expect((await honest[0]?.vote('alpha', 'ship'))?.status).toBe(200)
      if (index === 900) expect((await honest[1]?.vote('alpha', 'ship'))?.status).toBe(200)
    }
    const queue = Array.from({ length: scripted }, (_, index) => index)
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let index = queue.shift(); index !== undefined; index = queue.shift()) await script(index)
      }),
    )

    const after = await site.tally('alpha')
    expect(after.confirmed).toEqual(before.confirmed)
    // What the rules of bursts let pass from a block, at any moment; less once the burst is found, for it takes along what came before.
    const most = blocks.length * burstRules.block
    expect(Math.max(...seen) - before.raw.votes).toBeLessThanOrEqual(most + honest.length)
    expect(after.raw.ships).toBe(before.raw.ships + honest.length)
    expect(after.raw.votes - after.raw.ships).toBe(0)
    // What the limits let through is kept, and quarantined; the rest was answered 429.
    const kept = await site.rows<{ count: number }>('select count(*)::int as count from votes where is_quarantined')
    const [perHour] = voteLimits.readersOfBlock
    expect(kept[0]?.count).toBe(blocks.length * Math.min(perHour.points, voteLimits.votesOfBlock[0].points))
    expect(statuses.get(429)).toBe(scripted - blocks.length * perHour.points)
    for (const reader of honest) expect((await reader.get('/vote/alpha')).text).not.toContain('is quarantined: it is kept')

    const bursts = await site.votes.bursts()
    expect(bursts.map(({ kind, tool, quarantined }) => ({ kind, tool, quarantined }))).toEqual(
      blocks.map(() => ({ kind: 'block', tool: 'alpha', quarantined: perHour.points })),
    )
    for (const { id } of bursts) await site.votes.decideBurst({ id, decision: 'kept', actor: editor })
    expect(await site.tally('alpha')).toEqual(after)
  })

  test('the same with confirmed votes among them: these count on', async () => {
    const reader = site.reader('198.51.100.9')
    await reader.vote('alpha', 'ship')
    await reader.post('/vote/alpha/confirm', { email: 'honest@example.org' })
    await reader.post('/vote/confirm', { token: tokenIn(site.mails[0]) })
    await votesFrom('198.51.100', { count: burstRules.block + 5 })
    expect(await site.tally('alpha')).toEqual({
      raw: { votes: 1, ships: 1, percent: 100 },
      confirmed: { votes: 1, ships: 1, percent: 100 },
    })
  })
})

test('an office of twelve counts; the thirteenth within ten minutes sets all thirteen aside, and says why', async () => {
  await votesFrom('10.5.5', { count: burstRules.block })
  expect((await site.tally('alpha')).raw.votes).toBe(12)
  expect(await site.votes.bursts()).toEqual([])
  const version = await site.votes.reader.version()
  await votesFrom('10.5.5', { count: 1 })
  expect((await site.tally('alpha')).raw).toEqual({ votes: 0, ships: 0, percent: null })
  expect(await site.votes.reader.version()).toBe(version + 1)
  expect(await onlyBurst()).toMatchObject({
    kind: 'block',
    tool: 'alpha',
    why: '13 new votes for this tool from one address block within 10 minutes, where 12 are let pass',
    votes: 13,
    quarantined: 13,
    ships: 13,
    decision: null,
  })
  await votesFrom('10.5.5', { count: 3 })
  expect(await onlyBurst()).toMatchObject({ votes: 16, quarantined: 16 })
  expect(await site.votes.reader.version()).toBe(version + 1)
})

test('slower votes of the same block count, until there are too many in a day', async () => {
  for (let round = 0; round < 3; round += 1) {
    await votesFrom('10.5.6', { count: 10 })
    site.advance(burstRules.windowMs)
  }
  expect((await site.tally('alpha')).raw.votes).toBe(burstRules.blockInADay)
  await votesFrom('10.5.6', { count: 1 })
  expect((await site.tally('alpha')).raw.votes).toBe(0)
  expect((await onlyBurst()).kind).toBe('block in a day')
})

test('a block’s votes across many tools are quarantined on all of them, others’ are not', async () => {
  await votesFrom('10.6.6', { count: 1 })
  for (const slug of ['alpha', 'beta', 'gamma', 'delta']) await votesFrom('10.5.7', { count: 10, slug })
  expect((await site.tally('beta')).raw.votes).toBe(10)
  await votesFrom('10.5.7', { count: 1, slug: 'epsilon' })
  const votes = await site.votes.reader.of(['alpha', 'beta', 'gamma', 'delta', 'epsilon'])
  expect([...votes.values()].map(({ raw }) => raw.votes)).toEqual([1, 0, 0, 0, 0])
  expect(await onlyBurst()).toMatchObject({
    kind: 'block across tools',
    tool: null,
    tools: ['alpha', 'beta', 'delta', 'epsilon', 'gamma'],
    quarantined: 41,
  })
})

test('too many single votes from many blocks are all quarantined, until they get fewer', async () => {
  for (let block = 0; block <= burstRules.tool; block += 1) await votesFrom(`10.7.${block}`, { count: 1 })
  expect((await site.tally('alpha')).raw.votes).toBe(0)
  expect(await onlyBurst()).toMatchObject({ kind: 'tool', quarantined: burstRules.tool + 1 })
  site.advance(burstRules.windowMs)
  await votesFrom('10.8.1', { count: 1 })
  expect((await site.tally('alpha')).raw.votes).toBe(1)
})

test('many votes from a few blocks are taken for these blocks’ alone', async () => {
  await votesFrom('10.8.2', { count: 1 })
  for (let block = 0; block < 6; block += 1) await votesFrom(`10.7.${block}`, { count: burstRules.block })
  await votesFrom('10.8.3', { count: 2 })
  expect((await onlyBurst()).kind).toBe('crowded blocks')
  const [first] = await site.rows<{ count: number }>('select count(*)::int as count from votes where not is_quarantined')
  expect(first?.count).toBe(3)
})

describe('what editors decide', () => {
  test('released votes count again, are not quarantined a second time, and the log says who', async () => {
    await votesFrom('10.5.5', { count: 15 })
    const { id } = await onlyBurst()
    const version = await site.votes.reader.version()
    expect(await site.votes.decideBurst({ id, decision: 'released', actor: editor })).toBe(15)
    expect((await site.tally('alpha')).raw).toEqual({ votes: 15, ships: 15, percent: 100 })
    expect(await site.votes.reader.version()).toBe(version + 1)
    await votesFrom('10.5.5', { count: 2 })
    expect((await site.tally('alpha')).raw.votes).toBe(17)
    expect(await onlyBurst()).toMatchObject({ decision: 'released', decidedBy: 'Edda', quarantined: 0 })
    const log = await site.rows<{ body: { action: string; actor: Actor; subject: { kind: string; id: string } } }>(
      'select body from audit_log',
    )
    expect(log.map(({ body }) => [body.action, body.actor.name, body.subject.id])).toEqual([['release votes', 'Edda', id]])
  })

  test('what was released by mistake is quarantined again, but for what was confirmed since', async () => {
    await votesFrom('10.5.5', { count: 13 })
    const { id } = await onlyBurst()
    const reader = site.reader('10.5.5.9')
    await reader.vote('alpha', 'ship')
    expect((await reader.get('/vote/alpha')).text).toContain('counts once you confirm it by mail')
    await reader.post('/vote/alpha/confirm', { email: 'honest@example.org' })
    await reader.post('/vote/confirm', { token: tokenIn(site.mails[0]) })
    expect((await site.tally('alpha')).raw.votes).toBe(1)
    await site.votes.decideBurst({ id, decision: 'released', actor: editor })
    expect((await site.tally('alpha')).raw.votes).toBe(14)
    expect(await site.votes.decideBurst({ id, decision: 'kept', actor: editor })).toBe(13)
    expect((await site.tally('alpha')).raw.votes).toBe(1)
    expect(await onlyBurst()).toMatchObject({ quarantined: 13, confirmed: 1 })
  })

  test('a burst that was kept goes on taking votes of the same kind', async () => {
    await votesFrom('10.5.5', { count: 13 })
    const { id } = await onlyBurst()
    await site.votes.decideBurst({ id, decision: 'kept', actor: editor })
    await votesFrom('10.5.5', { count: 2 })
    expect(await onlyBurst()).toMatchObject({ id, decision: 'kept', quarantined: 15 })
  })

  test('there is nothing to decide about a burst that was never found', async () => {
    expect(await site.votes.decideBurst({ id: 'bst_none', decision: 'kept', actor: editor })).toBeNull()
  })
})

describe('keys of addresses', () => {
  const keys = () => site.rows<{ id: string; retired_at: Date | null }>('select id, retired_at from address_keys order by created_at')
  const places = () =>
    site.rows<{ address_key: string | null; address_block: string | null }>('select address_key, address_block from votes order by at')

  test('a key is used for a day, known for two, and then deleted with all it hashed', async () => {
    await votesFrom('10.5.5', { count: 13 })
    const [first] = await keys()
    site.advance(23 * 60 * minuteMs)
    await votesFrom('10.5.6', { count: 1, slug: 'beta' })
    expect(await keys()).toHaveLength(1)
    site.advance(60 * minuteMs)
    await votesFrom('10.5.6', { count: 1, slug: 'beta' })
    const now = await keys()
    expect(now.map(({ retired_at }) => retired_at !== null)).toEqual([true, false])
    const blocks = await places()
    expect(blocks.at(-1)?.address_block).not.toBe(blocks.at(-2)?.address_block)
    site.advance(24 * 60 * minuteMs)
    await site.votes.tidy()
    expect((await keys()).map(({ id }) => id)).toEqual([now[1]?.id])
    expect((await places()).slice(0, 14)).toEqual(Array.from({ length: 14 }, () => ({ address_key: null, address_block: null })))
    expect(JSON.stringify(await site.rows('select * from vote_bursts'))).not.toContain(first?.id ?? 'no key')
    expect((await onlyBurst()).quarantined).toBe(13)
  })

  test('a burst over the change of keys is found', async () => {
    await votesFrom('10.4.4', { count: 1, slug: 'beta' })
    site.advance(24 * 60 * minuteMs - 5 * minuteMs)
    await votesFrom('10.5.5', { count: 8 })
    site.advance(5 * minuteMs)
    await votesFrom('10.5.5', { count: 5 })
    expect(await keys()).toHaveLength(2)
    expect((await onlyBurst()).quarantined).toBe(13)
  })

  test('a site where no one votes any more deletes its keys too', async () => {
    await votesFrom('10.5.5', { count: 1 })
    site.advance(48 * 60 * minuteMs)
    const keeping = site.votes.startHousekeeping()
    await keeping.stop()
    expect(await keys()).toEqual([])
    expect(await places()).toEqual([{ address_key: null, address_block: null }])
  })

  test('many who come at once get one key', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => site.votes.admitReader(`10.5.${index}.1`)))
    expect(await keys()).toHaveLength(1)
  })
})
