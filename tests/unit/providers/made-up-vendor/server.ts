import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export const parrotKey = 'prt_0123456789abcdef'

const birds = ['grey-2', 'macaw', 'grey-embed']

type Question = { bird: string; words: string[]; breath: number }
type Parrots = { says?: (question: Question) => string | Promise<string> }

/** A server of the made-up vendor, on 127.0.0.1: `GET /birds` lists its models, and `POST /say` answers one question, each for its key alone. */
export async function startParrots({ says = ({ words }) => `{"echo":"${words.length}"}` }: Parrots = {}) {
  const asked: Question[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const key = request.headers['x-parrot-key']
    const send = (status: number, answer: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    if (key !== parrotKey) return send(418, { squawk: `the key ${key} opens no cage` })
    if (request.url === '/birds') return send(200, { birds })
    const question: Question = JSON.parse(body)
    asked.push(question)
    if (!birds.includes(question.bird)) return send(410, { squawk: `no bird is called ${question.bird}` })
    return send(200, { said: await says(question), over: 'full stop', seeds: [120, 30] })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every question, as it came over the wire. */
    asked,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
