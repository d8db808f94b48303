import type { Page } from 'playwright-core'

/** On the page that a set-up link or an invitation leads to: fills in name, address and password, and waits for the desk. */
export async function choosePassword(page: Page, { name, password }: { name: string; password: string }): Promise<void> {
  const nameField = page.getByLabel('Name', { exact: true })
  if ((await nameField.count()) > 0) await nameField.fill(name)
  const email = page.getByLabel('Email', { exact: true })
  if (await email.isEditable()) await email.fill(`${name.toLowerCase()}@example.org`)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('Repeat the password').fill(password)
  await page.locator('main button[type=submit]').click()
  await page.waitForURL('**/desk')
}
