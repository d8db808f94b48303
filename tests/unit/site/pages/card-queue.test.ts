import { expect, test } from 'vitest'
import { CardsBusyError } from '../../../../src/site/documents/cards-busy.js'
import { createCardDrawer } from '../../../../src/site/documents/pictures.js'
import { sampleSite, toolView } from '../../../support/site/pages/sample-views.js'

test('cards beyond those that can wait are refused, and drawn when they are asked for later', async () => {
  const view = toolView(await sampleSite())
  const cardOf = (index: number) => ({ ...view, current: { ...view.current, tool: { ...view.current.tool, name: `Tool ${index}` } } })
  const draw = createCardDrawer()
  const asked = await Promise.allSettled(Array.from({ length: 24 }, (_, index) => draw(cardOf(index))))
  expect(asked.map(({ status }) => status)).toEqual([...Array.from({ length: 22 }, () => 'fulfilled'), 'rejected', 'rejected'])
  expect(asked[23]).toMatchObject({ reason: expect.any(CardsBusyError) })
  expect((await draw(cardOf(23))).byteLength).toBeGreaterThan(0)
})
