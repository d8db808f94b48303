import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createIdempotencyStore } from '../../../../src/panels/store/idempotency.js'
import { hashJson } from '../../../../src/platform/hash.js'
import { createSettings } from '../../../../src/settings/settings.js'
import { sampleDossier } from '../../../support/samples.js'
import { admin, bodyOf, editor, openTestApi, otherEditor, reviewer, type TestApi } from '../../../support/web/api/api-app.js'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  // A finished panel brings its dossier along.
  await api.panel()
})
afterAll(() => api.close())

type Panel = { panelId: string; status: string; run: number; seats: number; budgetUsd: number | null; reason: string | null }
const kickOff = (body: unknown, key: string | null, person = editor) =>
  api.as(person).post('/panels', body, { headers: key === null ? {} : { 'idempotency-key': key } })
const asked = (budgetUsd: number) => ({ tools: ['ferrydoc'], budgetUsd })

/** A key whose first request is under way for ever. */
async function heldKey(key: string, body: object): Promise<{ requestSha256: string }> {
  const requestSha256 = hashJson({ ...body, priority: 'editor' })
  const claim = await createIdempotencyStore(api.db).claim({ userId: editor.userId, key, requestSha256, newHolder: 'hold_dead' })
  expect(claim).toEqual({ status: 'claimed', holder: 'hold_dead' })
  return { requestSha256 }
}

