import { z } from 'zod'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createOpenAiCompatible } from '../../../../src/providers/openai-compatible/openai-compatible.js'
import { describeConformance } from '../../../support/providers/conformance.js'
import { failureCases } from '../../../support/providers/openai-compatible/failure-cases.js'
import { model, reply } from '../../../support/providers/openai-compatible/wire-reply.js'

const runtime = createRuntime({ logLevel: 'silent' })

describeConformance({
  provider: 'vllm',
  model,
  connect: ({ baseUrl, deadlineMs }) =>
    createOpenAiCompatible({
      name: 'vllm',
      baseUrl: `${baseUrl}/v1`,
      apiKey: null,
      structuredOutput: 'json-schema',
      runtime,
      deadlineMs,
    }).chatModel(model),
  reply: ({ text, finish = 'stop', usage }) =>
    reply({
      message: { content: text },
      finish,
      ...(usage === null ? {} : { usage: { prompt_tokens: usage.inputTokens, completion_tokens: usage.outputTokens, total_tokens: 366 } }),
    }),
  finishReasons: [
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['tool_calls', 'other'],
    ['abort', 'other'],
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
            deadline: { type: 'string', format: 'date' },
            pattern: { type: 'string' },
            call: { type: 'string', enum: ['ship', 'skip', 'abstain'] },
          },
          required: ['deadline', 'pattern', 'call'],
          additionalProperties: false,
        },
      },
    },
  },
  requestIdHeader: 'x-request-id',
  failures: failureCases,
  unreachableFix: /Start the server of the endpoint "vllm"/,
})
