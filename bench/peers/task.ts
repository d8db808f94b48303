import { z } from 'zod'
import { chatBodySchema } from '../provider-protocol.js'

/** One request as every library takes it: a system text and a user text. */
export type PeerRequest = { system: string; user: string }

/** What a peer is given, as JSON in a file. */
export type PeerTask = {
  /** Where the provider's API begins. */
  url: string
  /** A database of its own, for a peer that stores in one; null for the others. */
  databaseUrl: string | null
  /** How many requests may be in flight. */
  concurrency: number
  /** Whether an earlier process with this task was killed, so that what it kept is to be used. */
  isRestart: boolean
  /** JSON Schema of a reply. */
  schema: Record<string, unknown>
  requests: readonly PeerRequest[]
}

const bodySchema = chatBodySchema.extend({
  response_format: z.object({ json_schema: z.object({ schema: z.record(z.string(), z.unknown()) }) }),
})

/** Takes the texts and the reply's schema out of request bodies of `bench/inputs.ts`. Throws when a body has not one text of each role. Pure. */
export function readBodies(bodies: readonly string[]): Pick<PeerTask, 'schema' | 'requests'> {
  const parsed = bodies.map((body) => bodySchema.parse(JSON.parse(body)))
  const schema = parsed[0]?.response_format.json_schema.schema
  if (schema === undefined) throw new Error('there is no request to give to the peers')
  return { schema, requests: parsed.map(({ messages }) => ({ system: textOf(messages, 'system'), user: textOf(messages, 'user') })) }
}

function textOf(messages: readonly { role: string; content: string }[], role: 'system' | 'user'): string {
  const [found, second] = messages.filter((message) => message.role === role)
  if (found === undefined || second !== undefined) throw new Error(`a request of the benchmark has not exactly one ${role} message`)
  return found.content
}
