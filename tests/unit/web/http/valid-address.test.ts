import { expect, test } from 'vitest'
import { issueEditSchema } from '../../../../src/newsletter/edit-issue.js'
import { addressProblem } from '../../../../src/web/http/valid-address.js'

test.each([
  'http://panel.test/',
  'http://panel.test/tools/a-b?q=open+weights&x=%F0%9F%92%A9',
  'http://panel.test/desk/records/%F0%9F%92%A9',
  'http://panel.test/?q=a%0Ab',
  'http://panel.test',
  'http://panel.test/?q=1%25',
])('%s is text', (url) => {
  expect(addressProblem(url)).toBeNull()
})

test.each(['%00', 'a%00b', '%ff', '%C3', '%ED%A0%80', '%c0%80', '%zz', '%', '%0d%0a', '%7f'])('a path with %s is none', (odd) => {
  expect(addressProblem(`http://panel.test/desk/newsletter/${odd}`)).toEqual({ part: 'path' })
})

test.each(['%00', 'a%00b', '%ff', '%C3', '%ED%A0%80', '%zz', '%'])('a query with %s is none, and the parameter is named', (odd) => {
  expect(addressProblem(`http://panel.test/x?a=1&cursor=${odd}&b=2`)).toEqual({ part: 'query', parameter: 'cursor' })
  expect(addressProblem(`http://panel.test/x?${odd}=1`)).toMatchObject({ part: 'query' })
})

test('an issue’s words hold no NUL, however little they say', () => {
  const edit = { subject: 'A week', intro: '', items: [{ recordId: 'rec_1', line: 'A line.', isIn: true }] }
  expect(issueEditSchema.safeParse(edit).success).toBe(true)
  expect(issueEditSchema.safeParse({ ...edit, intro: 'a\0b' }).success).toBe(false)
  expect(issueEditSchema.safeParse({ ...edit, intro: 'a\ud800b' }).success).toBe(false)
})
