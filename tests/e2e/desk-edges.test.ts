import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAuditLog } from '../../src/audit/audit-log.js'
import type { Actor } from '../../src/contracts/actor.js'
import type { Role } from '../../src/contracts/role.js'
import { createDossierStore } from '../../src/panels/store/dossiers.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { createRuntime } from '../../src/platform/runtime.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { findFlawsInEveryLook, unfold } from '../support/browser/flaws.js'
import { sendForm } from '../support/browser/send-form.js'
import { type BrowserWindows, openWindows } from '../support/browser.js'
import { keepPanel } from '../support/web/desk/review-desk.js'
import { openTestDesk, password, type TestDesk } from '../support/web/desk/test-desk.js'

let windows: BrowserWindows
let desk: TestDesk
let server: RunningServer
let folder: string
const runtime = createRuntime({ logLevel: 'silent' })
const people = new Map<string, Actor>()
const serve = (of: TestDesk) => startServer({ app: of.web, port: 0, hostname: '127.0.0.1', runtime })

beforeAll(async () => {
  desk = await openTestDesk()
  for (const [name, role] of Object.entries({ Ada: 'admin', Edda: 'editor', Rea: 'reviewer' } satisfies Record<string, Role>))
    people.set(name, await desk.addPerson(role, name))
  server = await serve(desk)
  windows = await openWindows()
  folder = await mkdtemp(join(tmpdir(), 'panel-drop-'))
})
afterAll(async () => {
  await windows.close()
  await server.close({ deadlineMs: 1_000 })
  await desk.close()
  await rm(folder, { recursive: true })
})

async function signIn(page: Page, name: string, secret = password): Promise<void> {
  await page.goto('/auth/sign-in')
  await page.getByLabel('Email').fill(`${name.toLowerCase()}@example.org`)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

type Visit = { name: string | null; hasScript?: boolean; baseURL?: string }

/** Hands over a page of someone's own window. Fails when a page reported an error of its own. */
async function visit<T>({ name, hasScript = true, baseURL = server.url }: Visit, use: (page: Page) => Promise<T>): Promise<T> {
  const person =
    name === null ? {} : { session: await windows.sessionOf({ baseURL, email: `${name.toLowerCase()}@example.org`, password }) }
  return windows.withPage({ baseURL, hasScript, ...person }, async (page) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) errors.push(message.text())
    })
    const result = await use(page)
    expect(errors).toEqual([])
    return result
  })
}

