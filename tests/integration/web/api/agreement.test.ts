import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreementSchema } from '../../../../src/contracts/agreement.js'
import { keepTools } from '../../../support/agreement/keep-calls.js'
import { sampleCalls, sampleReport } from '../../../support/agreement/sample-report.js'
import { bodyOf, openTestApi, reviewer, type TestApi } from '../../../support/web/api/api-app.js'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  await keepTools(api.db, sampleCalls({ tools: 24 }))
})
afterAll(() => api.close())

test('GET /agreement answers with the document of its contract, for everyone with a token', async () => {
  const report = agreementSchema.parse(await bodyOf(api.as(reviewer).get('/agreement')))
  const { jurors, effectiveJurors, decomposition } = sampleReport({ tools: 24 })
  expect(report).toMatchObject({ schema: 'panel.agreement/1', jurors, effectiveJurors, decomposition })
  expect(report.people).toMatchObject({ tools: 0, alpha: { value: null, why: 'nothing to compare so far; at least 20 tools are needed' } })
  expect((await api.send('/agreement', 'GET')).status).toBe(401)
})

test('its description is the published contract, and what was read once is not sent again', async () => {
  const description = await bodyOf<{ paths: Record<string, unknown>; components: { schemas: Record<string, unknown> } }>(
    api.send('/openapi.json', 'GET'),
  )
  expect(description.paths['/agreement']).toBeDefined()
  expect(description.components.schemas.Agreement).toMatchObject({ properties: { schema: { enum: ['panel.agreement/1'] } } })
  const etag = await api.as(reviewer).tag('/agreement')
  expect((await api.as(reviewer).get('/agreement', { 'if-none-match': etag })).status).toBe(304)
})
