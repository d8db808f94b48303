import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** When a trap springs: once the statement has been handed to the server, or once the server has answered it; the answer is kept back. */
export type TrapMoment = 'sent' | 'answered'

export type StatementTrap = {
  connectionString: string
  /** Springs at the next use of the prepared statement of that name. Resolves then; from that moment on nothing is passed on for its connection. */
  arm: (statement: string, moment: TrapMoment) => Promise<void>
  close: () => Promise<void>
}

/** A relay before a PostgreSQL server that watches for a statement by its name (in the messages Parse and Bind) and keeps its answer back. */
export async function openStatementTrap(target: string): Promise<StatementTrap> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let armed: { name: Buffer; moment: TrapMoment; spring: () => void } | null = null
  const relay = createServer((client) => {
    const server = connect(Number(port), hostname)
    let isTrapped = false
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        server.destroy()
      })
    }
    let answered: (() => void) | null = null
    client.on('data', (bytes) => {
      server.write(bytes)
      if (armed === null || !bytes.includes(armed.name)) return
      const { spring, moment } = armed
      armed = null
      isTrapped = true
      if (moment === 'sent') spring()
      else answered = spring
    })
    server.on('data', (bytes) => {
      if (!isTrapped) client.write(bytes)
      answered?.()
      answered = null
    })
  })
  relay.listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const address = new URL(target)
  address.port = String((relay.address() as AddressInfo).port)
  return {
    connectionString: address.href,
    arm: (statement, moment) =>
      new Promise((resolve) => {
        armed = { name: Buffer.from(`${statement}\0`), moment, spring: resolve }
      }),
    close: async () => {
      relay.close()
      for (const socket of sockets) socket.destroy()
      await once(relay, 'close')
    },
  }
}
