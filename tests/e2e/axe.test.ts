import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFlaws, findFlawsInEveryLook, unfold } from '../support/browser/flaws.js'
import { type LayoutScene, openLayoutScene, password } from '../support/browser/layout/scene.js'
import { type Visitor, visitors, visitsOf } from '../support/browser/layout/visits.js'
import { type BrowserWindows, openWindows } from '../support/browser.js'

let windows: BrowserWindows
let scene: LayoutScene

beforeAll(async () => {
  ;[scene, windows] = await Promise.all([openLayoutScene(), openWindows()])
})
afterAll(async () => {
  await windows.close()
  await scene.site.close()
})

async function asVisitor<T>(visitor: Visitor, use: (page: Page) => Promise<T>): Promise<T> {
  const baseURL = scene.site.url
  if (visitor === 'nobody') return windows.withPage({ baseURL }, use)
  const person = await scene.site.desk.people.find(scene.people[visitor].userId)
  const session = await windows.sessionOf({ baseURL, email: person?.email ?? '', password })
  return windows.withPage({ baseURL, session }, use)
}

/** A mail as it is sent, in a sandbox in which no script runs: it has no landmarks, and the page that holds it is looked at. */
const isMail = (path: string) => path.endsWith('/letter')

test.each(visitors)(
  'axe finds no violation on any page that %s sees, every fold open, light and dark, 360 and 1280 px',
  async (visitor) => {
    const visits = visitsOf(scene).filter(({ as, path }) => as === visitor && !isMail(path))
    const found = await asVisitor(visitor, async (page) => {
      const flaws: string[] = []
      for (const { path } of visits) {
        await page.goto(path)
        await page.evaluate(unfold)
        flaws.push(...(await findFlawsInEveryLook(page, path)))
      }
      return flaws
    })
    expect(visits.length).toBeGreaterThan(0)
    expect(found).toEqual([])
  },
)

describe('the check itself, on a page of the desk that is broken on purpose', () => {
  const breaks: readonly [string, string][] = [
    ['color-contrast', 'document.querySelector("h2").style.color = "#999"'],
    ['label', 'document.querySelector("main").insertAdjacentHTML("beforeend", "<input>")'],
    ['link-name', 'document.querySelector("main").insertAdjacentHTML("beforeend", "<a href=\'/desk\'></a>")'],
    ['image-alt', 'document.querySelector("main").insertAdjacentHTML("beforeend", "<img src=\'data:,\'>")'],
    ['px stick out', 'document.querySelector("main").style.minWidth = "3000px"'],
  ]

  test.each(breaks)('it sees %s', async (rule, breakIt) => {
    const flaws = await asVisitor('editor', async (page) => {
      await page.goto('/desk')
      await page.evaluate(breakIt)
      return findFlaws(page, 'the broken page')
    })
    expect(flaws.join('\n')).toContain(rule)
  })
})
