import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordSchema } from '../../../src/contracts/record.js'
import { runPanelCommandHere } from '../../support/run-panel-here.js'
import { publishSamples } from '../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../support/site/views/test-site.js'
import { openTestVotes } from '../../support/voting/test-votes.js'

let scene: TestSite
let votes: ReturnType<typeof openTestVotes>
let recordId: string
let env: Record<string, string>
beforeAll(async () => {
  scene = await openTestSite()
  recordId = (await publishSamples(scene.db)).recordId
  env = { DATABASE_URL: scene.pool.options.connectionString ?? '' }
  votes = openTestVotes(scene.db)
})
afterAll(() => scene.close())

/** Without colours, which it has in a run that CI watches. */
const show = async (...words: string[]) => {
  const { stdout } = await runPanelCommandHere(['show', recordId, ...words], { env })
  return { stdout: stripVTControlCharacters(stdout) }
}
const oneLine = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

test('a record is shown with the votes of now, in the terminal and as a page, and stays as it is stored in its JSON', async () => {
  const stored = (await show('--json')).stdout
  expect((await show()).stdout).toMatch(/Community {4}— {2}no votes yet +Community {4}— {2}no votes yet/)
  await votes.vote('mistral-3-instruct', 'ship', 'reader-1')
  await votes.vote('mistral-3-instruct', 'ship', 'reader-2')
  await votes.vote('mistral-3-instruct', 'skip', 'reader-3')
  expect((await show()).stdout).toMatch(/Community {4}— {2}no votes yet +Community {4}67 % {2}2 of 3/)
  expect(oneLine((await show('--html')).stdout)).toMatch(/Community — no votes yet .*Community 67% 2 of 3 votes/)
  const { stdout } = await show('--json')
  expect(stdout).toBe(stored)
  expect(recordSchema.parse(JSON.parse(stdout)).tools.map(({ community }) => community.votes)).toEqual([0, 0])
})

test('a record is shown as what it is now: in review, published or retracted; its JSON stays as it is stored', async () => {
  const stored = (await show('--json')).stdout
  const shownAs = async (status: string) => {
    await scene.pool.query('UPDATE records SET status = $2 WHERE id = $1', [recordId, status])
    const heading = (await show()).stdout.split('\n')[0]
    return [heading?.split(' · ').at(-1), oneLine((await show('--html')).stdout).includes('Retracted: it no longer holds.')]
  }
  expect(await shownAs('in_review')).toEqual(['in review, approved by no one yet', false])
  expect(await shownAs('published')).toEqual(['published', false])
  expect(await shownAs('retracted')).toEqual(['retracted: it no longer holds', true])
  expect((await show('--json')).stdout).toBe(stored)
})

test('votes on a tool that was renamed since are shown with the record that has its old name', async () => {
  await scene.store.addRedirect({ from: 'claude-haiku-open-weights', by: 'test', at: scene.runtime.now() }, () => ({ to: 'haiku-open' }))
  await votes.renameTool({ from: 'claude-haiku-open-weights', to: 'haiku-open' })
  await votes.vote('haiku-open', 'skip', 'reader-1')
  expect((await show()).stdout).toMatch(/Community {4}0 % {2}0 of 1 +Community {4}67 % {2}2 of 3/)
})
