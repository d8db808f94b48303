import { beforeAll, expect, test } from 'vitest'
import { mayHideText, revealAll } from '../../../../src/platform/html/safe-text.js'
import { revealTool, textOfField } from '../../../../src/site/pages/reveal-view.js'
import { type Sample, sampleSite } from '../../../support/site/pages/sample-views.js'

let site: Sample
beforeAll(async () => {
  site = await sampleSite()
})

test('a character that is written out moves the sentences behind it along', () => {
  const [tool] = site.tools
  const [first, ...others] = tool.tool.verdicts
  const [provenance, ...rest] = tool.provenance
  if (first?.status !== 'drafted' || provenance === undefined) throw new Error('the sample has a draft')
  const quote = 'A\u202Eb. Mine.'
  const fields = [{ field: 'quote', sentences: [{ start: 5, end: 10, by: 'person' as const }] }]
  const spoiled = {
    ...tool,
    tool: { ...tool.tool, verdicts: [{ ...first, quote }, ...others] },
    provenance: [{ ...provenance, fields }, ...rest],
  }
  const shown = revealTool(spoiled)
  expect(shown.tool.verdicts[0]?.quote).toBe('A[U+202E]b. Mine.')
  const [sentence] = shown.provenance[0]?.fields[0]?.sentences ?? []
  expect(shown.tool.verdicts[0]?.quote?.slice(sentence?.start, sentence?.end)).toBe('Mine.')
})

test('every field that a sample’s provenance names has its text, and every sentence lies in it', () => {
  for (const { tool, provenance } of site.tools) {
    for (const { verdictId, fields } of provenance) {
      const verdict = tool.verdicts.find(({ review }) => review.verdictId === verdictId)
      if (verdict === undefined) throw new Error('provenance of no verdict')
      for (const { field, sentences } of fields) {
        const text = textOfField(verdict, field)
        expect(text, field).not.toBeNull()
        expect(sentences.every(({ start, end }) => start < end && end <= (text?.length ?? 0))).toBe(true)
      }
    }
  }
})

test.each(['\u0000', '\b', '\f', '\u001b', '\u007f', '\u0085', '\ud800', '\u200b', '\u202e', '\u{e0041}'])(
  '%j is written out wherever it is',
  (character) => {
    const view = { list: [{ text: `a${character}b` }] }
    expect(mayHideText(view)).toBe(true)
    expect(revealAll(view).list[0]?.text).toMatch(/^a\[U\+[0-9A-F]{4,6}\]b$/)
  },
)

test('a view that hides nothing is returned as it is', () => {
  const view = { text: 'Tabs\t, lines\n, \\u0000 spelled out, and ✓ 😀' }
  expect(revealAll(view)).toEqual(view)
  expect(revealAll({ text: '✓ 😀' })).toEqual({ text: '✓ 😀' })
})
