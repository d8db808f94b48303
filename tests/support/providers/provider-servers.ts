import { LLMock } from '@copilotkit/aimock'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { startWireServer, type WireServer } from './wire-server.js'

export type ProviderServers = {
  aimock: LLMock
  wire: WireServer
  /** A port on which nothing listens: that of a server which has stopped. */
  deadUrl: string
}

/** Starts the servers for the tests of a file, empties them after each test and stops them at the end. They are there once tests run. */
export function useProviderServers(): ProviderServers {
  const aimock = new LLMock({ port: 0, host: '127.0.0.1' })
  const servers: { wire?: WireServer; deadUrl?: string } = {}
  const started = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the servers start before the first test')
    return value
  }
  beforeAll(async () => {
    await aimock.start()
    servers.wire = await startWireServer()
    const gone = await startWireServer()
    servers.deadUrl = gone.url
    await gone.stop()
  })
  afterEach(() => {
    aimock.clearFixtures()
    servers.wire?.reset()
  })
  afterAll(async () => {
    await aimock.stop()
    await servers.wire?.stop()
  })
  return {
    aimock,
    get wire() {
      return started(servers.wire)
    },
    get deadUrl() {
      return started(servers.deadUrl)
    },
  }
}
