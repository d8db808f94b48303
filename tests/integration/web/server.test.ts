import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { expect, test } from 'vitest'
import { createRuntime } from '../../../src/platform/runtime.js'
import { startServer } from '../../../src/web/server.js'

const runtime = createRuntime({ logLevel: 'silent' })
const local = { port: 0, hostname: '127.0.0.1', runtime }

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

/** An app with a request that stays until it is let go, and says when it has come. */
function slowApp() {
  const letGo = deferred()
  const arrived = deferred()
  const app = new Hono()
    .get('/', (c) => c.text('here'))
    .get('/slow', async (c) => {
      arrived.resolve()
      await letGo.promise
      return c.text('done')
    })
  return { app, letGo: letGo.resolve, arrived: arrived.promise }
}

async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

test('it serves on the port it names, and on none once it is closed', async () => {
  const server = await startServer({ ...local, app: slowApp().app })
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
  expect(await (await fetch(server.url)).text()).toBe('here')
  await server.close({ deadlineMs: 1_000 })
  await expect(fetch(server.url)).rejects.toThrow()
})

test('a request under way is finished, its connection not kept, and idle ones are ended', async () => {
  const { app, letGo, arrived } = slowApp()
  const server = await startServer({ ...local, app })
  const idle = await openSocket(server.port)
  const idleEnded = once(idle, 'close')
  const agent = new Agent({ keepAlive: true })
  const answer = new Promise<string>((resolve, reject) => {
    request(`${server.url}/slow`, { agent }, (response) => {
      response.setEncoding('utf8').on('data', resolve)
    })
      .on('error', reject)
      .end()
  })
  await arrived
  const closing = server.close({ deadlineMs: 60_000 })
  await idleEnded
  letGo()
  expect(await answer).toBe('done')
  await closing
  agent.destroy()
})

test('a request that outlasts the deadline is cut off', async () => {
  const { app, letGo, arrived } = slowApp()
  const server = await startServer({ ...local, app })
  const cut = expect(fetch(`${server.url}/slow`)).rejects.toThrow()
  await arrived
  await server.close({ deadlineMs: 10 })
  await cut
  letGo()
})

test('closing twice is closing once', async () => {
  const server = await startServer({ ...local, app: slowApp().app })
  await Promise.all([server.close({ deadlineMs: 1_000 }), server.close({ deadlineMs: 1_000 })])
})

test('a port that is taken is an error that says so', async () => {
  const first = await startServer({ ...local, app: slowApp().app })
  await expect(startServer({ ...local, port: first.port, app: slowApp().app })).rejects.toThrow(
    `port ${first.port} on 127.0.0.1 is taken. Choose another with --port or PORT`,
  )
  await first.close({ deadlineMs: 1_000 })
})

/** Answers before it has read what is sent: as too large, or as from someone unknown. */
function hastyApp() {
  return new Hono()
    .get('/', (c) => c.text('the next answer'))
    .use('/limited', bodyLimit({ maxSize: 1_000, onError: (c) => c.text('too large', 413) }))
    .post('/limited', async (c) => c.text(await c.req.text()))
    .post('/unread', (c) => c.text('who are you?', 401))
}

/** The answers on one connection, up to the one that is awaited, or the end of the connection. */
async function answersOn(socket: Socket, until: RegExp): Promise<string> {
  let text = ''
  for await (const chunk of socket.setEncoding('latin1')) {
    text += chunk
    if (until.test(text)) break
  }
  return text
}

const large = 'GET /smuggled HTTP/1.1\r\n\r\n'.repeat(100_000)
const next = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
test.each([
  ['/limited', '413, by its length', `Content-Length: ${large.length}\r\n\r\n${large}`],
  ['/limited', '413, in pieces', `Transfer-Encoding: chunked\r\n\r\n${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`],
  ['/unread', '401', `Content-Length: ${large.length}\r\n\r\n${large}`],
])('a body at %s that is answered (%s) before it is read is no part of the next request on its connection', async (path, status, body) => {
  const server = await startServer({ ...local, app: hastyApp() })
  const socket = await openSocket(server.port)
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${body}${next}`)
  const answers = await answersOn(socket, /the next answer/)
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status.slice(0, 3)}`, 'HTTP/1.1 200'])
  await server.close({ deadlineMs: 1_000 })
})

test('of a body that does not come to its end, the answer says that the connection closes, and it does', async () => {
  // As if the time for the rest had passed.
  const server = await startServer({ ...local, app: hastyApp(), runtime: { sleep: async () => undefined } })
  for (const path of ['/limited', '/unread']) {
    const socket = await openSocket(server.port)
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n${next}`)
    const answers = await answersOn(socket, /the next answer/)
    expect(answers.match(/HTTP\/1\.1 \d+|connection: [a-z-]+/gi)).toEqual([expect.stringMatching(/ (?:413|401)$/), 'Connection: close'])
  }
  await server.close({ deadlineMs: 1_000 })
})
