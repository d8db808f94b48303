import { expect, test } from 'vitest'
import { readSurroundings } from '../../src/passages/surroundings.js'
import { findPassage } from '../../src/passages.js'

function around(text: string, quote: string) {
  const passage = findPassage(text, quote)
  if (passage === null) throw new Error(`not found: ${quote}`)
  return readSurroundings(text, passage)
}

test('the sentence around a passage, over wrapped lines and past abbreviations and versions', () => {
  const text = 'It began in May. According to Acme Inc. the index of\nv2.5 is e.g. three times smaller. It is free.'
  expect(around(text, 'three times smaller').surroundings).toEqual({
    above: null,
    before: 'According to Acme Inc. the index of\nv2.5 is e.g. ',
    passage: 'three times smaller',
    after: '.'.slice(1),
  })
})

test('a whole sentence has nothing around it', () => {
  const { surroundings, leftOut } = around('It is fast. It is free for teams. It is small.', 'It is free for teams.')
  expect(surroundings).toEqual({ above: null, before: '', passage: 'It is free for teams.', after: '' })
  expect(leftOut).toBeNull()
})

test('what is left out that changes nothing is shown and not warned about', () => {
  const { surroundings, leftOut } = around('The weights are on a mirror, and the docs are too.', 'The weights are on a mirror')
  expect(surroundings.after).toBe(', and the docs are too.')
  expect(leftOut).toBeNull()
})

test.each([
  ['You may not host it for others.', 'host it for others', 'may not'.slice(0, 3), 'sentence'],
  ['It is free for teams unless they resell it.', 'It is free for teams', 'unless', 'sentence'],
  ['The vendor’s post says it scales to ten nodes.', 'it scales to ten nodes', 'says', 'sentence'],
  ['It ~~is free for~~ teams of five.', 'is free for', '~~', 'sentence'],
  ['Is it free for teams?', 'free for teams', '?', 'sentence'],
  ['Der Server ist nicht kostenlos für Teams.', 'kostenlos für Teams', 'nicht', 'sentence'],
  ['本软件不允许商业使用。', '允许商业使用', '不', 'sentence'],
  ['Not supported:\n\n* SSO for guests\n* Logs for a year\n', 'Logs for a year', 'Not supported:', 'above'],
  ['You may not\n\n(a) rent it out,\n(b) host it for others.', 'host it for others', 'You may not', 'above'],
  ['1. Excluded are:\n   - hosting\n   - renting it out', 'renting it out', 'Excluded are:', 'above'],
  ['Roadmap\n\nClusters of ten nodes. Backups to tape.', 'Backups to tape.', 'Roadmap', 'above'],
  ['Features we removed\n-----\n\nSSO for guests.', 'SSO for guests.', 'Features we removed', 'above'],
  ['Free for teams[^1] of ten.', 'Free for teams', '[^1]', 'sentence'],
  ['Prices rose from ten to twelve dollars.', 'twelve dollars', 'ten to', 'sentence'],
  ['Ada: “It is fast. It is free.”', 'It is free.', '“', 'sentence'],
  ['# Limitations\n\nFifty users can join. Ten can write.', 'Ten can write.', 'Limitations', 'above'],
  ['It is free. This no longer holds.', 'It is free.', 'This no longer holds.', 'next sentence'],
  ['It is free.\n\nHowever, the docs are paid.', 'It is free.', 'However, the docs are paid.', 'next sentence'],
])('of “%s”, “%s” leaves out “%s” (%s)', (text, quote, word, where) => {
  expect(around(text, quote).leftOut).toEqual({ word, where })
})

test.each([
  ['Free to download. No field of use is excluded.', 'Free to download.'],
  ['Included:\n\n- SSO for guests\n- No ads\n', 'SSO for guests'],
  ['# Before you start\n\nFifty users can join.', 'Fifty users can join.'],
  ['It is not slow.\n\n- SSO for guests\n', 'SSO for guests'],
  ['| Plan | Not for |\n| --- | --- |\n| Team of ten | 20 USD |', 'Team of ten 20 USD'],
])('of “%s”, “%s” leaves nothing out', (text, quote) => {
  expect(around(text, quote).leftOut).toBeNull()
})

test('a sentence without end is shown as far as is read, and cut at a word', () => {
  const text = `${'word '.repeat(30_000)}the passage itself${' word'.repeat(30_000)}`
  const { before, after } = around(text, 'the passage itself').surroundings
  expect(before).toMatch(/^… word( word)* $/)
  expect(after).toMatch(/^( word)* …$/)
  expect(before.length + after.length).toBeLessThan(1300)
})
