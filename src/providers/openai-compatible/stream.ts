import { brokenOff, isObject, joinMessages, parsePiece, type StreamSource } from '../http/streamed-reply.js'

/**
 * The events of a streamed chat completion as the one body that it would have been without streaming: `choices[0].message` from the deltas,
 * and of everything else what the last event says (`usage` and llama.cpp's `timings` come at the end). Throws `ProviderError` for an error
 * in the stream, and for one that ends before its reply does.
 */
export function readCompletionStream(text: string, source: StreamSource): Record<string, unknown> {
  // An event ends with an empty line: one that was cut off in its middle has none.
  if (!/[\r\n]{2}$/.test(text.slice(-4))) throw brokenOff(source)
  const events = eventData(text)
  const isDone = events.includes('[DONE]')
  const chunks = events.filter((data) => data !== '[DONE]').map((data) => parsePiece(data, source))
  const choices = chunks.flatMap(({ choices: listed }) => (Array.isArray(listed) ? listed.filter(isObject).filter(isFirstChoice) : []))
  const finish = choices.findLast(({ finish_reason: reason }) => typeof reason === 'string')
  if (finish === undefined && !isDone) throw brokenOff(source)
  const message = joinMessages(choices.map(({ delta, message: whole }) => [delta, whole].find(isObject) ?? {}))
  const rest = Object.assign({}, ...chunks)
  return {
    ...rest,
    object: 'chat.completion',
    choices: choices.length === 0 ? [] : [{ index: 0, message, finish_reason: finish?.finish_reason ?? null }],
  }
}

const isFirstChoice = ({ index }: Record<string, unknown>) => index === undefined || index === 0

/**
 * The data of each server-sent event (WHATWG HTML, "Server-sent events", 9.2.6). Older llama.cpp servers send an error under the field name
 * `error`: it counts as data, in the form that errors have elsewhere.
 */
function eventData(text: string): string[] {
  const events: string[] = []
  let data: string[] = []
  for (const line of [...text.split(/\r\n|\n|\r/), '']) {
    if (line === '') {
      if (data.length > 0) events.push(data.join('\n'))
      data = []
    } else if (line.startsWith('data:')) data.push(line.slice('data:'.length).trimStart())
    else if (line.startsWith('error:')) data.push(`{"error":${line.slice('error:'.length)}}`)
  }
  return events
}
