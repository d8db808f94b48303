import { expect, test } from 'vitest'
import { connectionError } from '../../../../src/platform/db/connection-failure.js'
import { isOutage, outageOf } from '../../../../src/platform/db/is-outage.js'
import { ProviderError } from '../../../../src/platform/errors.js'

const coded = (code: string, message = 'as the driver says it') => Object.assign(new Error(message), { code })
/** As Drizzle wraps what the driver throws. */
const wrapped = (error: Error) => new Error('Failed query: select 1', { cause: new Error('in between', { cause: error }) })

test.each([
  ['unreachable', ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', '08000', '08006', '08P01', '28P01', '28000', '3D000']],
  ['unreachable', ['57P01', '57P02', '57P03', '57P04', '57P05']],
  ['read-only', ['25006', 'EROFS']],
  ['full', ['53100', 'ENOSPC', 'EDQUOT', '58030']],
  ['busy', ['53000', '53200', '53300', '53400', '40001', '40P01', 'EMFILE', 'ENFILE']],
  ['slow', ['57014', '55P03', '25P03', '25P04']],
])('an error is an outage of kind %s by its code, however deep it is wrapped: %j', (kind, codes) => {
  for (const code of codes) {
    expect([code, outageOf(coded(code))?.kind]).toEqual([code, kind])
    expect([code, outageOf(wrapped(coded(code)))?.kind]).toEqual([code, kind])
    expect([code, outageOf(new AggregateError([coded(code)]))?.kind]).toEqual([code, kind])
  }
})

test.each([
  ['full', coded('XX000', 'could not extend file "base/5/16384": Disk quota exceeded')],
  ['full', coded('XX000', 'could not write to file "pg_wal/xlogtemp.31": No space left on device')],
  ['read-only', coded('42501', 'could not open file "base/5/16384": Read-only file system')],
  ['slow', new Error('Query read timeout')],
  ['unreachable', coded('55000', 'database "panel" is not currently accepting connections')],
  ['unreachable', new Error('Connection terminated unexpectedly')],
  ['unreachable', new Error('timeout exceeded when trying to connect')],
  ['busy', connectionError({ host: 'db', port: 5432 }, coded('53300'))],
  ['unreachable', connectionError({ host: 'db', port: 5432 }, new Error('no words for it'))],
])('an error without a code of its own is an outage of kind %s by its words', (kind, error) => {
  expect(outageOf(error)?.kind).toBe(kind)
})

test('a bug, a refused value and a provider that cannot be reached are no outages of the database', () => {
  const details = {
    kind: 'unreachable',
    provider: 'ollama',
    isRetryable: true,
    retryAfterMs: null,
    statusCode: null,
    requestId: null,
  } as const
  const provider = new ProviderError('ollama does not answer', details, { cause: coded('ECONNREFUSED') })
  for (const error of [
    coded('23505'),
    coded('22P02'),
    coded('42P01'),
    coded('25P02'),
    new TypeError('x is undefined'),
    provider,
    'text',
    null,
  ]) {
    expect(isOutage(error)).toBe(false)
  }
})
