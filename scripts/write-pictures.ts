import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { z } from 'zod'
import { plainEnvironment, startChild } from '../bench/child.js'
import { publishSample } from '../bench/published.js'
import { type Place, type Servers, startServers } from '../bench/servers.js'
import { packageFiles } from '../src/platform/files/package-files.js'
import { createRuntime } from '../src/platform/runtime.js'
import { launchBrowser } from '../tests/support/browser.js'
import { type Picture, pictures, type Scene } from './pictures.js'
import { terminalPage } from './terminal-page.js'

/*
 * `npm run pictures`: takes every picture of docs/images again, in a Chromium of this machine, of a desk that was filled just now and of a site on
 * which the sample was just published. Files of docs/images that no picture of the list makes are named and left alone.
 */

const images = join(packageFiles.root, 'docs', 'images')
const runtime = createRuntime({ logLevel: 'warn' })
const email = 'ada@example.com'
const password = randomBytes(16).toString('hex')
const sampleTools = ['Claude Haiku Open Weights', 'Mistral 3 8B & 70B Instruct']
const waitMs = 60_000
const recordSchema = z.object({ id: z.string() })

/** Where the scenes are: pages by their address, or as HTML. */
type Stage = { browser: Browser; servers: Servers; folder: string }

const folder = await realpath(await mkdtemp(join(tmpdir(), 'panel-pictures-')))
try {
  const servers = await startServers({ folder, runtime })
  const browser = await launchBrowser()
  try {
    const stage = { browser, servers, folder }
    await pictureDesk(stage)
    await pictureSite(stage)
  } finally {
    await browser.close()
    await servers.stop()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
const made = new Set(pictures.map(({ file }) => file))
for (const file of await readdir(images)) if (!made.has(file)) process.stderr.write(`docs/images/${file} is made by no one\n`)

/** The desk with the sample's record before anyone looked at it, its page, and its scorecard in a terminal. */
async function pictureDesk({ browser, servers, folder }: Stage): Promise<void> {
  const place = await servers.place('postgres')
  const panel = (args: readonly string[], more: { env?: Record<string, string>; input?: string } = {}) =>
    runPanel({ args, folder, env: { ...environmentOf(place), ...more.env }, input: more.input ?? '' })
  const { id } = recordSchema.parse(JSON.parse(await panel(['demo', '--json'])))
  const terminal = terminalPage(await panel(['show'], { env: { FORCE_COLOR: '1', COLUMNS: '120' } }))
  await pictureHtml(browser, 'terminal', terminal)
  await pictureHtml(browser, 'record page', await panel(['show', '--html']))
  await panel(['user', 'add', email, '--name', 'Ada', '--role', 'admin', '--password-stdin'], { input: `${password}\n` })
  await withServer({ folder, place, name: 'desk' }, async (url) => {
    const { session, verdict } = await signIn(browser, url, `/desk/records/${id}`)
    for (const picture of picturesOf('desk')) {
      const context = await openContext(browser, picture, url)
      await context.addCookies(session)
      await take(context, { ...picture, path: picture.path.replace('<record>', id).replace('<verdict>', verdict) })
    }
  })
}

/** The public site with the sample's comparison on it. */
async function pictureSite({ browser, servers, folder }: Stage): Promise<void> {
  const place = await servers.place('postgres')
  await publishSample({ runtime, folder }, place)
  await withServer({ folder, place, name: 'site' }, async (url) => {
    for (const picture of picturesOf('site')) await take(await openContext(browser, picture, url), picture)
  })
}

function picturesOf(scene: Scene): (Picture & { path: string })[] {
  return pictures.filter((picture) => picture.scene === scene).map((picture) => ({ ...picture, path: picture.path ?? '/' }))
}

function environmentOf({ connectionString }: Place): Record<string, string> {
  return { DATABASE_URL: connectionString, LOG_LEVEL: 'info', TZ: 'UTC' }
}

type Run = { args: readonly string[]; folder: string; env: Record<string, string>; input: string }

/** What a command writes to stdout. Throws with what it said when it does not end well. */
async function runPanel({ args, folder, env, input }: Run): Promise<string> {
  const child = spawn(process.execPath, [join(packageFiles.root, 'dist', 'src', 'cli', 'main.js'), ...args], {
    cwd: folder,
    env: { ...plainEnvironment(), ...env },
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      said[stream] += chunk
    })
  }
  child.stdin.end(input)
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`panel ${args.join(' ')} ended with ${code}: ${said.stderr}`)
  return said.stdout
}

async function withServer({ folder, place, name }: { folder: string; place: Place; name: string }, use: (url: string) => Promise<void>) {
  const child = await startChild({
    script: 'src/cli/main.js',
    args: ['serve', '--no-worker', '--port', '0'],
    env: environmentOf(place),
    folder,
    outputFile: join(folder, `${name}.log`),
    readyText: 'serving; stop with Ctrl-C',
    runtime,
  })
  try {
    await use(/The site at (http:\S+?)\/\n/.exec(await child.output())?.[1] ?? '')
  } finally {
    await child.stop()
  }
}

async function openContext(browser: Browser, { width, height, colorScheme }: Picture, baseURL?: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, ...(baseURL === undefined ? {} : { baseURL }) })
  // What is not there by then has another name than this script knows.
  context.setDefaultTimeout(waitMs)
  return context
}

type Cookies = Parameters<BrowserContext['addCookies']>[0]

/** Signs Ada in, once for all pictures: an address may try it so often. Also returns the id of the first verdict that the record's page leads to. */
async function signIn(browser: Browser, baseURL: string, recordPath: string): Promise<{ session: Cookies; verdict: string }> {
  const context = await browser.newContext({ baseURL })
  const page = await context.newPage()
  await page.goto('/auth/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/desk')
  await page.goto(recordPath)
  const href = await page.locator(`a[href*="${recordPath}/verdicts/"]`).first().getAttribute('href')
  const session = await context.cookies()
  await context.close()
  return { session, verdict: /\/verdicts\/(\w+)/.exec(href ?? '')?.[1] ?? '' }
}

/** Takes a picture of an address, and closes the browser's window. */
async function take(context: BrowserContext, { path, file }: Picture & { path: string }): Promise<void> {
  const page = await context.newPage()
  await page.goto(path)
  if (path === '/desk/panels/new') {
    for (const tool of sampleTools) await page.getByLabel(tool).check()
    await page.getByLabel('From the sample’s recordings').check()
    await page.locator('#outlook').getByText('8 seats on recordings').waitFor()
  }
  await page.screenshot({ path: join(images, file) })
  process.stdout.write(`${file}\n`)
  await context.close()
}

/** Takes the pictures of a page that no server serves. */
async function pictureHtml(browser: Browser, scene: Scene, html: string): Promise<void> {
  const path = join(folder, `${scene.replace(' ', '-')}.html`)
  await writeFile(path, html)
  for (const picture of picturesOf(scene)) await take(await openContext(browser, picture), { ...picture, path: `file://${path}` })
}
