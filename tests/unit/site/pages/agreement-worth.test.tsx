import { expect, test } from 'vitest'
import type { AgreementReport } from '../../../../src/contracts/agreement.js'
import { renderHtml } from '../../../../src/platform/html/render-html.js'
import { AgreementWorth } from '../../../../src/site/pages/agreement-worth.js'
import { sampleReport } from '../../../support/agreement/sample-report.js'

const textOf = (report: AgreementReport) =>
  renderHtml(<AgreementWorth report={report} />)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

test.each([
  [0, 'there are none so far.'],
  [1, 'there is 1 tool so far.'],
  [19, 'there are 19 tools so far.'],
])('with %i tools it says in a sentence that there are not enough', (tools, end) => {
  const text = textOf(sampleReport({ tools }))
  expect(text).toMatch(/^What agreement is worth There are not enough records yet to say: it takes 20 tools /)
  expect(text.endsWith(end)).toBe(true)
  expect(text).not.toMatch(/\d\.\d/)
})

test('with tools enough and no figure it says what is missing', () => {
  const { basis } = sampleReport({ tools: 24 })
  expect(textOf({ ...sampleReport({ tools: 3 }), basis })).toMatch(/a model and a reviewer called, and not all alike\.$/)
})

test('with figures it is a plain paragraph of them, each with its interval, and says what they are not', () => {
  const text = textOf(sampleReport({ tools: 24 }))
  expect(text).toMatch(/^What agreement is worth Measured on 27 Nov 2026 over 24 tools, published or not, with the 95% interval of each /)
  expect(text).toMatch(/Models in the same seat agree with an alpha of 0\.\d\d \(0\.\d\d to 0\.\d\d\), where 1 is always alike/)
  expect(text).toMatch(/A draft and a reviewer who had not seen it agree with an alpha of 0\.\d\d/)
  expect(text).toMatch(/3 models on a seat are worth \d\.\d independent ones\./)
  expect(text).toMatch(/\d+% \(\d+% to \d+%\) is the persona, /)
  expect(text).toContain('not how right: jurors can agree and be wrong together.')
  expect(text.toLowerCase()).not.toContain('confiden')
})

test('a figure that there is not is left out of the paragraph', () => {
  const report = sampleReport({ tools: 24 })
  const text = textOf({ ...report, people: sampleReport({ tools: 3 }).people, decomposition: sampleReport({ tools: 3 }).decomposition })
  expect(text).toContain('Models in the same seat')
  expect(text).not.toContain('reviewer')
  expect(text).not.toContain('is the persona')
})
