import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A server that takes everything and answers nothing, as a stopped process or a network that drops packets does: a relay that stops passing on. */
export async function startRelay(target: URL) {
  const sockets = new Set<Socket>()
  let isHanging = false
  const server = createServer((inner) => {
    const outer = connect(Number(target.port), target.hostname)
    const pass = (from: Socket, to: Socket) => {
      sockets.add(from)
      from.on('data', (data) => isHanging || to.write(data))
      from.on('error', () => undefined)
      from.on('close', () => to.destroy())
    }
    pass(inner, outer)
    pass(outer, inner)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = new URL(target)
  address.hostname = '127.0.0.1'
  address.port = String((server.address() as AddressInfo).port)
  return {
    connectionString: address.href,
    hang: () => {
      isHanging = true
    },
    resume: () => {
      isHanging = false
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
