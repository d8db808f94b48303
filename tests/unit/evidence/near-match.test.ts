import { describe, expect, test } from 'vitest'
import { findNearPassage } from '../../../src/evidence/near-match.js'
import { isOrdinaryWord } from '../../../src/panels/draft/particulars/known-words.js'

const source = `# Harbour 4.2

Harbour stores artifacts on any object storage and keeps every version for 60 days. The scheduler, written in Rust, must reach the
cache within 200 ms, or the build fails with an error. We have not tested it on Windows, and Marlow & Pike says it may never be supported
there. A new index takes at most 25 MB of memory and 10² entries a second.¹ Only a few teams asked for it, and the only plan that includes
single sign-on costs €40 a seat. Our engineers measured a median delay of 6 ms between the two servers; the slowest one needed 48 ms.

- **Licence.** The [preview runner](https://harbour.example/runner) is published under the MIT licence and runs on your own machines.
- Support for the older format is legal but unwanted, and we expect the US office to answer within four days.

| plan | price | seats |
| --- | --- | --- |
| Team | $12 | up to 20 developers in one organisation |
`

const german = `Die Fassungen der Dokumente bleiben auf dem Server, bis der Kunde sie mit dem Befehl entfernt. Für die Lieferung wird nicht gezahlt,
und die Kranichwerk bietet keine Erstattungen an.`

function repair(quote: string, text = source): string | null {
  const passage = findNearPassage(text, quote, isOrdinaryWord)
  return passage === null ? null : text.slice(passage.start, passage.end).replaceAll('\n', ' ')
}

describe('a slip is repaired with the words of the source', () => {
  test.each([
    ['a letter left out', 'Harbour stores artifacts on any object storge and keeps every version for 60 days.'],
    ['a letter doubled', 'Harbour stores artifacts on any objject storage and keeps every version for 60 days.'],
    ['two letters swapped', 'Harbour stores artifacts on any object stroage and keeps every version for 60 days.'],
    ['the first two letters swapped', 'Harbour stores artifacts on any boject storage and keeps every version for 60 days.'],
    ['an article put in', 'Harbour stores the artifacts on any object storage and keeps every version for 60 days.'],
    ['an article put in at the beginning', 'The Harbour stores artifacts on any object storage and keeps every version for 60 days.'],
    ['a comma put in', 'Harbour stores artifacts on any object storage, and keeps every version for 60 days.'],
    ['the last letter left out', 'Harbour stores artifacts on any object storag and keeps every version for 60 days.'],
    ['two slips of many words', 'Harbour stores artifacts on any object storge and keeps evrey version for 60 days.'],
  ])('%s', (_how, quote) => {
    expect(repair(quote)).toBe('Harbour stores artifacts on any object storage and keeps every version for 60 days.')
  })

  test('an article left out', () => {
    const words = 'The scheduler, written in Rust, must reach the cache within 200 ms, or the build fails with an error.'
    expect(repair('The scheduler, written in Rust, must reach cache within 200 ms, or the build fails with an error.')).toBe(words)
    expect(repair('The scheduler, written in Rust, must reach the cache within 200 ms, or build fails with error.')).toBe(words)
  })

  test('a word in British spelling, which the dictionary has in American', () => {
    expect(repair('The preview runner is published under the MIT licnece and runs on your own machines.')).toContain(
      'the MIT licence and runs',
    )
  })

  test('across a link, whose address is no part of the words', () => {
    expect(repair('The preview runner is publishd under the MIT licence and runs on your own machines.')).toBe(
      'The [preview runner](https://harbour.example/runner) is published under the MIT licence and runs on your own machines.',
    )
  })

  test("a note's mark between two sentences is no number", () => {
    const near = repair('A new index takes at most 25 MB of memroy and 10² entries a second. Only a few teams asked for it')
    expect(near).toBe('A new index takes at most 25 MB of memory and 10² entries a second.¹ Only a few teams asked for it')
  })

  test('a German noun with a letter single for double, and a German article left out', () => {
    expect(repair('Die Fasungen der Dokumente bleiben auf dem Server, bis der Kunde sie mit dem Befehl entfernt.', german)).toBe(
      'Die Fassungen der Dokumente bleiben auf dem Server, bis der Kunde sie mit dem Befehl entfernt.',
    )
    expect(repair('Die Fassungen der Dokumente bleiben auf Server, bis der Kunde sie mit dem Befehl entfernt.', german)).not.toBeNull()
  })

  test('a passage that is in the source twice, to the letter, is one passage', () => {
    const line = 'Every build that fails is written to the log of the agent at once.'
    expect(repair('Every build that fails is wirtten to the log of the agent at once.', `${line}\n\n${line}\n`)).toBe(line)
  })
})

