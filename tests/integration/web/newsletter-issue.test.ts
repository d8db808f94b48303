import { afterAll, beforeAll, expect, test } from 'vitest'
import { isoWeekOf } from '../../../src/newsletter/rules/iso-week.js'
import { editor, publishSamples, reviewOf } from '../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../support/web/site/test-site.js'

/** The site as it is eight days after what is published now: this week has ended. */
const aheadMs = 8 * 86_400_000
let site: TestSite

beforeAll(async () => {
  site = await openTestSite({ runtime: { now: () => new Date(Date.now() + aheadMs) } })
})
afterAll(() => site.close())

test('the issue of a week is about what was published by the rules of review, and links to pages that are there', async () => {
  const { recordId, slugs } = await publishSamples(site.app.db)
  const week = isoWeekOf(new Date(), 'UTC')
  const drafted = await site.newsletter.draft({ week, actor: editor })
  if (drafted.status !== 'done') throw new Error(drafted.status)
  const [item, ...others] = drafted.issue.content.items
  expect(others).toEqual([])
  expect(item).toMatchObject({ kind: 'published', recordId, publicReason: null })
  expect(item?.tools.map(({ slug }) => slug).sort()).toEqual([...slugs].sort())
  expect(item?.tools.map(({ panelShip }) => panelShip).sort()).toEqual(['50% (2 of 4)', '75% (3 of 4)'])
  expect(item?.line).toMatch(/^The panel leans to .+: 3 of 4 reviewers ship .+, 2 of 4 ship .+\.$/)
  expect((await site.get(item?.path ?? '')).status).toBe(200)

  // Taken back in the same week, and drafted again.
  await reviewOf(site.app.db).retract({ actor: editor, recordId, publicReason: 'The prices were wrong.' })
  await site.newsletter.discard({ actor: editor, week })
  const anew = await site.newsletter.draft({ week, actor: editor })
  expect(anew).toMatchObject({
    status: 'done',
    issue: { content: { items: [{ kind: 'retracted', publicReason: 'The prices were wrong.' }] } },
  })
})
