import type { WireAnswer } from '../wire-server.js'

type Body = { content: { type: string; text?: string }[]; stop_reason: string | null; stop_sequence: string | null; usage: object }

/** One server-sent event as Anthropic writes it. */
export function event(data: { type: string }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`
}

/** The events in which Anthropic streams that message; text comes in two halves, a block without text whole. */
export function eventsOf({ content, stop_reason, stop_sequence, usage, ...rest }: Body): string[] {
  const begun = {
    ...rest,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...usage, ...('output_tokens' in usage ? { output_tokens: 1 } : {}) },
  }
  const blocks = content.flatMap((block, index) => {
    const { text, ...other } = block
    const half = Math.floor((text?.length ?? 0) / 2)
    const pieces = text === undefined ? [] : [text.slice(0, half), text.slice(half)]
    return [
      { type: 'content_block_start', index, content_block: text === undefined ? other : { ...other, text: '' } },
      ...pieces.map((piece) => ({ type: 'content_block_delta', index, delta: { type: 'text_delta', text: piece } })),
      { type: 'content_block_stop', index },
    ]
  })
  return [
    { type: 'message_start', message: begun },
    { type: 'ping' },
    ...blocks,
    { type: 'message_delta', delta: { stop_reason, stop_sequence }, usage },
    { type: 'message_stop' },
  ].map(event)
}

/** Answers with these events, and ends. */
export function stream(events: readonly string[], headers: Record<string, string> = {}): WireAnswer {
  return (response) => response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...headers }).end(events.join(''))
}
