import type { Page } from 'playwright-core'

/** Sends a form from the page that is open, as its own forms do; the browser shows what comes back, whose status this returns. */
export async function sendForm(page: Page, action: string, fields: Record<string, string>): Promise<number> {
  const answer = page.waitForResponse((response) => response.request().method() === 'POST')
  // As text: what runs in the page knows the types of a browser, which the tests are not checked against.
  await page.evaluate(`((action, fields) => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action })
    for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement('textarea'), { name, value }))
    document.body.append(form)
    form.submit()
  })(${JSON.stringify(action)}, ${JSON.stringify(fields)})`)
  const response = await answer
  await page.waitForLoadState()
  return response.status()
}
