import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { Hono } from 'hono'
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
