import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageFiles } from '../../../src/platform/files/package-files.js'

const folder = join(packageFiles.root, 'tests')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))

/** Limits of time that decide a result on a busy machine, and what to write instead. */
const limits = [
  { pattern: /^\s*\}, ?[\d_]+\)$/m, instead: 'leave the limit out: vitest.config.ts has one for what hangs' },
  {
    pattern: /^\s*(?:test|it|describe)\b.*\{ timeout\b|^\s*timeout: [\d_]+,$/m,
    instead: 'leave the limit out: vitest.config.ts has one for what hangs',
  },
  { pattern: /\bpoll\(.*\btimeout\b/, instead: 'leave the timeout of expect.poll out' },
  { pattern: /\bvi\.wait(?:For|Until)\(/, instead: 'use expect.poll, whose limit is that of a test that hangs' },
  { pattern: /\bchromium\.launch\(/, instead: 'use launchBrowser of tests/support/browser.ts, whose pages have no limit' },
]
/** Where such a limit is at home. */
const exempt = ['support/browser.ts', 'unit/support/time-limits.test.ts']

test.each(limits)('no test has $pattern: $instead', ({ pattern }) => {
  const found = files.filter((file) => !exempt.includes(file) && pattern.test(readFileSync(join(folder, file), 'utf8')))
  expect(found).toEqual([])
})
