import { expect, test } from 'vitest'
import { findPassage } from '../../../../src/evidence/passages.js'
import { readSurroundings } from '../../../../src/evidence/rules/surroundings.js'

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
  ['It uses 64 GB of memory.', 'It uses 64', 'GB', 'sentence'],
  ['An answer takes 250 ms under load.', 'An answer takes 250', 'ms', 'sentence'],
  ['During the pilot, the service is free.', 'the service is free', 'During', 'sentence'],
  ['On the largest plan, the service is free.', 'the service is free', 'On the largest plan', 'sentence'],
  ['In 2019 the service was the fastest.', 'the service was the fastest', 'In 2019', 'sentence'],
  ['In the words of its founder, it beats all.', 'it beats all', 'words of', 'sentence'],
  ['The vendor stopped offering a free tier.', 'offering a free tier', 'stopped', 'sentence'],
  ['Users complained that exports drop rows.', 'exports drop rows', 'complained', 'sentence'],
  ['Copies across regions (Enterprise) are kept.', 'Copies across regions', 'Enterprise', 'sentence'],
  ['- [x] Backups\n- [ ] Copies across regions', 'Copies across regions', '[ ]', 'sentence'],
  ['❌ Copies across regions\n✅ Backups', 'Copies across regions', '❌', 'sentence'],
  ['It holds a petabyte. We could not reproduce this.', 'It holds a petabyte.', 'We could not reproduce this.', 'next sentence'],
  ['It is the fastest. So the vendor says.', 'It is the fastest.', 'So the vendor says.', 'next sentence'],
  ['It is free. From January it costs 20 USD.', 'It is free.', 'From January it costs 20 USD.', 'next sentence'],
  ['It is free for all. Students first, though.', 'It is free for all.', 'Students first, though.', 'next sentence'],
  ['It is safe by design. It is not.', 'It is safe by design.', 'It is not.', 'next sentence'],
  ['It is safe by design. Enterprise only.', 'It is safe by design.', 'Enterprise only.', 'next sentence'],
  ['It is safe by design. Plugins are the exception.', 'It is safe by design.', 'Plugins are the exception.', 'next sentence'],
  ['It is safe by design. Source: the vendor.', 'It is safe by design.', 'Source: the vendor.', 'next sentence'],
  ['> It is safe by design.\n\n— Ada, CEO', 'It is safe by design.', '— Ada, CEO', 'next sentence'],
  ['It is safe by design, plugins aside.', 'It is safe by design', 'aside', 'sentence'],
  ['## Out of scope\n\nCopies across regions.', 'Copies across regions.', 'Out of scope', 'above'],
  ['## Cons\n\n- Copies across regions', 'Copies across regions', 'Cons', 'above'],
  ['Customers asked for:\n\n- Copies across regions', 'Copies across regions', 'Customers asked for:', 'above'],
  ['## Myths\n\n### Speed\n\nIt is the fastest.', 'It is the fastest.', 'Myths', 'above'],
  ['| Not supported | Since |\n|---|---|\n| Copies | 2.0 |\n| Backups | 2.1 |', 'Backups | 2.1', '| Not supported | Since |', 'above'],
  ['| Plan | Price in 2019 |\n|---|---|\n| Team | 20 USD |', 'Team | 20 USD', '| Plan | Price in 2019 |', 'above'],
  ['| Plan | Price | Seats |\n|---|---|---|\n| Team | 20 USD | 5 |', 'Team | 20 USD', '| Plan | Price | Seats |', 'above'],
])('of “%s”, “%s” leaves out “%s” (%s)', (text, quote, word, where) => {
  expect(around(text, quote).leftOut).toEqual({ word, where })
})

test.each([
  ['Free to download. No field of use is excluded.', 'Free to download.'],
  ['Included:\n\n- SSO for guests\n- No ads\n', 'SSO for guests'],
  ['# Before you start\n\nFifty users can join.', 'Fifty users can join.'],
  ['It is not slow.\n\n- SSO for guests\n', 'SSO for guests'],
  ['| Plan | Price |\n| --- | --- |\n| Team of ten | 20 USD |', 'Team of ten 20 USD'],
  ['It is fast. According to the vendor, three hundred teams of ten use it.', 'It is fast.'],
  ['It is fast. This release adds backups.', 'It is fast.'],
  ['It is fast. From three nodes on it is faster still.', 'It is fast.'],
  ['The client asks the environment and the payment page, and it is free.', 'it is free'],
  ['## Payment of a different client\n\nIt is free.', 'It is free.'],
  ['## `connect(): Promise`\n\nIt is free.', 'It is free.'],
  ['In short, the index fits in memory.', 'the index fits in memory'],
  ['It came out in 2024 by surprise.', 'It came out in 2024'],
  ['It is free. We can confirm that it starts.', 'It is free.'],
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
