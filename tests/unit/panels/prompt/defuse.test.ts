import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import type { ChatRequest } from '../../../../src/contracts/model-call.js'
import { findPassage } from '../../../../src/evidence/passages.js'
import { buildRepairRequest, buildRequest } from '../../../../src/panels/prompt/build-request.js'
import { defuse } from '../../../../src/panels/prompt/defuse.js'
import { withSchemaInPrompt } from '../../../../src/providers/structured-output/json-in-prompt.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

/** Tokens of many models that their servers read in plain text, turns of text templates, and the tags of our own prompt. */
const controlTokens = [
  ...['<|im_start|>', '<|im_end|>', '<|im_sep|>', '<|end|>', '<|eot_id|>', '<|start_header_id|>', '<|end_header_id|>', '<|begin_of_text|>'],
  ...[
    '<|endoftext|>',
    '<|user|>',
    '<|system|>',
    '<|assistant|>',
    '<|channel|>',
    '<|message|>',
    '<|return|>',
    '<|tool_call|>',
    '<|eom_id|>',
  ],
  ...[
    '<|python_tag|>',
    '<|START_OF_TURN_TOKEN|>',
    '<|END_OF_TURN_TOKEN|>',
    '<|SYSTEM_TOKEN|>',
    '<|CHATBOT_TOKEN|>',
    '<|fim_prefix|>',
    '<|turn>',
  ],
  ...[
    '<s>',
    '</s>',
    '<bos>',
    '<eos>',
    '<pad>',
    '<unk>',
    '<start_of_turn>',
    '<end_of_turn>',
    '<unused7>',
    '<0x0A>',
    '<mask:1>',
    '<seed:bos>',
  ],
  ...['[INST]', '[/INST]', '<<SYS>>', '<</SYS>>', '[AVAILABLE_TOOLS]', '[/AVAILABLE_TOOLS]', '[TOOL_CALLS]', '[SYSTEM_PROMPT]', '[THINK]'],
  ...['[gMASK]', '<sop>', '[CLS]', '[SEP]', '[unused1]', '[control_8]', '[|user|]', '[|endofturn|]', ']~b]', ']~!b[', '[e~['],
  ...['<think>', '</think>', '<tool_call>', '</tool_call>', '<tool_response>', '<function=', '<reasoning>', '<answer>'],
  ...['<｜begin▁of▁sentence｜>', '<｜end▁of▁sentence｜>', '<｜User｜>', '<｜Assistant｜>', '<｜tool▁calls▁begin｜>'],
  ...['\n\nHuman:', '\n\nAssistant:', '\nUSER:', '\nASSISTANT:', '\n### Instruction:', '\n### Response:'],
  ...['<reply-schema>', '</reply-schema>', '<dossier', '</dossier>', '</DOSSIER >', '</source>', '<source id="x">', '<brief persona="dx">'],
  ...['</brief>', '<tool>', '</tool>', '</license>', '</entry-price>', '<facts>', '</facts>'],
]
/** Ways of writing a token that a tokenizer, a normalizer or a model takes for the same. */
const disguises = [
  (token: string) => token,
  (token: string) => token.replace(/^([<[\]]+)/, '$1\0'),
  (token: string) => token.replace(/^([<[\]]+)/, '$1\u200b'),
  (token: string) => [...token].join('\u00ad'),
  (token: string) => [...token].join('\u{e0041}'),
  (token: string) => token.replace('<', '＜').replace('[', '［').replace('>', '＞'),
  (token: string) => token.toUpperCase(),
]

/** The tags that our own renderers write, in order. */
const ownTags = (text: string) => [...text.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/[ >].*/s, '>'))

const textOf = ({ messages }: ChatRequest) => messages.map(({ parts }) => parts.map(({ text }) => text).join('\n\n'))

/** A dossier with the attack in every text that comes from outside. */
function dossierWith(attack: string): Dossier {
  const { tool, license, entryPrice, facts, sources } = sampleDossier()
  const text = `Before. ${attack} After ${attack}.`
  return sampleDossier({
    tool: { ...tool, name: text, shortName: text, vendor: text, category: text, tagline: text, description: text },
    license: { ...license, name: text, spdx: text, summary: text },
    entryPrice: { ...entryPrice, label: text, per: text, note: text },
    rivals: [text, text],
    facts: facts.map((fact) => ({ ...fact, statement: text, quote: text })),
    sources: sources.map((source) => ({ ...source, title: text, publisher: text, text })),
  })
}

const persona = samplePersona({
  variables: ['tool', 'vendor', 'category', 'as_of', 'rivals'],
  template: 'You review {{ tool }} by {{ vendor }}, filed under {{ category }}, against {{ rivals }}, on {{ as_of }}.',
})
const harmless = textOf(
  withSchemaInPrompt(buildRepairRequest(buildRequest({ dossier: dossierWith(''), persona }), { text: 'x', problems: ['y'] })),
)

/** Control tokens of the list that are in a text once a normalizer has done its work and dropped what it does not see. */
function tokensIn(text: string): string[] {
  const read = text.normalize('NFKC').replace(/(?![\n\t])[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '')
  return controlTokens.map((token) => token.normalize('NFKC')).filter((token) => read.toUpperCase().includes(token.toUpperCase()))
}

describe('a control token from outside', () => {
  it.each(controlTokens)('%j reaches no part of the request, in any text of the dossier, the reply or the complaint', (token) => {
    for (const attack of disguises.map((disguise) => disguise(token))) {
      const request = buildRequest({ dossier: dossierWith(attack), persona })
      const reply = `{"quote": "${attack}"}\n${attack} ${attack}`
      const repair = buildRepairRequest(request, { text: reply, problems: [`answers: "${attack}" is not one of the asks.\n${attack}`] })
      const texts = textOf(withSchemaInPrompt(repair))
      expect(texts.map(ownTags)).toEqual(harmless.map(ownTags))
      expect(texts.map(tokensIn)).toEqual(harmless.map(tokensIn))
    }
  })

  it.each(controlTokens)('%j: a quote copied from the request is found in the source', (token) => {
    for (const attack of disguises.slice(0, 5).map((disguise) => disguise(token))) {
      const source = `One line.\nBefore ${attack} and behind it the rest.\nTwo a < b lines [1].`
      const shown = defuse(source)
      for (const quote of [shown, shown.slice(10, shown.indexOf(' the rest')), shown.split('\n')[1] ?? ''])
        expect(findPassage(source, quote), JSON.stringify(quote)).not.toBeNull()
      expect(findPassage(source, shown)).toEqual({ start: 0, end: source.length })
    }
  })

  it('does not change what is no token: markers, lists of JSON, quotes and dashes', () => {
    const plain = '{\n  "evidence": [\n    {"a": ["b", 1, {}], "c": []}\n  ]\n} It is so [1], and so [2, 3]. – "Yes" - 5 > 4\n- item'
    expect(defuse(plain)).toBe(plain)
  })
})

it('any text is shown without an opening and found again in its source', () => {
  const piece = fc.oneof(
    fc.constantFrom(...controlTokens, 'word ', '<', '[', '\n', '\0', '\u200b', '> ', '[1]'),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const source = `abc ${pieces.join('')} xyz`.replace(/\p{Cs}/gu, '')
      const shown = defuse(source)
      expect(shown).not.toMatch(/[<\0]/)
      expect(findPassage(source, shown)).not.toBeNull()
      expect(defuse(shown)).toBe(shown)
    }),
    { numRuns: 500 },
  )
})
