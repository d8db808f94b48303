import type { Page } from 'playwright-core'

/** Whether what the selector names has the focus. */
export const hasFocus = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`)

/** Presses Tab until what the selector names has the focus. Throws when many presses do not lead to it. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 100; presses += 1) {
    if (await hasFocus(page, selector)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`100 presses of Tab do not lead to ${selector}`)
}
