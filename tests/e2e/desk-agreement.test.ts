import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepTools } from '../support/agreement/keep-calls.js'
import { sampleCalls } from '../support/agreement/sample-report.js'
import { everyLook, findFlaws } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows } from '../support/browser.js'
import { openTestSite, type TestSite } from '../support/web/site/test-site.js'

let windows: BrowserWindows
let site: TestSite
const password = 'violet teapot under rain'

beforeAll(async () => {
  windows = await openWindows()
  site = await openTestSite()
  await keepTools(site.app.db, sampleCalls({ tools: 24 }))
  await site.desk.people.add({ actor: { system: 'test' }, name: 'Rea', email: 'rea@example.org', role: 'reviewer', password })
})
afterAll(async () => {
  await windows.close()
  await site.close()
})

/** Marks and words of plots that stick out of them. */
const outsideOfPlots = `[...document.querySelectorAll('svg.plot')].flatMap((plot) => {
  const room = plot.getBoundingClientRect()
  return [...plot.querySelectorAll('text, circle, line')].filter((mark) => {
    const { left, right, top, bottom } = mark.getBoundingClientRect()
    return left < room.left - 1 || right > room.right + 1 || top < room.top - 1 || bottom > room.bottom + 1
  }).map((mark) => mark.outerHTML)
})`

test.each(everyLook.map(({ width, colorScheme }) => [width, colorScheme] as const))(
  'at %i px, %s: the plots of agreement keep within the page, and axe finds no violation',
  async (width, colorScheme) => {
    const session = await windows.sessionOf({ baseURL: site.url, email: 'rea@example.org', password })
    await windows.withPage({ width, colorScheme, baseURL: site.url, session }, async (page) => {
      await page.goto('/desk')
      if (width === 360) await page.getByRole('button', { name: 'Menu' }).click()
      await page.getByRole('link', { name: 'Agreement' }).click()
      await page.getByRole('heading', { name: 'What agreement is worth' }).waitFor()
      expect(await page.getByRole('img').count()).toBe(3)
      expect(await page.evaluate(outsideOfPlots)).toEqual([])
      expect(await findFlaws(page, 'agreement')).toEqual([])
    })
  },
)