describe('a file that is dropped', () => {
  const pathOf = (name: string) => join(folder, name)
  const [, mistral = ''] = packageFiles.sampleDossiers

  beforeAll(async () => {
    await writeFile(pathOf('logo.png'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
    await writeFile(pathOf('notes.md'), '# Not a dossier\n\nOnly some words.\n')
  })

  /** As when someone lets go of files over a place of the page: it goes through the browser, which would open them if the page let it. */
  async function drop(page: Page, on: string, file: string): Promise<void> {
    const place = page.locator(on)
    await place.scrollIntoViewIfNeeded()
    const box = await place.boundingBox()
    if (box === null) throw new Error(`${on} is not to be seen`)
    const session = await page.context().newCDPSession(page)
    const at = { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 20) }
    const data = { items: [], files: [file], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, ...at, data })
    await session.detach()
  }
  const field = (page: Page) => page.getByLabel('Or the dossier’s text')
  const earlier = (page: Page) => page.getByLabel('Kept to be copied; it is not checked')

  test('fills the form, and the tool is added; what is no dossier says what is wrong and where, and nothing typed is lost', async () => {
    await visit({ name: 'Edda' }, async (page) => {
      await page.goto('/desk/tools/import')
      await field(page).fill('half a dossier, typed by hand')
      await drop(page, '[data-drop]', pathOf('logo.png'))
      await page.getByText('logo.png is no dossier: it is not text in UTF-8 (line 1). Take the YAML file.').waitFor()
      expect(await field(page).inputValue()).toBe('half a dossier, typed by hand')
      expect(await earlier(page).isVisible()).toBe(false)

      await drop(page, '[data-drop]', pathOf('notes.md'))
      await page.getByText('notes.md is in the text field below.').waitFor()
      await page.getByRole('button', { name: 'Check and keep' }).click()
      await page.getByText('wrong with the dossier; nothing was stored.').waitFor()
      expect(await page.locator('.problems li').first().innerText()).toMatch(
        /^Line \d+, column \d+: the document is "Only some words\."\s+To fix it: write a mapping with the keys .+\.$/,
      )
      expect(await field(page).inputValue()).toBe('# Not a dossier\n\nOnly some words.\n')
      await page.getByText('What was in the text field before the file').click()
      expect(await earlier(page).inputValue()).toBe('half a dossier, typed by hand')

      await drop(page, '#dossier', mistral)
      await page.getByText('mistral-3-instruct.yaml is in the text field below.').waitFor()
      expect(await earlier(page).inputValue()).toBe('half a dossier, typed by hand')
      await page.getByRole('button', { name: 'Check and keep' }).click()
      await page.getByText('Mistral 3 8B & 70B Instruct is kept.').waitFor()
    })
    const tools = await createDossierStore(desk.app.db).tools()
    expect(tools.map(({ newest }) => newest.slug)).toEqual(['mistral-3-instruct'])
  })

  test('beside the form leaves the page, and what was typed, where they are', async () => {
    await visit({ name: 'Edda' }, async (page) => {
      await page.goto('/desk/tools/import')
      await field(page).fill('typed by hand')
      await drop(page, 'h1', pathOf('notes.md'))
      await drop(page, '[data-drop]', folder)
      await page.getByText('could not be read: is it a folder?').waitFor()
      expect(new URL(page.url()).pathname).toBe('/desk/tools/import')
      expect(await field(page).inputValue()).toBe('typed by hand')
    })
  })

  test('can be chosen without a script: what was typed is there again beside what is wrong', async () => {
    await visit({ name: 'Edda', hasScript: false }, async (page) => {
      await page.goto('/desk/tools/import')
      await field(page).fill('typed by hand')
      await page.locator('input[type=file]').setInputFiles(pathOf('logo.png'))
      await page.getByRole('button', { name: 'Check and keep' }).click()
      await page.getByText('the file is not UTF-8 text from here on').waitFor()
      expect(await page.locator('.problems li').innerText()).toMatch(/^Line 1, column 1: /)
      expect(await field(page).inputValue()).toBe('typed by hand')
      await page.locator('input[type=file]').setInputFiles(pathOf('notes.md'))
      await page.getByRole('button', { name: 'Check and keep' }).click()
      await page.getByText('What was in the text field before the file').click()
      expect([await field(page).inputValue(), await earlier(page).inputValue()]).toEqual([
        '# Not a dossier\n\nOnly some words.\n',
        'typed by hand',
      ])
    })
  })
})

