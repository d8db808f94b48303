import { type AdapterName, connect } from './adapters.js'
import { failure } from './conformance.js'
import { chatRequest } from './requests.js'
import { json, type WireAnswer, type WireServer } from './wire-server.js'

const never = new AbortController().signal

/** Asks each adapter by its name, with that server as its provider. */
export function askAdapters(server: WireServer) {
  /** What the adapter returns, unread. */
  const complete = (name: AdapterName, answer: WireAnswer): Promise<unknown> => {
    server.answerWith(answer)
    return connect[name](server.url).complete(chatRequest(), { signal: never })
  }
  return {
    complete,
    /** The error with which it rejects a 200 with that body. */
    broken: (name: AdapterName, body: unknown, headers = {}) => failure(complete(name, json(body, { headers }))),
    /** What it reads from a 200 with that body. */
    read: async (name: AdapterName, body: unknown) => connect[name](server.url).read(await complete(name, json(body))),
  }
}