describe('a kick-off', () => {
  test('is a new panel, and sent again with its key the same one, also after its end', async () => {
    const first = await kickOff(asked(1), 'key-1')
    const panel = await bodyOf<Panel>(first, 201)
    expect(first.headers.get('location')).toBe(`/api/v1/panels/${panel.panelId}`)
    expect(panel).toMatchObject({ status: 'running', run: 1, seats: 2, budgetUsd: 1 })
    expect(await bodyOf(kickOff(asked(1), 'key-1'))).toEqual(panel)
    const { plan } = await api.panels.find(panel.panelId)
    await api.finish(plan, 1)
    expect(await bodyOf<Panel>(kickOff(asked(1), 'key-1'))).toMatchObject({ panelId: panel.panelId, status: 'finished' })
    expect(await bodyOf<Panel>(kickOff(asked(1), 'key-1b'), 201)).not.toMatchObject({ panelId: panel.panelId })
  })

  test('says which jurors have a tie to a tool that they judge', async () => {
    const { sha256: _hash, sources, tool, ...content } = sampleDossier()
    const file = {
      ...content,
      tool: { ...tool, slug: 'gull', vendor: 'Meta Platforms, Inc.' },
      sources: sources.map(({ sha256: _, ...source }) => source),
    }
    await bodyOf(api.as(editor).call('PUT', '/tools/gull', { body: file }), 201)
    const body = { tools: ['gull'], jurors: ['ollama:llama3.1:8b', 'ollama:a'] }
    const panel = await bodyOf<Panel & { conflicts: unknown[] }>(kickOff(body, 'key-11'), 201)
    const conflict = { tool: 'gull', model: 'ollama:llama3.1:8b', kind: 'vendor', maker: 'Meta', named: 'Meta Platforms, Inc.' }
    expect(panel.conflicts).toEqual([conflict])
    expect(await bodyOf(api.as(editor).get(`/panels/${panel.panelId}`))).toMatchObject({ conflicts: [conflict] })
    expect(await bodyOf(kickOff(asked(12), 'key-12'), 201)).toMatchObject({ conflicts: [] })
    const barred = await bodyOf<Panel>(kickOff({ ...body, conflicts: 'bar' }, 'key-16'), 201)
    expect(barred).toMatchObject({ conflictPolicy: 'bar', conflicts: [], barred: [{ ...conflict, replacedBy: null }] })
    const noOne = await bodyOf(kickOff({ tools: ['gull'], jurors: ['ollama:llama3.1:8b'], conflicts: 'bar' }, 'key-17'), 422)
    expect(JSON.stringify(noOne)).toContain('no juror is left for gull')
  })

  test('takes a jury by its name, with repeats and a policy for ties, and says what cannot be', async () => {
    const wanted = { tools: ['ferrydoc'], personas: ['dx'] }
    const { panelId } = await bodyOf<Panel>(kickOff({ ...wanted, jury: 'pair', conflicts: 'bar' }, 'key-13'), 201)
    const { plan } = await api.panels.find(panelId)
    expect(plan).toMatchObject({ jurors: ['ollama:a', 'ollama:b'], conflictPolicy: 'bar' })
    expect(plan.seats.map(({ model, repeat = 1 }) => `${model} ${repeat}`)).toEqual([
      'ollama:a 1',
      'ollama:a 2',
      'ollama:b 1',
      'ollama:b 2',
    ])
    const once = await bodyOf<Panel>(kickOff({ ...wanted, jury: 'pair', repeat: 1, blind: true }, 'key-15'), 201)
    expect((await api.panels.find(once.panelId)).plan).toMatchObject({ seats: [{}, {}], blind: true })
    for (const [body, error] of [
      [{ jury: 'trio' }, { pointer: '/jury', detail: 'there is no such jury' }],
      [
        { jury: 'pair', jurors: ['ollama:a'] },
        { pointer: '/jury', detail: 'name a jury or its jurors, not both' },
      ],
      [{ repeat: 10 }, { pointer: '/repeat' }],
      [{ repeat: 0 }, { pointer: '/repeat' }],
      [{ jury: 'many' }, { pointer: '/tools', detail: 'these are 450 drafts, and a panel has 400 at most; make several' }],
      [{ conflicts: 'ban' }, { pointer: '/conflicts' }],
      [{ headToHead: true }, { pointer: '/headToHead', detail: 'name 2 tools or more to compare them' }],
    ] as const)
      expect(await bodyOf(kickOff({ ...wanted, ...body }, 'key-14'), 422)).toMatchObject({ errors: [error] })
  })

  test('whose budget is below the estimate starts with a warning that says how far it reaches; a larger one has none', async () => {
    const dear = { tools: ['ferrydoc'], jurors: ['ollama:dear'] }
    const warned = await bodyOf<{ warnings: string[] }>(kickOff({ ...dear, budgetUsd: 0.001 }, 'key-18'), 201)
    expect(warned.warnings).toEqual([
      expect.stringMatching(/^The budget of \$0\.001000 is below the estimate of \$0\.\d+, and likely covers no seat\. Once it is spent/),
    ])
    expect(await bodyOf(kickOff({ ...dear, budgetUsd: 0.001 }, 'key-18'))).toMatchObject({ warnings: warned.warnings })
    expect(await bodyOf(kickOff({ ...dear, budgetUsd: 50 }, 'key-19'), 201)).toMatchObject({ warnings: [] })
    expect(await bodyOf(kickOff({ ...dear, budgetUsd: null }, 'key-20'), 201)).toMatchObject({ warnings: [] })
  })

  test('that would pass what is left of the month starts with a warning that says by how much', async () => {
    const dear = { tools: ['ferrydoc'], jurors: ['ollama:dear'], repeat: 2, budgetUsd: null }
    const settings = createSettings({ db: api.db, runtime: api.runtime })
    const allow = async (monthUsd: number | null) => {
      const { version } = await settings.read('budgets')
      expect(await settings.change({ actor: admin, key: 'budgets', version, value: { monthUsd, panelUsd: null } })).toMatchObject({
        status: 'done',
      })
    }
    await allow(0.001)
    expect(await bodyOf(kickOff(dear, 'key-24'), 201)).toMatchObject({
      warnings: [
        expect.stringMatching(/^This month’s budget is \$0\.001000, \$0 of it is spent; this panel would pass it by \$0\.\d+\. Once/),
      ],
    })
    await allow(null)
    expect(await bodyOf(kickOff(dear, 'key-24'))).toMatchObject({ warnings: [] })
  })

  test('that names a panel judges its frozen dossiers again, and says what that panel has not', async () => {
    const { panelId } = await bodyOf<Panel>(kickOff({ tools: ['ferrydoc'], jurors: ['ollama:x'] }, 'key-21'), 201)
    const judged = (await api.panels.find(panelId)).plan.tools
    const again = await bodyOf<Panel>(kickOff({ tools: ['ferrydoc'], jurors: ['ollama:y'], again: panelId }, 'key-22'), 201)
    expect((await api.panels.find(again.panelId)).plan.tools).toEqual(judged)
    for (const [body, pointer] of [
      [{ tools: ['gull'], again: panelId }, '/tools/0'],
      [{ tools: ['ferrydoc'], again: 'pnl_none' }, '/again'],
    ] as const)
      expect(await bodyOf(kickOff(body, 'key-23'), 422)).toMatchObject({ errors: [{ pointer }] })
  })

  test('that is sent many times at once is one panel', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => kickOff(asked(2), 'key-2')))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.every((status) => [200, 201, 409].includes(status))).toBe(true)
    const late = answers.find(({ status }) => status === 409)
    if (late !== undefined)
      expect([late.headers.get('retry-after'), (await bodyOf(late, 409)).type]).toEqual(['2', '/api/v1/problems/key-in-use'])
    const panels = await bodyOf<{ items: Panel[] }>(api.as(editor).get('/panels?limit=200'))
    expect(panels.items.filter(({ budgetUsd }) => budgetUsd === 2)).toHaveLength(1)
  })

  test('with a key that stands for something else is refused; other people have keys of their own', async () => {
    await bodyOf(kickOff(asked(3), 'key-3'), 201)
    expect(await bodyOf(kickOff(asked(4), 'key-3'), 422)).toMatchObject({ type: '/api/v1/problems/key-reused' })
    await bodyOf(kickOff(asked(4), 'key-3', otherEditor), 201)
  })

  test('whose process died is taken again once its time has passed, and not before', async () => {
    const { requestSha256 } = await heldKey('key-8', asked(9))
    expect(requestSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(await bodyOf(kickOff(asked(9), 'key-8'), 409)).toMatchObject({ type: '/api/v1/problems/key-in-use' })
    await api.pool.query("update idempotency_keys set held_until = now() - interval '1 second' where key = 'key-8'")
    expect(await bodyOf(kickOff(asked(10), 'key-8'), 422)).toMatchObject({ type: '/api/v1/problems/key-reused' })
    const { panelId } = await bodyOf<Panel>(kickOff(asked(9), 'key-8'), 201)
    expect(await bodyOf<Panel>(kickOff(asked(9), 'key-8'))).toMatchObject({ panelId })
  })

  test('without a key, or with one that cannot be a header’s, starts nothing', async () => {
    for (const key of [null, '', 'a'.repeat(201), 'two words']) {
      const problem = await bodyOf<{ errors: unknown[] }>(kickOff(asked(5), key), 400)
      expect(problem).toMatchObject({ type: '/api/v1/problems/invalid-query', errors: [{ parameter: 'Idempotency-Key' }] })
    }
  })

  test('names every place that stands for nothing, and leaves the key free', async () => {
    const body = { tools: ['ferrydoc', 'nothing'], personas: ['dx', 'nobody'], jurors: ['ollama:a'] }
    const problem = await bodyOf<{ errors: { pointer: string }[] }>(kickOff(body, 'key-6'), 422)
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/tools/1', '/personas/1'])
    const provider = await bodyOf(kickOff({ tools: ['ferrydoc'], jurors: ['nowhere:a'] }, 'key-6'), 422)
    expect(provider).toMatchObject({ errors: [{ pointer: '/jurors', detail: 'there is no provider of the model nowhere:a' }] })
    await bodyOf(kickOff({ tools: ['ferrydoc'], personas: ['dx'], budgetUsd: 6 }, 'key-6'), 201)
  })
})

