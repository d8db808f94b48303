import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerText, textIn } from '../../../../src/providers/reply/answer-text.js'
import { type AdapterName, adapterNames, connect, replyBody } from '../../../support/providers/adapters.js'
import { chatRequest } from '../../../support/providers/requests.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'
import { json } from '../../../support/providers/wire-server.js'

const answer = '{"call":"ship","quote":"It reads </think> as text."}'

describe('thinking in front of an answer', () => {
  it.each([
    ['<think>Hm {"call":"skip"}</think>', 'Hm {"call":"skip"}'],
    ['\n<think>\nHm\n</think>\n\n', '\nHm\n'],
    ['<thinking>Hm</thinking>', 'Hm'],
    ['[THINK]Hm[/THINK]', 'Hm'],
    ['<|channel|>analysis<|message|>Hm<|end|><|start|>assistant<|channel|>final<|message|>', 'Hm<|end|>'],
    ['Hm. I was told to think.</think>\n', 'Hm. I was told to think.'],
    ['<think>a</think>\n<think>b</think>', 'a'],
    ['<think>a <think>b</think> c</think>', 'a'],
    ['Well. <think>{"call":"skip"}</think>', 'skip'],
    ['Well, {"call":"skip"}? <think>No.</think>', 'skip'],
    ['<think>Hm</think>\n```json\n', 'Hm'],
  ])('is dropped: %j', (before, inner) => {
    const { text, elsewhere } = answerText(`${before}${answer}`, () => [{ field: 'reasoning', text: inner }])
    expect(text.replace('```json\n', '')).toBe(answer)
    expect(elsewhere).toBeUndefined()
  })

  it.each([
    answer,
    ` \n${answer}`,
    `Here it is: ${answer}`,
    `\`\`\`json\n${answer}\n\`\`\``,
    'I would <think> about it.',
    'A text about </think>, and nothing more',
  ])('is nothing that an answer without any loses: %j', (content) => {
    expect(answerText(content, () => [])).toEqual({ text: content })
  })

  it.each(['<think>Hm {"call":"skip"', '<think>Hm {"call":"skip"</think>', '<think>Hm {"call":"skip"</think> \n'])(
    'that is all there is is kept beside an empty answer: %j',
    (content) => {
      expect(answerText(content, () => [])).toEqual({
        text: '',
        elsewhere: [{ field: 'the thinking in content', text: 'Hm {"call":"skip"' }],
      })
    },
  )

  it('is found in a time that grows with the text alone', () => {
    for (const piece of ['<think>', '</think>', '<think></think>', '<', '{<think>', '[THINK]</think>']) {
      expect(answerText(piece.repeat(200_000), () => []).text.length).toBeLessThanOrEqual(piece.length * 200_000)
    }
  })

  it('is the only thing that is ever dropped', () => {
    fc.assert(fc.property(fc.string(), (content) => content.includes('think') || answerText(content, () => []).text === content))
  })
})

describe('text in parts', () => {
  it.each([
    ['a', 'a'],
    [[{ type: 'text', text: 'a' }, 'b', { type: 'reasoning.summary', summary: 'c' }], 'abc'],
    [{ type: 'thinking', thinking: [{ type: 'text', text: 'a' }] }, 'a'],
    [[[[[[['too deep']]]]]], ''],
    [null, ''],
    [7, ''],
    [{ image: 'x' }, ''],
  ])('of %j', (value, expected) => {
    expect(textIn(value)).toBe(expected)
  })
})

describe('an answer in another place', () => {
  const server = useWireServer()
  const read = async (name: AdapterName, body: object) => {
    server.answerWith(json(body))
    const model = connect[name](server.url)
    return model.read(await model.complete(chatRequest(), { signal: new AbortController().signal }))
  }

  const answer = '{"call": "ship"}'
  const call = { function: { name: 'verdict', arguments: answer } }
  const objectCall = { function: { name: 'verdict', arguments: JSON.parse(answer) } }
  const compact = JSON.stringify(JSON.parse(answer))
  const completions = (name: 'gateway' | 'mistral') =>
    [
      ...['reasoning_content', 'reasoning', 'thinking'].flatMap((field) => [
        [name, field, replyBody[name]({ text: '', message: { [field]: answer } }), answer] as const,
        [name, field, replyBody[name]({ text: null, message: { [field]: [{ type: 'text', text: answer }] } }), answer] as const,
      ]),
      [name, 'reasoning_details', replyBody[name]({ message: { reasoning_details: [{ type: 'reasoning.text', text: answer }] } }), answer],
      [
        name,
        'the parts of content that are no text',
        replyBody[name]({ text: [{ type: 'thinking', thinking: [{ type: 'text', text: answer }] }] }),
        answer,
      ],
      [
        name,
        'tool_calls[0].function.arguments',
        replyBody[name]({ text: null, ending: 'tool_calls', message: { tool_calls: [call] } }),
        answer,
      ],
      [
        name,
        'tool_calls[0].function.arguments',
        replyBody[name]({ text: '', ending: 'tool_calls', message: { tool_calls: [objectCall] } }),
        compact,
      ],
      [name, 'function_call.arguments', replyBody[name]({ text: null, message: { function_call: call.function } }), answer],
      [name, 'the thinking in content', replyBody[name]({ text: `<think>${answer}` }), answer],
    ] as const
  const cases: readonly (readonly [AdapterName, string, object, string])[] = [
    ...completions('gateway'),
    ...completions('mistral'),
    ['ollama', 'thinking', replyBody.ollama({ message: { thinking: answer } }), answer],
    ['ollama', 'tool_calls[0].function.arguments', replyBody.ollama({ message: { tool_calls: [objectCall] } }), compact],
    ['anthropic', 'thinking', replyBody.anthropic({ text: [{ type: 'thinking', thinking: answer, signature: 's' }] }), answer],
    [
      'anthropic',
      'the input of tool_use',
      replyBody.anthropic({ text: [{ type: 'tool_use', id: 't', name: 'v', input: JSON.parse(answer) }], ending: 'tool_use' }),
      compact,
    ],
    [
      'anthropic',
      'the input of tool_use',
      replyBody.anthropic({
        text: [
          { type: 'text', text: ' ' },
          { type: 'tool_use', id: 't', name: 'v', input: answer },
        ],
      }),
      answer,
    ],
  ]

  it.each(cases)('of %s, in %s, is read beside the empty one', async (name, field, body, text) => {
    const reply = await read(name, body)
    expect(reply.text.trim()).toBe('')
    expect(reply.elsewhere).toEqual([{ field, text }])
  })

  it('is looked for in sixteen places at most', async () => {
    const calls = Array.from({ length: 1000 }, () => call)
    expect((await read('gateway', replyBody.gateway({ text: null, message: { tool_calls: calls } }))).elsewhere).toHaveLength(16)
  })

  it.each(adapterNames)('of %s counts for nothing where its own holds text', async (name) => {
    const beside = { reasoning_content: '{"call":"skip"}', thinking: '{"call":"skip"}', tool_calls: [call] }
    const blocks = [
      { type: 'thinking', thinking: '{"call":"skip"}', signature: 's' },
      { type: 'text', text: answer },
    ]
    const reply = await read(name, replyBody[name]({ text: name === 'anthropic' ? blocks : answer, message: beside }))
    expect(reply).toMatchObject({ text: answer })
    expect(reply).not.toHaveProperty('elsewhere')
  })
})
