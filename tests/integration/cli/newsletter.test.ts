import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createPeople } from '../../../src/accounts/people.js'
import { issueDeliveries, issues, subscribers } from '../../../src/newsletter/store/schema.js'
import { openTestNewsletter, type TestNewsletter, week } from '../../support/newsletter/test-newsletter.js'
import { runPanelCommandHere } from '../../support/run-panel-here.js'

let newsletter: TestNewsletter
let folder: string

beforeAll(async () => {
  newsletter = await openTestNewsletter()
  folder = await mkdtemp(join(tmpdir(), 'panel-cli-letters-'))
  await writeFile(join(folder, 'panel.config.yaml'), JSON.stringify({ newsletter: { sender: 'Ship Panel, 1 Dock Road' } }))
  const people = createPeople({ db: newsletter.db, runtime: newsletter.runtime })
  for (const [name, role] of [
    ['Edda', 'editor'],
    ['Rea', 'reviewer'],
  ] as const) {
    await people.add({
      actor: { system: 'test' },
      name,
      email: `${name.toLowerCase()}@example.org`,
      role,
      password: 'violet teapot under rain',
    })
  }
})
afterAll(async () => {
  await newsletter.close()
  await rm(folder, { recursive: true })
})
beforeEach(async () => {
  for (const table of [issueDeliveries, issues, subscribers]) await newsletter.db.delete(table)
  await newsletter.actions.draftDue()
})

const run = (...args: string[]) =>
  runPanelCommandHere(['newsletter', ...args], { cwd: folder, env: { DATABASE_URL: newsletter.database.connectionString, HOME: folder } })

test('an issue is listed, shown, approved in a person’s name, sent and followed', async () => {
  await newsletter.subscribe(3)
  const listed = await run('list')
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringMatching(/2026-W47 +draft +2 +— +Week 47: Bun vs Deno, and 1 more/) })
  const shown = await run('show', week)
  expect(shown.stdout).toMatch(/^Subject: Week 47: Bun vs Deno, and 1 more\n\nShip Panel, 16 to 22 November 2026\n/)
  expect((await run('show', week, '--html')).stdout).toMatch(/^<!DOCTYPE html>/)
  expect(JSON.parse((await run('show', week, '--json')).stdout)).toMatchObject({
    schema: 'panel.letter/1',
    letter: { week, status: 'draft' },
  })
  expect(await run('send', week)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is a draft that no one has approved: approve it first'),
  })
  expect(await run('approve', week, '--by', 'edda@example.org')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Approved by Edda'),
  })
  const sent = await run('send', week)
  expect(sent).toMatchObject({ code: 0, stdout: 'The issue of 16 to 22 November 2026 is sent: 3 of 3 mails sent.\n' })
  expect(await readdir(join(folder, '.panel', 'outbox'))).toHaveLength(3)
  expect(await run('send', week)).toMatchObject({ code: 0, stdout: sent.stdout })
  expect(await readdir(join(folder, '.panel', 'outbox'))).toHaveLength(3)
  const status = JSON.parse((await run('status', week, '--json')).stdout)
  expect(status).toMatchObject({
    schema: 'panel.letter-status/1',
    status: 'sent',
    progress: { sent: 3, total: 3, waiting: 0 },
    unknown: [],
  })
})

test('with --json each command prints one document: draft, approve, send, subscriber delete and bounce', async () => {
  await newsletter.subscribe(1)
  const document = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, '--json')
    expect([args, code, stderr]).toEqual([args, 0, ''])
    return JSON.parse(stdout)
  }
  expect(await document('draft', '--week', week)).toEqual({ schema: 'panel.newsletter-draft/1', week, outcome: 'unchanged' })
  expect(await document('draft', '--week', '2020-W10')).toEqual({ schema: 'panel.newsletter-draft/1', week: '2020-W10', outcome: 'empty' })
  expect(await document('approve', week, '--by', 'edda@example.org')).toMatchObject({
    schema: 'panel.newsletter-approval/1',
    week,
    contentSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(await document('send', week, '--detach')).toMatchObject({ schema: 'panel.letter-status/1', week, status: 'sending' })
  const sent = await document('send', week)
  expect(sent).toMatchObject({ schema: 'panel.letter-status/1', week, status: 'sent', progress: { sent: 1 } })
  expect(await document('status', week)).toEqual(sent)
  const [{ email } = { email: '' }] = await newsletter.db.select().from(subscribers)
  expect(await document('subscriber', 'export', email ?? '')).toMatchObject({ schema: 'panel.subscriber/1' })
  expect(await document('subscriber', 'delete', email ?? '')).toEqual({ schema: 'panel.subscriber-deletion/1', isDeleted: true })
})

test('--detach only begins', async () => {
  await newsletter.subscribe(1)
  await run('approve', week, '--by', 'edda@example.org')
  expect(await run('send', week, '--detach')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('on its way, through the server'),
  })
  expect(await run('status', week)).toMatchObject({
    stdout: 'The issue of 16 to 22 November 2026 is sending: 0 of 1 mails sent, 1 under way.\n',
  })
})

test('what cannot be is refused with what to do', async () => {
  expect(await run('approve', week, '--by', 'nobody@example.org')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('panel user list'),
  })
  expect(await run('approve', week, '--by', 'rea@example.org')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('for editors and admins'),
  })
  expect(await run('show', '2020-W01')).toMatchObject({ code: 2, stderr: expect.stringContaining('panel newsletter list') })
  expect(await run('show', week, '--html', '--json')).toMatchObject({ code: 2, stderr: expect.stringContaining('choose one') })
  expect(await run('draft', '--week', '2990-W01')).toMatchObject({ code: 2, stderr: expect.stringContaining('is not over before') })
  expect(await run('draft', '--week', '2020-W10')).toMatchObject({ code: 0, stdout: expect.stringContaining('from 2 to 8 March 2020') })
})
