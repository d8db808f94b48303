import { afterAll, afterEach, beforeAll } from 'vitest'
import { startWireServer, type WireServer } from './wire-server.js'

/** One bare server for the tests of the file or `describe` that calls this: started before them, forgetful after each, stopped at the end. */
export function useWireServer(options: Parameters<typeof startWireServer>[0] = {}): WireServer {
  let running: WireServer | undefined
  const server = (): WireServer => {
    if (running === undefined) throw new Error('the server is there once the tests run')
    return running
  }
  beforeAll(async () => {
    running = await startWireServer(options)
  })
  afterEach(() => server().reset())
  afterAll(() => server().stop())
  return {
    get url() {
      return server().url
    },
    get requests() {
      return server().requests
    },
    get pageRequests() {
      return server().pageRequests
    },
    havePages: (pages) => server().havePages(pages),
    answerWith: (answer) => server().answerWith(answer),
    clientHungUp: () => server().clientHungUp(),
    reset: () => server().reset(),
    stop: () => server().stop(),
  }
}
