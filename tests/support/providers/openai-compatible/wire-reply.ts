export const model = 'Qwen/Qwen3-32B'

/** A reply as OpenAI writes it. */
export function reply({
  message = { content: '{}' },
  finish = 'stop',
  usage,
}: {
  message?: object
  finish?: string
  usage?: unknown
} = {}) {
  const head = { id: 'chatcmpl-1', object: 'chat.completion', created: 1_764_347_485, model }
  const choice = { index: 0, message: { role: 'assistant', refusal: null, ...message }, logprobs: null, finish_reason: finish }
  return { ...head, choices: [choice], ...(usage === undefined ? {} : { usage }) }
}
