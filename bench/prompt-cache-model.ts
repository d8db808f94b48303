import type { ChatBody } from './provider-protocol.js'

/**
 * What a token costs next to one that is neither read from the cache nor written to it (Anthropic's documentation "Prompt caching":
 * writing for five minutes costs 1.25 of the input price, reading 0.1; an entry can be read once the first reply to it has begun).
 */
const writeFactor = 1.25
const readFactor = 0.1
/** Only the ratio of billed to sent counts, so a rough length of a token will do. */
const bytesPerToken = 4

export type MeteredAsk = {
  persona: string
  /** To be called when the reply begins: from then on others can read what this request wrote. */
  begin: () => void
}

/** A provider's prompt cache: what comes before a persona's brief is the prefix that requests to the same model may share. */
export function createPromptCache() {
  const readable = new Set<string>()
  const tokens = { sent: 0, billed: 0 }
  let reads = 0
  return {
    tokens: () => ({ ...tokens }),
    /** Requests whose prefix was read from the cache. */
    reads: () => reads,
    arrive: ({ model, messages }: ChatBody): MeteredAsk => {
      const text = messages.map(({ role, content }) => `${role}: ${content}`).join('\n')
      const brief = /<brief persona="([^"]+)"/.exec(text)
      const prefix = text.slice(0, brief?.index ?? 0)
      const prefixTokens = Buffer.byteLength(prefix) / bytesPerToken
      const restTokens = Buffer.byteLength(text.slice(prefix.length)) / bytesPerToken
      tokens.sent += prefixTokens + restTokens
      const entry = `${model}\n${prefix}`
      const isRead = readable.has(entry)
      if (isRead) reads += 1
      tokens.billed += prefixTokens * (isRead ? readFactor : writeFactor) + restTokens
      return { persona: brief?.[1] ?? '', begin: () => readable.add(entry) }
    },
  }
}
