import { expect, test } from 'vitest'
import { checkCopiedExample } from '../../../../src/panels/draft/check-copied-example.js'
import { checkReply } from '../../../../src/panels/draft/check-reply.js'
import { sampleContent, samplePersona } from '../../../support/samples.js'

const persona = samplePersona({
  template: `You review {{ tool }} and you never say one of these eight words in a row at all.

> Quaylog runs on one node. Above 2 TB the index no longer fits.

\`\`\`json
{
  "evidence": [{ "source": "log", "quote": "Above 2 TB the index no longer fits.", "shows": "A size at which it stops." }],
  "answers": [{ "ask": "primitive", "answer": "A team that keeps a year of logs passes \\"2 TB\\" and then it fails." }],
  "quote": "The number to circle is 1.8 times the intake of Pierstore [1]; the break is plain [2]."
}
\`\`\`
`,
})
const copied = (quote: string, answer = 'A search index.') =>
  checkCopiedExample({ quote, answers: [{ ask: 'primitive', answer }] }, persona)

test('eight words in a row from the worked example are told, whatever their case, markers and punctuation', () => {
  expect(copied('I say: the NUMBER, to circle [2] is 1.8 times the intake, here.')).toEqual([
    'quote: "the number to circle is 1 8 times" is copied from the worked example; say it in your own words, of this tool.',
  ])
  expect(copied('Fine [1].', 'It is for a team that keeps a year of logs, passes 2 TB.')).toEqual([
    'answers: "primitive": "a team that keeps a year of logs" is copied from the worked example; say it in your own words, of this tool.',
  ])
  expect(copied('Above 2 TB the index no longer fits [1].')).toHaveLength(1)
})

test('seven words in a row are not told, nor are eight from two sentences of the example, nor the prose around it', () => {
  expect(copied('The number to circle is 1.8 and no more.')).toEqual([])
  expect(copied('A size at which it stops a team that keeps.')).toEqual([])
  expect(copied('You never say one of these eight words in a row at all.')).toEqual([])
})

test('a copy is a warning about the reply: asked to be fixed once, then flagged', () => {
  const reply = sampleContent({ quote: 'The number to circle is 1.8 times the intake of Pierstore [1].' })
  expect(checkReply(reply, persona)).toMatchObject({ errors: [], warnings: [expect.stringContaining('copied from the worked example')] })
})
