import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core'
import { findChromium } from './chromium.js'

const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** A headless Chromium whose pages wait for what a test waits for as long as that takes. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: findChromium(), args, timeout: 0 })
  browser.on('context', (context) => {
    context.setDefaultTimeout(0)
    context.setDefaultNavigationTimeout(0)
  })
  return browser
}

export type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>

/** How a visitor looks at pages: what is left out is a wide window, in the light, with scripts, and no one signed in. */
export type View = {
  baseURL?: string
  width?: number
  colorScheme?: 'light' | 'dark'
  hasScript?: boolean
  session?: StorageState
  headers?: Record<string, string>
}

/** A browser's windows, each with cookies of its own. */
export type BrowserWindows = {
  browser: Browser
  /** Hands over the page of a window in which no one was before, as far as pages can see. */
  withPage<T>(view: View, use: (page: Page) => Promise<T>): Promise<T>
  /** The cookies of someone who signs in by the form: once each, since the server counts how often an address tries. */
  sessionOf(person: Person): Promise<StorageState>
  close(): Promise<void>
}
type Person = { baseURL: string; email: string; password: string }
type Window = { context: BrowserContext; page: Page; devTools: CDPSession }

/**
 * A browser whose windows are used again: for each new one Chromium starts a process, which knows no script yet, and costs more than most visits.
 * Before a visit the window forgets cookies and cache; pages keep nothing else in a browser. The caller closes it.
 */
export async function openWindows(): Promise<BrowserWindows> {
  const browser = await launchBrowser()
  const free = new Map<string, Window[]>()
  const sessions = new Map<string, Promise<StorageState>>()

  const withPage: BrowserWindows['withPage'] = async (view, use) => {
    const { baseURL, hasScript = true } = view
    const kind = `${baseURL} ${hasScript}`
    const window = free.get(kind)?.pop() ?? (await openWindow(browser, { baseURL, javaScriptEnabled: hasScript }))
    await prepare(window, view)
    try {
      const result = await use(window.page)
      await leave(window)
      free.set(kind, [...(free.get(kind) ?? []), window])
      return result
    } catch (error) {
      await window.context.close()
      throw error
    }
  }
  const sessionOf = (person: Person) => {
    const key = `${person.baseURL} ${person.email}`
    const session = sessions.get(key) ?? withPage({ baseURL: person.baseURL }, (page) => signIn(page, person))
    sessions.set(key, session)
    return session
  }
  return { browser, withPage, sessionOf, close: () => browser.close() }
}

async function openWindow(browser: Browser, options: { baseURL: string | undefined; javaScriptEnabled: boolean }): Promise<Window> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  return { context, page, devTools: await context.newCDPSession(page) }
}

async function prepare({ context, page, devTools }: Window, { width = 1280, colorScheme = 'light', session, headers = {} }: View) {
  await devTools.send('Network.clearBrowserCache')
  await context.clearCookies()
  await context.addCookies(session?.cookies ?? [])
  await context.setExtraHTTPHeaders(headers)
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme, media: null })
}

/** Ends what listens to the page. It stays open: an empty page, from elsewhere, would be in a new process, and so would be the next one. */
async function leave({ context, page }: Window): Promise<void> {
  await page.removeAllListeners(undefined, { behavior: 'wait' })
  for (const other of context.pages()) if (other !== page) await other.close()
}

async function signIn(page: Page, { email, password }: Person): Promise<StorageState> {
  await page.goto('/auth/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/desk')
  return page.context().storageState()
}
