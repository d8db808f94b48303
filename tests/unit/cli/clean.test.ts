import { expect, test } from 'vitest'
import { cleanUpText } from '../../../src/cli/clean.js'

const before = '2026-05-30T00:00:00.000Z'

test('a clean-up says in figures what went, what stays and why', () => {
  const going = { before, panels: 1, replies: 1_200, requests: 3, bytes: 2_500_000, recordings: 1 }
  const replies = { ...going, keeps: { published: 4, newer: 2 }, keepsRequests: { newer: 1 }, keepsRecordings: { running: 8 } }
  const pages = { before, pages: 12, bytes: 1_200_000, keeps: { newer: 3 } }
  const report = { replies, events: null, jobs: { before, failedJobs: 1, keeps: { newer: 0 } }, pages }
  expect(cleanUpText(report, { isDryRun: false })).toMatchInlineSnapshot(`
    "Deleted 1,200 replies with their requests and 3 requests without a reply (2.5 MB) and 1 recording, last used before 2026-05-30; what they used and cost stays. 1 panel cannot be started again.
      Stay: replies: 4 published, 2 newer; requests without a reply: 1 newer; recordings: 8 running
    Events are kept for ever: retention.eventsDays is not set.
    Deleted 1 failed job from before 2026-05-30.
      Stay: none
    Deleted the bytes of 12 pages (1.2 MB), last fetched before 2026-05-30; their texts stay.
      Stay: 3 newer
    "
  `)
  expect(cleanUpText(report, { isDryRun: true })).toMatch(/^Would delete /)
  const one = { ...report, replies: { ...replies, replies: 1 } }
  expect(cleanUpText(one, { isDryRun: false })).toMatch(/^Deleted 1 reply with its request and /)
})
