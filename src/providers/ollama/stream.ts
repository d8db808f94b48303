import { brokenOff, isObject, joinMessages, parsePiece, type StreamSource } from '../http/streamed-reply.js'

/**
 * The lines of a streamed chat as the one body that it would have been without streaming: `message` from all of them, the rest from the last,
 * which alone has `done: true`, the reason and the counts (ollama/ollama, `docs/api.md`, "Generate a chat completion"). Throws `ProviderError`
 * for an error in the stream, and for one that ends before its reply does.
 */
export function readChatStream(text: string, source: StreamSource): Record<string, unknown> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const isWhole = text.endsWith('\n') || text.trimEnd().endsWith('}')
  if (!isWhole) throw brokenOff(source)
  const pieces = lines.map((line) => parsePiece(line, source))
  const last = pieces.at(-1)
  if (last?.done !== true) throw brokenOff(source)
  return { ...last, message: joinMessages(pieces.flatMap(({ message }) => (isObject(message) ? [message] : []))) }
}
