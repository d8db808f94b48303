/** A reply as Anthropic writes it without streaming. */
export function message(changes: Record<string, unknown> = {}) {
  return {
    id: 'msg_01',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-6',
    content: [{ type: 'text', text: '{"call":"skip"}' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 20, cache_creation_input_tokens: 300, cache_read_input_tokens: 4000, output_tokens: 120 },
    ...changes,
  }
}

/** An error body as Anthropic writes it. */
export function errorBody(type: string, words: string, errorCode?: string) {
  const details = errorCode === undefined ? {} : { details: { error_code: errorCode } }
  return { type: 'error', error: { type, message: words, ...details }, request_id: 'req_011' }
}
