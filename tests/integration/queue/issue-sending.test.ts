import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { editor, openTestNewsletter, type TestNewsletter, week } from '../../support/newsletter/test-newsletter.js'
import { type NewsletterServer, startNewsletterServer } from '../../support/queue/newsletter-server.js'
import { startRedis, type TestRedis } from '../../support/redis.js'

const connections = 8
const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')

/** One issue to send: its database, its mail server, and senders that are processes of their own. */
async function openScene(redisUrl: string | null, subscribers: number) {
  const newsletter = await openTestNewsletter()
  const server = await startNewsletterServer()
  const folder = await mkdtemp(join(tmpdir(), 'panel-letters-'))
  const mail = { from: 'Ship Panel <panel@example.com>', perMinute: 100_000, connections }
  await writeFile(join(folder, 'panel.config.yaml'), JSON.stringify({ mail, newsletter: { sender: 'Ship Panel, 1 Dock Road' } }))
  await newsletter.subscribe(subscribers)
  const drafted = await newsletter.actions.draftDue()
  if (drafted.status !== 'done') throw new Error(drafted.status)
  await newsletter.actions.approve({ actor: editor, week, seenSha256: drafted.issue.contentSha256 })
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    DATABASE_URL: newsletter.database.connectionString,
    SMTP_URL: server.url,
    PANEL_PUBLIC_URL: 'https://panel.example',
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
  }
  return {
    newsletter,
    server,
    issue: drafted.issue,
    /** `panel newsletter send` of the week's issue. */
    startSender: () => {
      const child = spawn(process.execPath, [main, 'newsletter', 'send', week], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
      let output = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          output += chunk
        })
      }
      const closed = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, output }))
      return {
        closed,
        kill: async () => {
          child.kill('SIGKILL')
          await closed
        },
      }
    },
    close: async () => {
      await server.close()
      await newsletter.close()
      await rm(folder, { recursive: true })
    },
  }
}

type Scene = Awaited<ReturnType<typeof openScene>>

/** Kills a sender while all its mails wait for the server's answer to their first line: none is being handed over. */
async function killInMidSending({ server, startSender }: Scene, from: number): Promise<void> {
  const held = server.hold('mail', { from, connections })
  const sender = startSender()
  await Promise.race([held, sender.closed.then(({ code, output }) => Promise.reject(new Error(`it ended by itself: ${code} ${output}`)))])
  await sender.kill()
  server.release()
}

const tooOften = ({ counts }: NewsletterServer) => [...counts].filter(([, count]) => count !== 1)
const progressOf = async ({ actions }: TestNewsletter) => (await actions.show(week))?.progress

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

describe.each([
  { kind: 'postgres', subscribers: 5_000 },
  { kind: 'redis', subscribers: 1_000 },
] as const)('with the queue on $kind', ({ kind, subscribers }) => {
  const open = (count: number) => openScene(kind === 'redis' ? redis.url : null, count)

  test(`${subscribers} subscribers, the sender killed twice: each gets exactly one`, async () => {
    const scene = await open(subscribers)
    try {
      await killInMidSending(scene, subscribers * 0.3)
      const afterFirst = scene.server.counts.size
      await killInMidSending(scene, subscribers * 0.6)
      const afterSecond = scene.server.counts.size
      expect([afterFirst >= subscribers * 0.3, afterSecond >= subscribers * 0.6, afterSecond < subscribers]).toEqual([true, true, true])
      const last = await scene.startSender().closed
      expect(last).toMatchObject({ code: 0, output: expect.stringContaining(`is sent: ${subscribers} of ${subscribers} mails sent.`) })
      expect(scene.server.counts.size).toBe(subscribers)
      expect(tooOften(scene.server)).toEqual([])
      expect((await scene.newsletter.actions.show(week))?.issue.status).toBe('sent')
    } finally {
      await scene.close()
    }
  })

  test('killed after mails were handed over and before the server answered: not known, never sent again by itself', async () => {
    const scene = await open(20)
    const { server, newsletter, issue } = scene
    try {
      const held = server.hold('end', { from: 3, connections })
      const sender = scene.startSender()
      await held
      await sender.kill()
      const inTheWindow = await handedOver(scene)
      expect(inTheWindow).toHaveLength(connections)
      server.release()
      const next = await scene.startSender().closed
      expect(next.output).toContain(`${20 - connections} of 20 mails sent, ${connections} not known whether they arrived`)
      // The server had taken them all; no one got two.
      expect(server.counts.size).toBe(20)
      expect(tooOften(server)).toEqual([])
      expect(await progressOf(newsletter)).toMatchObject({ unknown: connections, sent: 20 - connections, waiting: 0 })
      const unknown = (await newsletter.actions.show(week))?.unknown ?? []
      expect(unknown.map(({ subscriberId }) => subscriberId)).toEqual(inTheWindow)
      expect(unknown[0]).toMatchObject({
        messageId: `${issue.id}.${unknown[0]?.subscriberId}@example.com`,
        detail: 'whoever handed it over was gone before the server answered',
      })
      // A person says of one that it arrived, and has another sent again.
      const [first, second] = unknown
      const settle = { actor: editor, week }
      await newsletter.actions.settle({ ...settle, subscriberId: first?.subscriberId ?? '', as: 'arrived' })
      await newsletter.actions.settle({ ...settle, subscriberId: second?.subscriberId ?? '', as: 'send again' })
      await scene.startSender().closed
      expect(await progressOf(newsletter)).toMatchObject({ unknown: connections - 2, sent: 20 - connections + 2 })
      expect(tooOften(server)).toEqual([[second?.email, 2]])
    } finally {
      await scene.close()
    }
  })
})

async function handedOver({ newsletter, issue }: Scene): Promise<string[]> {
  const rows = await newsletter.store.unknown(issue.id, { unknownBefore: new Date('9999-01-01'), limit: 100 })
  return rows.map(({ subscriberId }) => subscriberId)
}
