import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

// Evaluated by the driver: the pages' own policy lets no inline script in.
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Every rule. Of what is in order nothing is reported, and no selectors are made up, since none are shown. */
const runAxe = `axe.run({ resultTypes: ['violations'], selectors: false })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' ')))`
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

type Look = { width: number; colorScheme: 'light' | 'dark' }

/** Narrow and wide, light and dark. */
export const everyLook: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [360, 1280].map((width) => ({ width, colorScheme })),
)

/** Opens every fold of the page, also those that wait for a script. */
export const unfold = 'document.querySelectorAll("details").forEach((details) => { details.open = true; details.hidden = false })'

/** What axe says of the page that is open, and whether it sticks out, as it is. */
export async function findFlaws(page: Page, name: string): Promise<string[]> {
  await page.evaluate(axe)
  return inspect(page, name)
}

/** The same in each look. The page is loaded once: its styles follow the window. */
export async function findFlawsInEveryLook(page: Page, name: string): Promise<string[]> {
  await page.evaluate(axe)
  const found: string[] = []
  for (const { width, colorScheme } of everyLook) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    found.push(...(await inspect(page, `${name}, ${colorScheme}, ${width} px`)))
  }
  return found
}

async function inspect(page: Page, where: string): Promise<string[]> {
  const violations = await page.evaluate<string[]>(runAxe)
  const pixels = await page.evaluate<number>(overflow)
  return [...violations.map((what) => `${where}: ${what}`), ...(pixels === 0 ? [] : [`${where}: ${pixels} px stick out`])]
}
