import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actionOptions, verbOf } from '../../../../src/web/desk/log/log-words.js'

/** Everything that the code below the pages writes into the log: an action is words, or a state machine's with its dot; `invite` is one word. */
const folders = ['accounts', 'app', 'evidence', 'newsletter', 'panels', 'review', 'settings', 'voting', 'webhooks']
const files = folders.flatMap((folder) =>
  readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join('src', folder, name), 'utf8')),
)
const written = [
  ...new Set(
    files
      .filter((text) => /appendToLog|recordEvent|NewEntry|entryOf|recordEntry|verdictEntry|IssueEvent|actor, action/.test(text))
      .flatMap((text) => [...text.matchAll(/\b[aA]ctions?\b(?: =|:)[^\n]*|redemptionActions[^\n]*/g)])
      .flatMap(([line]) => [...line.matchAll(/'([a-z]+(?:[ .-][a-z-]+)+|invite)'(?!:)/g)].map(([, action = '']) => action)),
  ),
]

test('every action that is written into the log is said there as a verb, and can be chosen', () => {
  expect(written).toEqual(expect.arrayContaining(['invite', 'save a view', 'set password', 'release votes', 'record.archive', 'clean up']))
  const chosen = new Set(actionOptions.map(({ value }) => value))
  // What decides on verdicts and drafts names its actions without the word of what they are about.
  const inner = ['mark-stale', 'clear-stale', 'resolve-comment', 'blind-call', 'see-draft', 'withdraw-waiver', 'hand-write', 'hand-written']
  const logged = written.filter((action) => !inner.includes(action))
  expect(logged.filter((action) => verbOf({ action }) === `${action}:`)).toEqual([])
  expect(logged.filter((action) => !chosen.has(action))).toEqual([])
})
