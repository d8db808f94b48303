import { DrizzleQueryError } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { ProviderError, type ProviderErrorDetails } from '../../../../src/platform/errors.js'
import { describeForLog } from '../../../../src/platform/observe/describe-for-log.js'

const prompt = 'You review a tool that no one else should read about'

function providerError(details: Partial<ProviderErrorDetails> = {}): ProviderError {
  const known = { kind: 'bad-request', provider: 'lab', isRetryable: false, retryAfterMs: null, statusCode: 400, requestId: null } as const
  return new ProviderError(`lab answered 400: ${prompt}`, { ...known, ...details }, { cause: new Error(prompt) })
}

test('an error that repeats a provider’s answer is logged without its words, in its stack and cause too', () => {
  const described = describeForLog(new Error('the seat failed', { cause: providerError({ repeatsAnswer: true }) }))
  expect(JSON.stringify(described)).not.toContain(prompt)
  expect(described).toMatchObject({
    message: 'the seat failed',
    cause: {
      name: 'ProviderError',
      message: 'lab answered 400 (bad-request); what it said is kept with the seat',
      stack: expect.stringMatching(/^ProviderError: lab answered 400 .*seat\n\s+at .*describe-for-log\.test/),
    },
  })
})

test('any other error of a provider is logged as it is, with its cause', () => {
  expect(describeForLog(providerError())).toMatchObject({ message: `lab answered 400: ${prompt}`, cause: { message: prompt } })
})

test('a query that failed is logged without its parameters, and with what the database said', () => {
  const refused = Object.assign(new Error('connection terminated'), { code: '57P01' })
  const described = describeForLog(new DrizzleQueryError('insert into model_calls values ($1)', [prompt], refused))
  expect(JSON.stringify(described)).not.toContain(prompt)
  expect(described).toMatchObject({
    message: 'a query failed: insert into model_calls values ($1)',
    stack: expect.stringMatching(/values \(\$1\)\n\s+at /),
    cause: { message: 'connection terminated', code: '57P01' },
  })
})
