import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addUser, deactivateUser, linkUser, listUsers, type UserContext } from '../../../src/cli/user.js'
import { goodPassword, openTestAuth, origin, type TestAuth } from '../../support/web/auth/auth-app.js'

let auth: TestAuth
let scene: UserContext
let printed = ''
let noted = ''
beforeAll(async () => {
  auth = await openTestAuth()
  const write = (text: string) => {
    printed += text
  }
  const note = (text: string) => {
    noted += text
  }
  const originFor = async () => ({ url: 'https://panel.example.org', isAssumed: false })
  scene = { people: auth.people, originFor, columns: 100, write, note }
})
beforeEach(() => {
  printed = ''
  noted = ''
})
afterAll(() => auth.close())

const nothing = Readable.from([])
const linkIn = (text: string) => /https:\/\/panel\.example\.org(\/auth\/password\?token=[\w-]{43})\n$/.exec(text)?.[1] ?? ''

test('add prints a link with which the person chooses a password, once', async () => {
  await addUser(scene, 'Ada@Example.org', { name: 'Ada', role: 'admin', input: nothing })
  expect(printed).toMatch(/^Ada <ada@example\.org> is added as admin\.\nChoose a password here, once, until \d{4}-/)
  expect((await auth.browser().signIn('Ada')).status).toBe(401)
  const link = linkIn(printed)
  const fields = { token: new URL(link, origin).searchParams.get('token') ?? '', password: goodPassword, repeated: goodPassword }
  expect((await auth.browser().post('/auth/password', fields)).status).toBe(303)
  expect((await auth.browser().get(link)).status).toBe(410)
  expect((await auth.browser().signIn('Ada')).status).toBe(303)
})

test('add takes the password from stdin, without its line break', async () => {
  const input = Readable.from([`${goodPassword.slice(0, 5)}`, `${goodPassword.slice(5)}\n`])
  await addUser(scene, 'edith@example.org', { name: 'Edith', role: 'editor', passwordStdin: true, input })
  expect(printed).toBe('Edith <edith@example.org> is added as editor.\n')
  expect((await auth.browser().signIn('Edith')).status).toBe(303)
})

test.each([
  ['an address that is none', 'edith', { name: 'E', role: 'editor' }, 'write an email address'],
  ['a role that is none', 'e@example.org', { name: 'E', role: 'owner' }, '--role takes admin, editor, reviewer'],
  ['no name', 'e@example.org', { name: ' ', role: 'editor' }, '--name'],
  ['a name too long', 'e@example.org', { name: 'x'.repeat(10_000), role: 'editor' }, 'at most 80'],
  ['an address that is taken', 'ada@example.org', { name: 'A', role: 'editor' }, 'panel user link ada@example.org'],
  ['an empty stdin', 'e@example.org', { name: 'E', role: 'editor', passwordStdin: true }, 'nothing on stdin'],
])('add refuses %s and says what to do', async (_what, address, options, message) => {
  await expect(addUser(scene, address, { ...options, input: Readable.from([]) })).rejects.toThrow(message)
  expect(await auth.people.findByEmail('e@example.org')).toBeNull()
})

test('add refuses a weak password from stdin', async () => {
  const input = Readable.from(['Password1234!\n'])
  await expect(addUser(scene, 'e@example.org', { name: 'E', role: 'editor', passwordStdin: true, input })).rejects.toThrow('easily guessed')
})

test('list shows everyone, as a table or as one JSON document without any hash', async () => {
  await listUsers(scene, {})
  expect(printed).toBe(
    'email              role    state   name\nada@example.org    admin   active  Ada\nedith@example.org  editor  active  Edith\n',
  )
  printed = ''
  await listUsers(scene, { json: true })
  expect(JSON.parse(printed)).toMatchObject({ users: [{ email: 'ada@example.org', role: 'admin' }, { name: 'Edith' }] })
  expect(printed).not.toMatch(/[0-9a-f]{32}/)
})

test('deactivate ends the sessions, but not those of the last admin; link helps no one who is deactivated or unknown', async () => {
  const browser = auth.browser()
  await browser.signIn('Edith')
  await deactivateUser(scene, 'EDITH@example.org')
  expect(printed).toContain('Edith is deactivated')
  expect((await browser.get('/desk')).status).toBe(303)
  await expect(deactivateUser(scene, 'ada@example.org')).rejects.toThrow('This is the only admin')
  await expect(linkUser(scene, 'edith@example.org')).rejects.toThrow('Reactivate the person first')
  await expect(linkUser(scene, 'nobody@example.org')).rejects.toThrow('panel user list')
})

test('link prints a new link and voids the one before', async () => {
  await linkUser(scene, 'ada@example.org')
  const first = linkIn(printed)
  await linkUser(scene, 'ada@example.org')
  const second = linkIn(printed)
  expect([(await auth.browser().get(first)).status, (await auth.browser().get(second)).status]).toEqual([410, 200])
})

test('with --json, add, link and deactivate print one document each', async () => {
  const document = async (run: Promise<void>) => {
    printed = ''
    await run
    return JSON.parse(printed)
  }
  const added = await document(addUser(scene, 'jo@example.org', { name: 'Jo', role: 'editor', json: true, input: nothing }))
  const link = { url: expect.stringMatching(/^https:\/\/panel\.example\.org\/auth\/password\?token=/), expiresAt: expect.any(String) }
  expect(added).toEqual({ schema: 'panel.user/1', userId: added.userId, email: 'jo@example.org', name: 'Jo', role: 'editor', link })
  expect(await document(linkUser(scene, 'jo@example.org', { json: true }))).toEqual({
    schema: 'panel.user-link/1',
    userId: added.userId,
    link,
  })
  expect(await document(deactivateUser(scene, 'jo@example.org', { json: true }))).toEqual({
    schema: 'panel.user-deactivation/1',
    userId: added.userId,
  })
})

test('a link to an address that is only assumed says so, apart from the link', async () => {
  await linkUser(scene, 'ada@example.org')
  expect(noted).toBe('')
  await linkUser({ ...scene, originFor: async (port) => ({ url: `http://127.0.0.1:${port}`, isAssumed: true }) }, 'ada@example.org', {
    port: 4400,
  })
  expect(printed.trimEnd().split('\n').at(-1)).toMatch(/^http:\/\/127\.0\.0\.1:4400\/auth\/password\?token=/)
  expect(noted).toBe(
    'No server runs in this home, so the link assumes http://127.0.0.1:4400. For another address: --port, or PANEL_PUBLIC_URL.\n',
  )
})
