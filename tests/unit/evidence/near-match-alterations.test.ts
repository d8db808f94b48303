import { describe, expect, test } from 'vitest'
import { openNearText } from '../../../src/evidence/near-match.js'
import { openText } from '../../../src/evidence/passages.js'
import { splitIntoUnits } from '../../../src/evidence/units.js'
import { isOrdinaryWord } from '../../../src/panels/draft/particulars/known-words.js'
import { corpusSource } from '../../support/evidence/quote-corpus.js'

/* Every sentence of the corpus, altered at every word in every way: not the ways that someone thought of, but all of a kind. */

// Prose and tables; three more, in other scripts or of one long line, would take minutes.
const names = [
  'korvath-release-notes',
  'quillmesh-pricing',
  'nimbrel-announcement',
  'thrushcode-model-card',
  'ferndock-licence',
  'kranichwerk-de',
]
const articles = new Set(['the', 'a', 'an', 'der', 'die', 'das', 'den', 'dem', 'des'])
const wordPattern = /[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*/gu

type Word = { text: string; start: number; end: number }
type Sentence = { text: string; words: Word[] }

function sentencesOf(text: string): Sentence[] {
  return splitIntoUnits(text).flatMap(({ start, end }) => {
    const sentence = text.slice(start, end).trim()
    const words = [...sentence.matchAll(wordPattern)].map(({ 0: word, index }) => ({ text: word, start: index, end: index + word.length }))
    // The address of a link, or the mark of a note, is no part of the words.
    return words.length < 7 || words.length > 40 || /\]\(|\[\^|:\/\//.test(sentence) ? [] : [{ text: sentence, words }]
  })
}

const sources = names.map((name) => {
  const text = corpusSource(name)
  const [open, near] = [openText(text), openNearText(text)]
  const isTaken = (quote: string) => open.findPassage(quote) !== null || near.findNearPassage(quote, isOrdinaryWord) !== null
  const nearest = (quote: string) => {
    const passage = near.findNearPassage(quote, isOrdinaryWord)
    return passage === null ? null : text.slice(passage.start, passage.end)
  }
  return { text, sentences: sentencesOf(text), isTaken, nearest }
})

/** Quotes that an alteration makes of each sentence, those that are taken. */
function takenOf(alter: (sentence: Sentence, source: string) => string[]): { tried: number; taken: string[] } {
  let tried = 0
  const taken: string[] = []
  for (const { text, sentences, isTaken } of sources)
    for (const sentence of sentences)
      for (const quote of alter(sentence, text)) {
        tried += 1
        if (isTaken(quote)) taken.push(quote)
      }
  return { tried, taken }
}

const replace = (text: string, { start, end }: Word, by: string) => `${text.slice(0, start)}${by}${text.slice(end)}`

describe('no altered sentence is taken', () => {
  test('with a word less that is no article', () => {
    const { tried, taken } = takenOf(({ text, words }) =>
      words.slice(1, -1).flatMap((word) => (articles.has(word.text.toLowerCase()) ? [] : [replace(text, word, '')])),
    )
    expect(taken).toEqual([])
    expect(tried).toBeGreaterThan(1000)
  })

  test('with two words swapped', () => {
    const { taken } = takenOf(({ text, words }) =>
      words.slice(1).flatMap((word, index) => {
        const before = words[index]
        if (before === undefined || before.text.toLowerCase() === word.text.toLowerCase()) return []
        return [replace(replace(text, word, before.text), before, word.text)]
      }),
    )
    expect(taken).toEqual([])
  })

  test('with a word of another sentence in the place of one', () => {
    const { taken } = takenOf(({ text, words }, source) => {
      const others = [...new Set([...source.matchAll(wordPattern)].map(([word]) => word))]
      return words.flatMap((word, index) => {
        const by = others[(index * 31 + text.length) % others.length] ?? ''
        return by.toLowerCase() === word.text.toLowerCase() ? [] : [replace(text, word, by)]
      })
    })
    expect(taken).toEqual([])
  })

  test('with another digit in a number', () => {
    const { taken } = takenOf(({ text, words }) =>
      words.flatMap((word) => {
        const digit = /\d/.exec(word.text)
        if (digit === null) return []
        const at = word.start + digit.index
        return [`${text.slice(0, at)}${(Number(digit[0]) + 1) % 10}${text.slice(at + 1)}`]
      }),
    )
    expect(taken).toEqual([])
  })

  test('with a not, a no or a never before a word', () => {
    const { taken } = takenOf(({ text, words }) =>
      words.slice(1).flatMap(({ start }) => ['not', 'no', 'never'].map((no) => `${text.slice(0, start)}${no} ${text.slice(start)}`)),
    )
    expect(taken).toEqual([])
  })

  test('with an ellipsis in the place of a word', () => {
    const { taken } = takenOf(({ text, words }) => words.slice(1, -1).map((word) => replace(text, word, '…')))
    expect(taken).toEqual([])
  })

  test('with a letter of another alphabet', () => {
    const { taken } = takenOf(({ text, words }) =>
      words.flatMap((word) =>
        /[aeo]/.test(word.text)
          ? [
              replace(
                text,
                word,
                word.text.replace(/[aeo]/, (letter) => ({ a: 'а', e: 'е', o: 'о' })[letter] ?? ''),
              ),
            ]
          : [],
      ),
    )
    expect(taken).toEqual([])
  })

  test('with a letter more or less in a word that has a capital within the sentence', () => {
    const { taken } = takenOf(({ text, words }) =>
      words.slice(1).flatMap((word) => {
        const isName = /^\p{Lu}\p{Ll}+$/u.test(word.text) && /[\p{Ll},] $/u.test(text.slice(0, word.start))
        return isName && !/(?:ung|ungen|heit|keit|schaft)(?:en)?$/.test(word.text)
          ? [
              replace(text, word, `${word.text.slice(0, 2)}${word.text.slice(1)}`),
              replace(text, word, word.text.slice(0, -2) + word.text.slice(-1)),
            ]
          : []
      }),
    )
    expect(taken).toEqual([])
  })
})

test('two letters swapped within a word give the sentence itself or nothing, and of English words mostly the sentence', () => {
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')
  let repaired = 0
  let tried = 0
  for (const { sentences, nearest } of sources.slice(0, 5))
    for (const { text, words } of sentences)
      for (const { text: word, start } of words) {
        if (!/^[a-z]{5,}$/.test(word) || word[2] === word[3]) continue
        const at = start + 2
        const found = nearest(`${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`)
        tried += 1
        if (found === null) continue
        repaired += 1
        expect(letters(text)).toContain(letters(found))
      }
  // The rest are words that limit, count or name, and sentences too short.
  expect(repaired / tried).toBeGreaterThan(0.75)
})
