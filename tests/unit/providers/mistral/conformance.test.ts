import { z } from 'zod'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createMistral } from '../../../../src/providers/mistral/mistral.js'
import { describeConformance } from '../../../support/providers/conformance.js'
import { failureCases } from '../../../support/providers/mistral/failure-cases.js'
import { model, reply } from '../../../support/providers/mistral/wire-reply.js'

// The real one: a fetch that knows no `Request` but its own.
const runtime = createRuntime({ logLevel: 'silent' })

describeConformance({
  provider: 'mistral',
  model,
  connect: ({ baseUrl, deadlineMs }) => createMistral({ apiKey: 'key-4711-of-the-test', baseUrl, runtime, deadlineMs }).chatModel(model),
  reply: ({ text, finish = 'stop', usage }) =>
    reply({
      content: text,
      finish,
      ...(usage === null ? {} : { usage: { prompt_tokens: usage.inputTokens, completion_tokens: usage.outputTokens, total_tokens: 366 } }),
    }),
  finishReasons: [
    ['stop', 'stop'],
    ['length', 'length'],
    ['model_length', 'length'],
    ['content_filter', 'content-filter'],
    ['tool_calls', 'other'],
    ['a reason of next year', 'other'],
  ],
  sentSchema: {
    in: (body) => z.object({ response_format: z.unknown() }).parse(body).response_format,
    expected: {
      type: 'json_schema',
      json_schema: {
        name: 'verdict',
        strict: true,
        schema: {
          type: 'object',
          properties: {
            deadline: { type: 'string' },
            pattern: { type: 'string' },
            call: { type: 'string', enum: ['ship', 'skip', 'abstain'] },
          },
          required: ['deadline', 'pattern', 'call'],
          additionalProperties: false,
        },
      },
    },
  },
  requestIdHeader: 'mistral-correlation-id',
  failures: failureCases,
  unreachableFix: /MISTRAL_BASE_URL/,
})
