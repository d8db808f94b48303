import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { BrowserWindows, View } from '../browser.js'
import { password } from '../web/desk/test-desk.js'

type Wish = View & {
  /** Where the desk is served. */
  baseURL: string
  /** What the page may complain about; anything else fails. */
  expected?: RegExp
}

/** Hands over a page of Edda's, who is signed in. Fails when the page complained about anything that is not expected. */
export async function withDeskPage<T>(windows: BrowserWindows, { expected, ...view }: Wish, use: (page: Page) => Promise<T>): Promise<T> {
  const session = await windows.sessionOf({ baseURL: view.baseURL, email: 'edda@example.org', password })
  return windows.withPage({ ...view, session }, async (page) => {
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    const result = await use(page)
    expect(complaints.filter((text) => expected?.test(text) !== true)).toEqual([])
    return result
  })
}