describe('what says something else is not repaired', () => {
  test.each([
    ['a word', 'Harbour stores artifacts on any block storage and keeps every version for 60 days.'],
    [
      'a word that is nearly the other',
      'The scheduler, written in Rust, must teach the cache within 200 ms, or the build fails with an error.',
    ],
    ['must for may', 'We have not tested it on Windows, and Marlow & Pike says it must never be supported there.'],
    ['may for must', 'The scheduler, written in Rust, may reach the cache within 200 ms, or the build fails with an error.'],
    ['and for or', 'The scheduler, written in Rust, must reach the cache within 200 ms, and the build fails with an error.'],
    ['a plural', 'Harbour stores artifact on any object storage and keeps every version for 60 days.'],
    ['another tense', 'Harbour stored artifacts on any object storage and keeps every version for 60 days.'],
    ['a plural that is no word', 'Harbour stores artifacts on any object storages and keeps every version for 60 dayes.'],
    ['an ending that is no other word', 'Harbour stores artifacts on any object storagen and keeps every version for 60 days.'],
    ['one article for another', 'Only a few teams asked for it, and the only plan that includes single sign-on costs €40 the seat.'],
    ['a negation left out', 'We have tested it on Windows, and Marlow & Pike says it may never be supported there.'],
    ['a negation put in', 'Harbour stores no artifacts on any object storage and keeps every version for 60 days.'],
    ['a negation mistyped', 'We have nott tested it on Windows, and Marlow & Pike says it may never be supported there.'],
    [
      'a prefix that negates',
      'Support for the older format is ilegal but unwanted, and we expect the US office to answer within four days.',
    ],
    ['a prefix left out', 'Support for the older format is legal but wanted, and we expect the US office to answer within four days.'],
    [
      'a mistyped prefix left out',
      'Support for the older format is legal but nwanted, and we expect the US office to answer within four days.',
    ],
    ['a number', 'Harbour stores artifacts on any object storage and keeps every version for 90 days.'],
    ['a number in words', 'Support for the older format is legal but unwanted, and we expect the US office to answer within fourr days.'],
    ['a raised digit', 'A new index takes at most 25 MB of memory and 102 entries a second.'],
    ['a version', 'Harbour 4.3 Harbour stores artifacts on any object storage and keeps every version'],
    ['a unit', 'A new index takes at most 25 GB of memory and 10² entries a second.'],
    ['the case of a unit', 'A new index takes at most 25 Mb of memory and 10² entries a second.'],
    ['a unit in words', 'Harbour stores artifacts on any object storage and keeps every version for 60 hours.'],
    ['a mistyped unit in words', 'Harbour stores artifacts on any object storage and keeps every version for 60 dayz.'],
    ['a currency', 'Only a few teams asked for it, and the only plan that includes single sign-on costs $40 a seat.'],
    ['a name', 'We have not tested it on Windows, and Marlow & Pine says it may never be supported there.'],
    ['a name that is a word', 'The scheduler, written in Rusty, must reach the cache within 200 ms, or the build fails with an error.'],
    ['a mistyped name that is a word', 'We have not tested it on Windwos, and Marlow & Pike says it may never be supported there.'],
    [
      'capitals that make another word',
      'Support for the older format is legal but unwanted, and we expect the us office to answer within four days.',
    ],
    ['words swapped', 'Harbour stores artifacts on any storage object and keeps every version for 60 days.'],
    ['numbers swapped', 'Our engineers measured a median delay of 48 ms between the two servers; the slowest one needed 6 ms.'],
    ['a word left out that is no article', 'Harbour stores artifacts on object storage and keeps every version for 60 days.'],
    ['a hedge left out', 'A new index takes 25 MB of memory and 10² entries a second.'],
    ['a restriction left out', 'A few teams asked for it, and the only plan that includes single sign-on costs €40 a seat.'],
    ['an article that a word turns on', 'Only few teams asked for it, and the only plan that includes single sign-on costs €40 a seat.'],
    ['an article before only', 'Only a few teams asked for it, and only plan that includes single sign-on costs €40 a seat.'],
    ['that left out', 'Only a few teams asked for it, and the only plan includes single sign-on costs €40 a seat.'],
    ['a speaker left out', 'We have not tested it on Windows, and it may never be supported there.'],
    ['a clause put in', 'Harbour stores artifacts on any object storage, encrypted at rest, and keeps every version for 60 days.'],
    ['two sentences spliced', 'Harbour stores artifacts on any object storage and keeps every version, or the build fails with an error.'],
    [
      'two sentences run together',
      'Only a few teams asked for it, and the only plan that includes single sign-on costs €40 a seat our engineers measured a median delay',
    ],
    [
      'the sentence between left out',
      'Harbour stores artifacts on any object storage and keeps every version for 60 days. We have not tested it on Windows',
    ],
    ['an ellipsis', 'Harbour stores artifacts ... and keeps every version for 60 days.'],
    ['an ellipsis for an article', 'The scheduler, written in Rust, must reach … cache within 200 ms, or the build fails with an error.'],
    ['a Cyrillic letter', 'Harbour stores artifacts on any object stоrage and keeps every version for 60 days.'],
    ['a letter of phonetics', 'Harbour stores artifacts on any object storɑge and keeps every version for 60 days.'],
    ['a digit for a letter', 'Harbour st0res artifacts on any object storage and keeps every version for 60 days.'],
    ['a full-width digit of another number', 'Harbour stores artifacts on any object storage and keeps every version for ６1 days.'],
    ['a question', 'Harbour stores artifacts on any object storage and keeps every version for 60 days?'],
    ['fewer than 85 % of the words', 'The buidl fials with an eror'],
    ['half a word at the end', 'Harbour stores the artifacts on any object storage and keeps every vers'],
    ['half a number at the end', 'Only a few teams asked for it, and the only plan that includes the single sign-on costs €4'],
    ['a table cell of another row', '| Team | $21 | up to 20 developers in one organisation |'],
  ])('%s', (_how, quote) => {
    expect(repair(quote)).toBeNull()
  })

  test.each([
    ['a German verb of another time', 'Für die Lieferung wurde nicht gezahlt, und die Kranichwerk bietet keine Erstattungen an.'],
    ['a German negation left out', 'Für die Lieferung wird gezahlt, und die Kranichwerk bietet keine Erstattungen an.'],
    ['a German negation mistyped', 'Für die Lieferung wird nicht gezahlt, und die Kranichwerk bietet eine Erstattungen an.'],
    ['a German name', 'Für die Lieferung wird nicht gezahlt, und die Kranichberg bietet keine Erstattungen an.'],
    ['another German noun', 'Die Passungen der Dokumente bleiben auf dem Server, bis der Kunde sie mit dem Befehl entfernt.'],
  ])('%s', (_how, quote) => {
    expect(repair(quote, german)).toBeNull()
  })

  test.each([
    [
      'a tool for a word',
      'We build every page with nuxt and deploy it to the edge.',
      'We build every page with next and deploy it to the edge.',
    ],
    [
      'a prefix for its opposite',
      'Each macroservice of the team has a store of its own.',
      'Each microservice of the team has a store of its own.',
    ],
    [
      'a word that the source has elsewhere',
      'The harbr is the store that the team of the agent keeps.',
      'The harbor is the store that the team of the agent keeps. A harbr is not.',
    ],
    [
      'a name at the start of a line',
      'It was written in the spring by Targt for all of its shops.',
      'It was written in the spring by\nTarget for all of its shops.',
    ],
    [
      'a name at the start of a sentence',
      'Targt has it for all of the shops in the north.',
      'Target has it for all of the shops in the north. We asked Target about it.',
    ],
    ['a name in a table', 'The plan Taem is for all of the shops in the north.', '| The plan Team is for all of the shops in the north. |'],
  ])('%s', (_how, quote, text) => {
    expect(repair(quote, text)).toBeNull()
  })

  test('of two passages that read otherwise, no one can say which is meant', () => {
    const two = 'The agent keeps the last build of a branch for a week. The agent keeps a last build of the branch for a week.'
    expect(repair('The agent keeps last build of branch for a week', two)).toBeNull()
  })

  test('another sentence of the same shape is not taken for it', () => {
    const many = Array.from({ length: 60 }, (_, index) => `The agent keeps the last build of branch ${index} for a week.`).join('\n')
    expect(repair('The agent keeps teh last build of branch 77 for a week.', many)).toBeNull()
  })
})

test('a quote of five words or more is compared, and none that is longer than a person may send', () => {
  expect(findNearPassage(source, 'fails with a error', isOrdinaryWord)).toBeNull()
  expect(findNearPassage(source.repeat(40), source.repeat(20), isOrdinaryWord)).toBeNull()
})