test('a panel is cancelled, resumed and, once it has ended, retried, each from the version that was read', async () => {
  const as = api.as(editor)
  const { panelId } = await bodyOf<Panel>(kickOff(asked(7), 'key-7'), 201)
  const path = `/panels/${panelId}`
  const running = await as.tag(path)
  expect(running).toMatch(/^"n1\./)
  const cancelled = await as.post(`${path}/cancel`, { reason: 'the wrong tool' }, { ifMatch: running })
  expect(await bodyOf(cancelled)).toMatchObject({ status: 'cancelled', reason: 'the wrong tool' })
  const late = await bodyOf(as.post(`${path}/cancel`, { reason: 'too late' }, { ifMatch: running }), 412)
  expect(late).toMatchObject({ current: { status: 'cancelled' }, yours: { reason: 'too late' } })
  const again = await as.post(`${path}/cancel`, { reason: 'again' }, { ifMatch: cancelled.headers.get('etag') })
  expect(await bodyOf(again, 409)).toMatchObject({ type: '/api/v1/problems/refused', detail: `Panel ${panelId} is cancelled already.` })
  const resumed = await as.post(`${path}/resume`, { budgetUsd: 8 }, { ifMatch: cancelled.headers.get('etag') })
  expect(await bodyOf(resumed)).toMatchObject({ status: 'running', run: 2, budgetUsd: 8, reason: null })
  const { plan } = await api.panels.find(panelId)
  await api.finish(plan, 2, [1])
  const retried = await as.post(`${path}/retry`, {}, { ifMatch: await as.tag(path) })
  expect(await bodyOf(retried)).toMatchObject({ status: 'running', run: 3 })
  const { entries } = await api.review.audit.list({ limit: 10 })
  expect(entries.filter(({ subject }) => subject.id === panelId).map(({ action }) => action)).toEqual([
    'retry a panel',
    'resume a panel',
    'cancel a panel',
    'kick off a panel',
  ])
})

test('a panel whose replies were deleted says when, and is not resumed: what to do is to start a new one', async () => {
  const as = api.as(editor)
  const { panelId } = await bodyOf<Panel>(kickOff(asked(43), 'key-replies-deleted'), 201)
  const path = `/panels/${panelId}`
  expect(await bodyOf(as.get(path))).toMatchObject({ repliesCleanedAt: null })
  await bodyOf(as.post(`${path}/cancel`, { reason: 'the wrong tool' }, { ifMatch: await as.tag(path) }))
  const at = '2026-11-20T10:00:00.000Z'
  await api.db.$client.query('UPDATE panels SET replies_cleaned_at = $2 WHERE id = $1', [panelId, at])
  expect(await bodyOf(as.get(path))).toMatchObject({ status: 'cancelled', repliesCleanedAt: at })
  const refused = await bodyOf(as.post(`${path}/resume`, {}, { ifMatch: await as.tag(path) }), 409)
  expect(refused).toMatchObject({ detail: expect.stringContaining('were deleted on 2026-11-20'), fix: 'Start a new panel.' })
})

test('seats tell how far they are', async () => {
  const { panelId } = await api.panel({ unscored: [1] })
  const seats = await bodyOf<{ items: { status: string; call: string | null; reason: string | null }[] }>(
    api.as(reviewer).get(`/panels/${panelId}/seats`),
  )
  expect(seats.items).toMatchObject([
    { status: 'drafted', call: 'ship', persona: 'dx', model: 'ollama:a', latencyMs: 40, origin: 'recorded' },
    { status: 'unscored', call: null, reason: 'the reply broke off', unscoredKind: 'truncated' },
  ])
})

test('a panel of several jurors counts its seats and their drafts, and each draft names the verdict it is one of', async () => {
  const { panelId } = await api.panel({ jurors: ['ollama:a', 'ollama:b', 'ollama:c'] })
  expect(await bodyOf(api.as(reviewer).get(`/panels/${panelId}`))).toMatchObject({ seats: 2, drafts: 6 })
  const { items } = await bodyOf<{ items: { seatId: string; verdictId: string; persona: string }[] }>(
    api.as(reviewer).get(`/panels/${panelId}/seats`),
  )
  expect(items).toHaveLength(6)
  for (const persona of ['dx', 'business']) {
    const [first, ...others] = items.filter((item) => item.persona === persona)
    expect(others).toHaveLength(2)
    expect([first, ...others].map((item) => item?.verdictId)).toEqual(Array(3).fill(first?.seatId))
  }
})

type Page = { items: Record<string, unknown>[]; next: string | null }

describe('lists', () => {
  const walk = async (path: string): Promise<Record<string, unknown>[]> => {
    const items: Record<string, unknown>[] = []
    let next: string | null = path
    for (let page = 0; next !== null; page += 1) {
      if (page > 100) throw new Error(`${path} has no end`)
      const response = await api.as(admin).get(next)
      const link = response.headers.get('link')
      const body: Page = await bodyOf<Page>(response)
      expect(link).toBe(body.next === null ? null : `<${body.next}>; rel="next"`)
      expect(body.items.length).toBeLessThanOrEqual(2)
      items.push(...body.items)
      next = body.next
    }
    return items
  }

  test.each(['/panels', '/records', '/queue', '/tools', '/audit', '/decisions', '/subscribers', '/webhooks'])(
    '%s comes in pages that together are all of it, each once',
    async (path) => {
      if (path === '/webhooks') {
        for (let n = 0; n < 5; n += 1) await bodyOf(api.as(admin).post(path, { url: `https://example.com/${n}` }), 201)
      }
      const pages = await walk(`${path}?limit=2`)
      const whole = await bodyOf<Page>(api.as(admin).get(`${path}?limit=200`))
      expect(whole.next).toBeNull()
      expect(pages).toEqual(whole.items)
      expect(new Set(pages.map((item) => JSON.stringify(item))).size).toBe(pages.length)
    },
  )

  test('an item that comes while one walks does not shift the pages', async () => {
    const first = await bodyOf<Page>(api.as(admin).get('/panels?limit=2'))
    const rest = await bodyOf<Page>(api.as(admin).get(first.next ?? ''))
    await api.panel()
    const { items, next } = await bodyOf<Page>(api.as(admin).get(first.next ?? ''))
    expect({ items, next }).toEqual({ items: rest.items, next: rest.next })
  })

  test.each(['/panels', '/records', '/queue', '/tools', '/audit', '/decisions', '/subscribers', '/webhooks'])(
    '%s takes no cursor but its own',
    async (path) => {
      const other = await bodyOf<Page>(api.as(admin).get(`${path === '/tools' ? '/panels' : '/tools'}?limit=1`))
      const foreign = other.next === null ? 'W10' : (new URL(other.next, 'http://x').searchParams.get('cursor') ?? '')
      for (const cursor of ['nonsense', '%00', 'W10', 'bnVsbA', `${'a'.repeat(501)}`, foreign]) {
        expect((await api.as(admin).get(`${path}?cursor=${cursor}`)).status, cursor).toBe(400)
      }
      for (const query of ['limit=0', 'limit=201', 'limit=x', 'limit=1.5', 'limit=1&limit=2', 'offset=3', 'cursor=']) {
        expect((await api.as(admin).get(`${path}?${query}`)).status, query).toBe(400)
      }
    },
  )
})
