import { afterAll, beforeAll, expect, test } from 'vitest'
import { runPanelCommandHere } from '../../support/run-panel-here.js'
import { publishSamples } from '../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../support/site/views/test-site.js'

let scene: TestSite
let env: Record<string, string>
beforeAll(async () => {
  scene = await openTestSite()
  await publishSamples(scene.db)
  env = { DATABASE_URL: scene.pool.options.connectionString ?? '' }
})
afterAll(() => scene.close())

const site = (...words: string[]) => runPanelCommandHere(['site', ...words], { env })

test('a renamed tool is redirected, listed, and taken back; what cannot be is reported with what to do', async () => {
  expect(await site('redirects')).toMatchObject({ code: 0, stdout: expect.stringContaining('panel site redirect old-name new-name') })
  expect(await site('redirect', 'mistral-3', 'mistral-3-instruct')).toMatchObject({
    code: 0,
    stdout: 'Readers of mistral-3 are led to mistral-3-instruct.\n',
  })
  expect(await site('redirect', 'mistral-3-instruct', 'mistral-3')).toMatchObject({ code: 2, stderr: expect.stringContaining('circle') })
  expect(await site('redirect', 'old', 'never-published')).toMatchObject({ code: 2, stderr: expect.stringContaining('not published') })
  expect(await site('redirect', 'old')).toMatchObject({ code: 2, stderr: expect.stringContaining('the old slug and the new one') })
  const { stdout } = await site('redirects', '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'panel.redirects/1',
    redirects: [{ from: 'mistral-3', to: 'mistral-3-instruct', by: 'panel site' }],
  })
  expect((await site('redirects')).stdout).toMatch(/^old +new +since +by\nmistral-3 +mistral-3-instruct +\d{4}-\d\d-\d\d +panel site\n$/)
  expect(await scene.site.tool('mistral-3')).toEqual({ kind: 'moved', to: '/tools/mistral-3-instruct' })
  expect(await site('redirect', 'mistral-3', '--remove')).toMatchObject({ code: 0 })
  expect(await site('redirect', 'mistral-3', '--remove')).toMatchObject({ code: 2, stderr: expect.stringContaining('leads nowhere') })
})

test('the site index is rebuilt from what was decided', async () => {
  await scene.pool.query('DELETE FROM published_tools')
  expect(await site('rebuild')).toMatchObject({ code: 0, stdout: 'The site index is rebuilt: 2 tools, 1 comparison.\n' })
  expect(await scene.site.tool('mistral-3-instruct')).toMatchObject({ kind: 'tool' })
})