describe('waivers', () => {
  const flags = ['a source speaks to the reviewer', 'a source speaks to the assessor']
  const unscored = { replyFor: (seat: { persona: string }) => (seat.persona === 'business' ? null : {}), flags }
  const checklist = (page: Page) => page.locator('section[aria-labelledby=checks-title]')
  const blocking = (page: Page) => checklist(page).locator('> ul.checks > li')

  async function checklistOf(recordId: string) {
    const actor = people.get('Edda')
    const view = actor === undefined ? null : await desk.review.record(recordId, actor)
    if (view?.status !== 'done' || view.checklist === null) throw new Error('the record has a checklist')
    const { blocking, waived } = view.checklist
    return { blocking: blocking.map(({ kind }) => kind), waived: waived.map(({ what, reason }) => [what, reason]) }
  }

  /** Opens the fold in which something stands, writes the reason and sends it. */
  async function decide(page: Page, what: string, { fold, reason, button }: { fold: RegExp; reason: string; button: string }) {
    const item = checklist(page).getByRole('listitem').filter({ hasText: what })
    const waived = checklist(page).locator('summary', { hasText: /^Kept with a reason/ })
    if (button === 'No longer keep it') await waived.click()
    await item.locator('summary').filter({ hasText: fold }).click()
    await item.getByRole('textbox').fill(reason)
    await item.getByRole('button', { name: button }).click()
    await page.waitForURL(/said=|waive$/)
  }

  test.each([
    ['with a script', true],
    ['without one', false],
  ])('%s: an unscored seat and a flag are waived and taken back on the record’s page, each with its reason', async (_how, hasScript) => {
    const { recordId } = await keepPanel({ panels: desk.app.panels, runtime }, unscored)
    const seat = 'the seat is unscored: the reply broke off'
    const waive = { fold: /^Keep it/, button: 'Keep it' }
    const takeBack = { fold: /^No longer keep it/, button: 'No longer keep it' }
    await visit({ name: 'Edda', hasScript }, async (page) => {
      await page.goto(`/desk/records/${recordId}`)
      expect(await checklist(page).getByRole('heading').innerText()).toBe('What blocks · 4')
      await decide(page, seat, { ...waive, reason: '   ' })
      expect(await page.getByRole('alert').innerText()).toMatch(/reason/)
      await page.goto(`/desk/records/${recordId}`)
      await decide(page, seat, { ...waive, reason: 'three seats are enough' })
      expect(await page.getByRole('status').filter({ hasText: /\S/ }).innerText()).toBe('Kept, with the reason. It no longer blocks.')
      await decide(page, flags[1] ?? '', { ...waive, reason: 'it is a quoted joke' })
      expect(await checklist(page).getByRole('heading').innerText()).toBe('What blocks · 2')
      expect(await blocking(page).allInnerTexts()).toEqual([
        expect.stringContaining('no one has accepted'),
        expect.stringContaining(flags[0] ?? ''),
      ])
      await checklist(page).locator('summary', { hasText: 'Kept with a reason · 2' }).click()
      expect(await checklist(page).locator('li.ok div.meta').allInnerTexts()).toEqual([
        'Because: it is a quoted joke',
        'Because: three seats are enough',
      ])
    })
    expect(await checklistOf(recordId)).toEqual({
      blocking: ['not-accepted', 'flag'],
      waived: [
        [flags[1], 'it is a quoted joke'],
        [seat, 'three seats are enough'],
      ],
    })
    await visit({ name: 'Edda', hasScript }, async (page) => {
      await page.goto(`/desk/records/${recordId}`)
      await decide(page, seat, { ...takeBack, reason: 'a fourth seat after all' })
      expect(await page.getByRole('status').filter({ hasText: /\S/ }).innerText()).toBe('It is no longer kept, and blocks again.')
      await decide(page, flags[1] ?? '', { ...takeBack, reason: 'it is no joke' })
      expect(await checklist(page).getByRole('heading').innerText()).toBe('What blocks · 4')
      expect(
        await checklist(page)
          .locator('summary', { hasText: /^Kept with a reason/ })
          .count(),
      ).toBe(0)
    })
    expect(await checklistOf(recordId)).toEqual({ blocking: ['not-accepted', 'flag', 'flag', 'unscored-seat'], waived: [] })
    const { entries } = await createAuditLog(desk.app.db).list({ recordId, limit: 2 })
    expect(entries.map(({ action, data }) => [action, data])).toEqual([
      ['verdict.withdraw-waiver', expect.objectContaining({ reason: 'it is no joke' })],
      ['verdict.withdraw-waiver', expect.objectContaining({ reason: 'a fourth seat after all' })],
    ])
  })

  test.each([
    ['with a script', true],
    ['without one', false],
  ])('%s: a flag is waived and taken back on the verdict’s page; a reviewer is offered neither', async (_how, hasScript) => {
    const panel = await keepPanel({ panels: desk.app.panels, runtime }, { flags: flags.slice(0, 1) })
    const part = (page: Page) => page.locator('#blocking')
    await visit({ name: 'Edda', hasScript }, async (page) => {
      for (const [fold, button, reason, said] of [
        ['Keep it, with a reason', 'Keep it', 'it is a quoted joke', 'Kept, with your reason.'],
        ['No longer keep it, with a reason', 'No longer keep it', 'it is no joke', 'It is no longer kept, and blocks again.'],
      ] as const) {
        await page.goto(panel.path)
        await part(page).locator('summary', { hasText: fold }).click()
        await part(page).getByLabel('Reason').fill(reason)
        await part(page).getByRole('button', { name: button, exact: true }).click()
        await page.waitForURL('**?done=*')
        await page.getByText(said).waitFor()
        expect(await part(page).innerText()).toContain(button === 'Keep it' ? 'it is a quoted joke' : flags[0])
      }
    })
    await visit({ name: 'Rea', hasScript }, async (page) => {
      for (const path of [panel.path, `/desk/records/${panel.recordId}`]) {
        await page.goto(path)
        expect(await page.getByText(flags[0] ?? '').count(), path).toBeGreaterThan(0)
        expect(await page.locator('form[action$=waive]').count(), path).toBe(0)
      }
    })
  })
})

/** What axe says of the page that is open with every fold open, and whether it sticks out: in both colour schemes, narrow and wide. */
async function findFaults(page: Page, name: string): Promise<string[]> {
  await page.evaluate(unfold)
  return findFlawsInEveryLook(page, name)
}

