import { z } from 'zod'
import type { Runtime } from '../platform/runtime.js'
import type { Config } from './config.js'
import { createHomeNote } from './home-note.js'

const note = createHomeNote({
  file: 'server.json',
  schema: z.object({ url: z.url({ protocol: /^https?$/ }).max(300), pid: z.int().positive() }),
  lost: 'commands beside this server will not know its address',
})

/** Says in the home where this process serves, until it calls what this returns. */
export async function keepServerNote(home: string, url: string, runtime: Pick<Runtime, 'log'>): Promise<() => Promise<void>> {
  await note.keep(home, { url, pid: process.pid }, runtime)
  return async () => {
    // Another server of this home may have written its own since.
    if ((await note.read(home))?.pid === process.pid) await note.forget(home)
  }
}

/** An address with which links begin; `isAssumed` where nothing says that a server answers there. */
export type Origin = { url: string; isAssumed: boolean }

/** Where readers of a link reach this installation: at the port asked for, else at PANEL_PUBLIC_URL, at the server that runs in this home, or at PORT. */
export async function findOrigin(
  config: Pick<Config, 'home' | 'publicUrl' | 'port' | 'setPort'>,
  port: number | undefined,
): Promise<Origin> {
  const { home, publicUrl, setPort = null } = config
  if (port !== undefined) return { url: loopback(port), isAssumed: false }
  if (publicUrl !== null) return { url: publicUrl, isAssumed: false }
  const kept = await note.read(home)
  if (kept !== null && isRunning(kept.pid)) return { url: kept.url, isAssumed: false }
  return { url: loopback(config.port), isAssumed: setPort === null }
}

const loopback = (port: number) => `http://127.0.0.1:${port}`

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // A process of another user may not be asked, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
