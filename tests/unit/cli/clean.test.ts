import { expect, test } from 'vitest'
import { cleanUpText } from '../../../src/cli/clean.js'

const before = '2026-05-30T00:00:00.000Z'

test('a clean-up says in figures what went, what stays and why', () => {
  const replies = { before, panels: 1, replies: 1_200, bytes: 2_500_000, recordings: 1, keeps: { published: 4, newer: 2 } }
  const report = { replies, events: null, jobs: { before, failedJobs: 1, keeps: { newer: 0 } } }
  expect(cleanUpText(report, { isDryRun: false })).toMatchInlineSnapshot(`
    "Deleted 1,200 replies with their requests (2.5 MB) and 1 recording, last used before 2026-05-30; what they used and cost stays. 1 panel cannot be started again.
      Stay: 4 published, 2 newer
    Events are kept for ever: retention.eventsDays is not set.
    Deleted 1 failed job from before 2026-05-30.
      Stay: none
    "
  `)
  expect(cleanUpText(report, { isDryRun: true })).toMatch(/^Would delete /)
})