describe('pages of refusals and of accounts: axe finds no violation and nothing sticks out, light and dark, at 360 and 1280 px', () => {
  test.each([
    ['a page that is not there', 'Rea', '/desk/nothing', 404, 'Not found'],
    ['a record that is not there', 'Rea', '/desk/records/rec_none', 404, 'Not found'],
    ['a page of accounts that is not there', 'Rea', '/auth/nothing', 404, 'Not found'],
    ['an editor’s page, for a reviewer', 'Rea', '/desk/panels/new', 403, 'Not allowed'],
    ['an admin’s page, for a reviewer', 'Rea', '/auth/people', 403, 'Not allowed'],
    ['an invitation that does not work', null, '/auth/invitation?token=none', 410, 'This link does not work'],
    ['the account page', 'Rea', '/auth/account', 200, 'Account'],
    ['the people page', 'Ada', '/auth/people', 200, 'People'],
  ] as const)('%s', async (what, name, path, status, title) => {
    await visit({ name }, async (page) => {
      expect((await page.goto(path))?.status()).toBe(status)
      expect(await page.locator('h1').innerText()).toBe(title)
      expect(await findFaults(page, what)).toEqual([])
    })
  })

  test.each([
    ['a form of the desk that is too large', '/desk/tools', '/desk/panels', { tool: 'x'.repeat(300_000) }, 413, 'Too large'],
    ['a form of accounts that is too large', '/auth/account', '/auth/account/tokens', { name: 'x'.repeat(70_000) }, 413, 'Too large'],
    [
      'a dossier that is none',
      '/desk/tools/import',
      '/desk/tools/import',
      { dossier: 'a: b\n', earlier: 'typed before' },
      422,
      'Import a dossier',
    ],
    ['a panel of nothing', '/desk/tools', '/desk/panels', { budget: 'much' }, 422, 'Kick off a panel'],
    ['a token for nothing', '/auth/account', '/auth/account/tokens', { name: '' }, 422, 'Account'],
  ] as const)('%s', async (what, from, action, fields, status, title) => {
    await visit({ name: 'Edda' }, async (page) => {
      await page.goto(from)
      expect(await sendForm(page, action, fields)).toBe(status)
      expect(await page.locator('h1').innerText()).toBe(title)
      expect(await findFaults(page, what)).toEqual([])
    })
  })

  test('signing in with a wrong password, and the account page with a token just made', async () => {
    await visit({ name: null }, async (page) => {
      await signIn(page, 'Rea', 'not the password at all')
      expect(await page.getByRole('alert').innerText()).toMatch(/^Email or password is wrong\./)
      expect(await page.getByLabel('Email').inputValue()).toBe('rea@example.org')
      expect(await findFaults(page, 'a wrong password')).toEqual([])
    })
    await visit({ name: 'Rea' }, async (page) => {
      await page.goto('/auth/account')
      await page.getByLabel('What it is for').fill('a script of mine')
      await page.getByRole('button', { name: 'Make a token' }).click()
      const token = await page.locator('#made-token').innerText()
      expect(token).toMatch(/^spt_/)
      await page.getByRole('button', { name: 'Copy the token' }).click()
      await page
        .getByRole('status')
        .filter({ hasText: /^Copied$/ })
        .waitFor()
      await page.getByLabel('What it is for').press('ControlOrMeta+v')
      expect(await page.getByLabel('What it is for').inputValue()).toBe(token)
      expect(await findFaults(page, 'a token')).toEqual([])
    })
  })

  test('the people page with a link just made, an invitation, and someone deactivated', async () => {
    const gone = await desk.addPerson('reviewer', 'Gus')
    await desk.people.deactivate({ actor: { system: 'test' }, userId: gone.userId })
    const link = await visit({ name: 'Ada' }, async (page) => {
      await page.goto('/auth/people')
      await page.getByRole('button', { name: 'Make a link' }).click()
      expect(await findFaults(page, 'people')).toEqual([])
      return page.locator('#made-link').innerText()
    })
    await visit({ name: null }, async (page) => {
      await page.goto(link)
      expect(await page.locator('h1').innerText()).toBe('Join Ship Panel')
      expect(await findFaults(page, 'an invitation')).toEqual([])
      await page.getByLabel('Name', { exact: true }).fill('Ines')
      await page.getByLabel('Email', { exact: true }).fill('ines@example.org')
      await page.getByLabel('Password', { exact: true }).fill('short')
      await page.getByLabel('Repeat the password').fill('short')
      await page.getByRole('button', { name: 'Join' }).click()
      const field = page.getByLabel('Password', { exact: true })
      expect(await field.evaluate((each) => each.matches(':focus'))).toBe(true)
      expect(await page.locator('#password-problem').innerText()).toMatch(/^Choose a password of at least/)
      expect([await field.inputValue(), await page.getByLabel('Email', { exact: true }).inputValue()]).toEqual(['', 'ines@example.org'])
      expect(await findFaults(page, 'an invitation refused')).toEqual([])
    })
  })

  test('the set-up page', async () => {
    const bare = await openTestDesk()
    const bareServer = await serve(bare)
    try {
      const link = (await bare.people.ensureSetupLink({ origin: bareServer.url })) ?? ''
      await visit({ name: null, baseURL: bareServer.url }, async (page) => {
        await page.goto(link)
        expect(await page.locator('h1').innerText()).toBe('Set up Ship Panel')
        expect(await findFaults(page, 'set-up')).toEqual([])
      })
    } finally {
      await bareServer.close({ deadlineMs: 1_000 })
      await bare.close()
    }
  })
})

