export const model = 'mistral-small-latest'

/** A reply as Mistral writes it. */
export function reply({ content = '{}', finish = 'stop', usage }: { content?: unknown; finish?: string; usage?: unknown } = {}) {
  const message = { role: 'assistant', content, tool_calls: null, prefix: false }
  const head = { id: 'cmpl-1', object: 'chat.completion', created: 1_764_347_485, model }
  return { ...head, choices: [{ index: 0, message, finish_reason: finish }], ...(usage === undefined ? {} : { usage }) }
}
