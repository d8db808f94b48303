import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../../bench/free-port.js'
import type { Runtime } from '../../src/platform/runtime.js'
import { cleanText } from '../../src/platform/text/provider-text.js'
import type { Shape } from './case.js'

/** A server that this run started. */
export type RunningServer = {
  url: string
  port: number
  shape: Shape
  hasEnded: () => boolean
  /** Waits until it answers and has loaded what it loads at its start. Throws with the end of its output when it ends before. */
  ready: (signal: AbortSignal) => Promise<void>
  /** Asks it to end, and ends it as a crash would after ten seconds. */
  stop: () => Promise<void>
  kill: () => Promise<void>
}

type StartServer = {
  /** With {port}, {context} and {slots}. */
  command: string
  shape: Shape
  port: number
  /** Where its output goes. */
  outputFile: string
  runtime: Pick<Runtime, 'fetch' | 'sleep'>
}

const pollMs = 100
const stopMs = 10_000
/** Of a server's output, what its last lines take. */
const shownCharacters = 600

/** The command with a server's numbers in place of {port}, {context} and {slots}. Pure. */
export function fillCommand(command: string, { port, shape }: { port: number; shape: Shape }): string {
  const values = { port, context: shape.contextTokens, slots: shape.slots }
  return command.replace(/\{(port|context|slots)\}/g, (_, name: keyof typeof values) => String(values[name]))
}

/** Starts a server in a process group of its own, by the shell, as a person would type it. */
export async function startServer({ command, shape, port, outputFile, runtime }: StartServer): Promise<RunningServer> {
  const output = await open(outputFile, 'a')
  const child = spawn('/bin/sh', ['-c', fillCommand(command, { port, shape })], {
    stdio: ['ignore', output.fd, output.fd],
    detached: true,
  })
  const exited = once(child, 'exit').catch(() => undefined)
  await output.close()
  const url = `http://127.0.0.1:${port}`
  const kill = async () => {
    endGroup(child, 'SIGKILL')
    await exited
  }
  return {
    url,
    port,
    shape,
    hasEnded: () => hasEnded(child),
    ready: (signal) => untilReady({ url, child, outputFile, runtime }, signal),
    kill,
    stop: async () => {
      endGroup(child, 'SIGTERM')
      const late = new AbortController()
      await Promise.race([exited, runtime.sleep(stopMs, late.signal).catch(() => undefined)])
      late.abort()
      // The group may hold more than the shell that has ended.
      await kill()
    },
  }
}

/** Runners that a server starts are in its group: all of it ends. */
function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

type Starting = { url: string; child: ChildProcess; outputFile: string; runtime: Pick<Runtime, 'fetch' | 'sleep'> }

async function untilReady({ url, child, outputFile, runtime }: Starting, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    if (hasEnded(child)) {
      const said = (await readFile(outputFile, 'utf8')).slice(-shownCharacters)
      throw new Error(`the server of --start ended before it answered; it said: ${cleanText(said, [])}`)
    }
    // llama.cpp's and vLLM's say 503 here while they load; one that has no such page is ready once it says so.
    const answer = await runtime.fetch(`${url}/health`, { signal }).catch(() => null)
    if (answer !== null) await answer.arrayBuffer()
    if (answer !== null && answer.status !== 503) return
    await runtime.sleep(pollMs, signal)
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** The one server that runs at a time, started again where a case wants another shape. */
export type Servers = {
  /** Ready to answer. */
  use: (shape: Shape, signal: AbortSignal) => Promise<RunningServer>
  /** Just started. */
  cold: (shape: Shape) => Promise<RunningServer>
  crash: (awayMs: number) => Promise<void>
  stop: () => Promise<void>
}

/** Servers made by the command of `--start`. */
export function createServers({ command, folder, runtime }: { command: string; folder: string; runtime: Runtime }): Servers {
  let running: RunningServer | null = null
  const stop = async () => {
    const before = running
    running = null
    await before?.stop()
  }
  const start = async (shape: Shape, port: number) => {
    running = await startServer({ command, shape, port, outputFile: join(folder, 'server.log'), runtime })
    return running
  }
  const cold = async (shape: Shape) => {
    await stop()
    return start(shape, await freePort())
  }
  return {
    cold,
    stop,
    use: async (shape, signal) => {
      const isFit = running !== null && !running.hasEnded() && JSON.stringify(running.shape) === JSON.stringify(shape)
      const server = isFit && running !== null ? running : await cold(shape)
      await server.ready(signal)
      return server
    },
    crash: async (awayMs) => {
      if (running === null) throw new Error('no server runs')
      const { shape, port } = running
      await running.kill()
      await runtime.sleep(awayMs)
      await start(shape, port)
    },
  }
}