test('a changed password, and “sign out everywhere else”, end the other browser’s session; a wrong present password changes nothing', async () => {
  await desk.addPerson('reviewer', 'Paula')
  const change = async (page: Page, [from, to]: readonly [string, string]) => {
    await page.goto('/auth/account')
    await page.getByLabel('Current password').fill(from)
    await page.getByLabel('New password', { exact: true }).fill(to)
    await page.getByLabel('Repeat the new password').fill(to)
    await page.getByRole('button', { name: 'Change the password' }).click()
  }
  const isSignedIn = async (page: Page) => (await page.goto('/auth/account')) !== null && new URL(page.url()).pathname === '/auth/account'
  await visit({ name: null }, (here) =>
    visit({ name: null }, async (there) => {
      const next = 'seven lazy otters bake'
      for (const page of [here, there]) await signIn(page, 'Paula')
      await change(here, ['not the present one', next])
      expect(await here.locator('#current-problem').innerText()).toBe('The current password is wrong.')
      expect(await isSignedIn(there)).toBe(true)
      await change(here, [password, next])
      expect(await here.getByRole('status').filter({ hasText: /\S/ }).innerText()).toBe(
        'The password is changed. All other sessions are ended.',
      )
      expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false])
      await signIn(there, 'Paula', next)
      await here.getByRole('button', { name: 'Sign out everywhere else' }).click()
      expect(await here.getByRole('status').filter({ hasText: /\S/ }).innerText()).toBe('You are signed out everywhere else.')
      expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false])
    }),
  )
})

describe('a verdict and someone who was deactivated', () => {
  const deactivate = (userId: string) => desk.people.deactivate({ actor: { system: 'test' }, userId })

  test('cannot be handed to them, and the page says what to do', async () => {
    const panel = await keepPanel({ panels: desk.app.panels, runtime }, {})
    const rune = await desk.addPerson('reviewer', 'Rune')
    await visit({ name: 'Edda' }, async (page) => {
      await page.goto(panel.path)
      await page.locator('summary', { hasText: 'Hand it over' }).click()
      await page.getByLabel('To', { exact: true }).selectOption({ label: 'Rune' })
      await page.getByLabel('Note, if any').fill('yours, please')
      await deactivate(rune.userId)
      await page.getByRole('button', { name: 'Hand over' }).click()
      const told = page.getByRole('alert')
      expect(await told.innerText()).toMatch(/deactivated[\s\S]*choose someone else from the list/)
      expect(await page.getByLabel('Note, if any').inputValue()).toBe('yours, please')
      expect(await page.locator('#assign-to option').allInnerTexts()).not.toContain('Rune')
      expect(await page.locator('#assignment').innerText()).toContain('No one’s yet.')
      expect(await findFaults(page, 'a hand-over refused')).toEqual([])
    })
  })

  test('that was theirs waits for everyone, as no one’s; another takes it', async () => {
    const panel = await keepPanel({ panels: desk.app.panels, runtime }, {})
    const rosa = await desk.addPerson('reviewer', 'Rosa')
    const edda = people.get('Edda') ?? rosa
    const on = { recordId: panel.recordId, verdictId: panel.verdict }
    expect((await desk.review.assign({ actor: edda, ...on, to: rosa.userId })).status).toBe('done')
    await visit({ name: 'Rea' }, async (page) => {
      const waits = page.locator(`a.waits[href*="${panel.verdict}"]`)
      await page.goto('/desk/queue')
      expect(await waits.count()).toBe(0)
      await page.goto('/desk/queue?scope=all')
      expect(await waits.innerText()).toContain('Rosa')
      await deactivate(rosa.userId)
      await page.goto('/desk/queue?scope=unassigned')
      expect(await waits.innerText()).not.toContain('Rosa')
      await waits.click()
      await page.locator('#assignment').getByText('No one’s: Rosa, who had it, is deactivated.').waitFor()
      await page.locator('#assignment').getByRole('button', { name: 'Take it' }).click()
      await page.waitForURL(/[?&]done=assigned/)
      await page.goto('/desk/queue')
      expect(await waits.innerText()).toContain('yours')
    })
  })
})
