import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { type FormType, formsOnly } from '../../../../src/web/http/forms.js'

function appFor(type: FormType) {
  const app = new Hono()
  app.use(...formsOnly({ maxBytes: 10, type, tooLarge: (c) => c.text('too large', 413), notAForm: (c) => c.text('no form', 415) }))
  app.all('/', (c) => c.text('done'))
  return app
}

async function send(type: FormType, contentType: string | null, { method = 'POST', body = 'a=b' } = {}) {
  const headers: Record<string, string> = contentType === null ? {} : { 'content-type': contentType }
  const answer = await appFor(type).request('/', { method, headers, ...(method === 'GET' ? {} : { body: new TextEncoder().encode(body) }) })
  return answer.text()
}

test.each([
  'application/x-www-form-urlencoded',
  'Application/X-WWW-Form-URLEncoded',
  'application/x-www-form-urlencoded; charset=utf-8',
  ' application/x-www-form-urlencoded ;charset="utf-8"',
])('“%s” is a form of both types', async (contentType) => {
  expect(await send('url-encoded', contentType)).toBe('done')
  expect(await send('any', contentType)).toBe('done')
})

test('a form in parts is one where files may be sent', async () => {
  expect(await send('any', 'multipart/form-data; boundary=x')).toBe('done')
  expect(await send('url-encoded', 'multipart/form-data; boundary=x')).toBe('no form')
})

test.each([
  null,
  '',
  'text/plain',
  'application/json',
  'application/x-www-form-urlencoded2',
  'text/plain; application/x-www-form-urlencoded',
  'multipart/form-data, text/plain',
])('a POST of “%s” is no form', async (contentType) => {
  expect(await send('any', contentType)).toBe('no form')
})

test('what is read alone needs no form', async () => {
  expect(await send('any', null, { method: 'GET' })).toBe('done')
})

test('a body that is too large is answered so before anything else', async () => {
  expect(await send('any', 'application/x-www-form-urlencoded', { body: 'a=12345678901' })).toBe('too large')
  expect(await send('any', 'text/plain', { body: '12345678901' })).toBe('too large')
})
