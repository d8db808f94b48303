import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LayoutScene, openLayoutScene, password } from '../../../support/browser/layout/scene.js'
import { visitors, visitsOf } from '../../../support/browser/layout/visits.js'
import { cookiesOf } from '../../../support/web/cookie-jar.js'

/* No one reads ids and hashes: pages of the desk name things by title, and have their ids in a fold for who compares them with others. */

let scene: LayoutScene
beforeAll(async () => {
  scene = await openLayoutScene()
})
afterAll(() => scene.site.close())

async function signedIn(userId: string): Promise<string> {
  const body = new URLSearchParams({ email: (await scene.site.desk.people.find(userId))?.email ?? '', password }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
  return cookiesOf(await scene.site.send('/auth/sign-in', { method: 'POST', headers, body }))
}

/** The words of a page before anyone opens a fold. */
function inSight(html: string): string {
  const main = html.indexOf('<main')
  // Beside a record's decisions is its public page, whose hashes readers compare.
  const aside = html.indexOf('<aside aria-label="Decision"')
  const own = aside === -1 ? html.slice(main) : html.slice(aside, main)
  let text = own.replace(/<(textarea|script|template)\b[\s\S]*?<\/\1>/g, '')
  // The innermost folds first.
  for (let before = ''; before !== text; ) {
    before = text
    text = text.replace(/<details\b(?:(?!<details\b)[\s\S])*?<\/details>/, (fold) => /<summary[\s\S]*?<\/summary>/.exec(fold)?.[0] ?? '')
  }
  return text.replace(/<wbr\/?>/g, '').replace(/<[^>]+>/g, ' ')
}

function idsIn(html: string): string[] {
  return (
    inSight(html).match(/\b(?:pnl|rec|seat|vdt|usr|whk|msg|int|dig|drf|own)_[0-9a-z]{6,}|\b(?=[0-9a-f]*\d)[0-9a-f]{12,}(?![\w-])/gi) ?? []
  )
}

test('no page of the desk shows an id or a hash before a fold is opened', async () => {
  const found: string[] = []
  // A check of the log ends in the hash that one is to note.
  const asked = ['/desk/audit/verify']
  for (const visitor of visitors) {
    if (visitor === 'nobody') continue
    const cookie = await signedIn(scene.people[visitor].userId)
    for (const { as, path } of visitsOf(scene)) {
      if (as !== visitor || !path.startsWith('/desk') || asked.includes(path)) continue
      const html = await (await scene.site.get(path, { cookie })).text()
      found.push(...idsIn(html).map((id) => `${path} for ${as}: ${id}`))
    }
  }
  expect(found).toEqual([])
})

test('the check sees what is in sight, and leaves alone what is in folds and addresses', () => {
  const hash = '0123456789abcdef'.repeat(4)
  expect(idsIn(`<main><p>Panel pnl_0abc12</p><p>${hash.slice(0, 12)}…</p></main>`)).toEqual(['pnl_0abc12', hash.slice(0, 12)])
  const folded = `<details><summary>Ids</summary>pnl_0abc12 <details><summary>More</summary>${hash}</details></details>`
  expect(idsIn(`<main><a href="/desk/panels/pnl_0abc12">Bun</a>${folded}<p>Ids 2026-11-20</p></main>`)).toEqual([])
})
