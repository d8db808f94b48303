import { describe, expect, it } from 'vitest'
import { rateLimitResetMsOf } from '../../../../src/providers/http/rate-limit-reset.js'

const limits = [{ remaining: 'left', reset: 'reset' }]

describe('rateLimitResetMsOf', () => {
  it.each([
    ['1s', 1000],
    ['6m0s', 360_000],
    ['12ms', 12],
    ['1m12ms', 60_012],
    ['2m59.56s', 179_560],
    ['1h2m3s', 3_723_000],
    ['28', 28_000],
    ['0.25', 250],
    ['', null],
    ['soon', null],
    ['-3', null],
    // A point in time, in seconds since 1970, is no wait.
    ['1722556800', null],
  ])('reads "%s" as %s ms', (reset, expected) => {
    expect(rateLimitResetMsOf(new Headers({ reset }), limits)).toBe(expected)
  })

  it('waits for the slowest of the limits that are used up, and for no other', () => {
    const all = ['a', 'b', 'c'].map((name) => ({ remaining: `left-${name}`, reset: `reset-${name}` }))
    const headers = new Headers({
      'left-a': '0',
      'reset-a': '1s',
      'left-b': '0',
      'reset-b': '2s',
      'left-c': '7',
      'reset-c': '9s',
    })
    expect(rateLimitResetMsOf(headers, all)).toBe(2000)
  })
})
