import { describe, expect, test } from 'vitest'
import { saySame } from '../../../../src/evidence/freshness/without-noise.js'

describe('what a server writes differently each time is no change', () => {
  const pairs: [string, string][] = [
    ['Last updated: 26 November 2026', 'Last updated: 27 November 2026'],
    ['Last updated on 2026-11-26T10:15:00Z', 'Last updated on 2026-12-03T04:59:12.123Z'],
    ['Prices as of Nov 26, 2026: $20 a month', 'Prices as of Dec 3, 2026: $20 a month'],
    ['Thursday, 26 November 2026, 14:05 UTC', 'Friday, 4 December 2026, 09:31 UTC'],
    ['Updated 3 days ago by mara', 'Updated 10 days ago by mara'],
    ['v2.1.0 was released 2 weeks ago', 'v2.1.0 was released 3 weeks ago'],
    ['© 2019–2026 Ferry Works', '© 2019–2027 Ferry Works'],
    ['Copyright 2026 Ferry Works', 'Copyright 2026-2027 Ferry Works'],
    ['12,345 stars · 1.2k forks', '12,410 stars · 1.3k forks'],
    ['Stars: 12,000', 'Stars: 13,000'],
    ['Downloads: 1,200 in the last month', 'Downloads: 1,300 in the last month'],
    ['This page has 10,482 views', 'This page has 10,991 views'],
    ['Visitor number: 10482', 'Visitor number: 10483'],
    ['Trusted by 40,000 developers', 'Trusted by 41,000 developers'],
    ['Last push: 2026-11', 'Last push: 2026-12'],
    ['Build 8f3a2c1', 'Build 1b77e09'],
    ['Request ID: 7d3f-11ab', 'Request ID: 99aa-04be'],
    ['nonce 3fa85f64-5717-4562-b3fc-2c963f66afa6', 'nonce 16fd2706-8baf-433b-82eb-8c7fada847da'],
    ['Session aGVsbG8gd29ybGQ1MjM0NTY3OA', 'Session bW9yZSBvZiBpdCA5ODc2NTQzMjE'],
    ['Page generated in 0.132 seconds', 'Page generated in 1.4 seconds'],
    ['A line\n\n  with   space', 'A line\nwith space'],
    ['The tool\nToday: 2026-11-26', 'The tool\nToday: 2026-11-27'],
  ]
  test.each(pairs)('%j is %j', (before, after) => expect(saySame(before, after)).toBe(true))
})

describe('what is said of the tool is one', () => {
  const pairs: [string, string][] = [
    ['Pro: $20 per month', 'Pro: $25 per month'],
    ['| Pro | 20 | 5 seats |', '| Pro | 25 | 5 seats |'],
    ['Up to 10,000 views a month', 'Up to 5,000 views a month'],
    ['Free for 3 contributors', 'Free for 2 contributors'],
    ['License: MIT', 'License: BUSL-1.1'],
    ['Latest release: 2.0.0 of 2026-10-01', 'Latest release: 2.1.0 of 2026-11-20'],
    ['Archived: no', 'Archived: yes'],
    ['Support ends on 2027-01-01', 'Support ends on 2026-12-01'],
    ['It needs Node 20', 'It needs Node 22'],
    ['Last updated: 26 November 2026. It is free.', 'Last updated: 27 November 2026. It costs money.'],
    ['Apache License, version 2.0', 'Apache License, version 1.1'],
    ['One line', 'One line\nAnother line'],
    ['Copyright 2026 Ferry Works', 'Copyright 2026 Barge Works'],
    ['It holds 70B weights', 'It holds 8B weights'],
  ]
  test.each(pairs)('%j is not %j', (before, after) => expect(saySame(before, after)).toBe(false))
})
