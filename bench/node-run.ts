import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { packageFiles } from '../src/platform/files/package-files.js'
import { plainEnvironment } from './child.js'

/** One command line in a process of its own, from its start to its end. `connections` are the addresses it asked to be connected to. */
export type NodeRun = { seconds: number; peakBytes: number; connections: string[] }

type Command = { args: readonly string[]; env: Readonly<Record<string, string>>; folder: string; monotonicMs: () => number }

/**
 * Loaded before the command: writes every address that a socket of the process connects to, and at the end the most memory it held
 * (ru_maxrss, in KiB). Every TCP client in Node, TLS and undici included, connects through `net.Socket`.
 */
const watch = `data:text/javascript,${encodeURIComponent(`
import { Socket } from 'node:net'
const { connect } = Socket.prototype
const write = (line) => process.stderr.write('\\nbench ' + line + '\\n')
Socket.prototype.connect = function (...given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given
  const { host, port, path } = typeof first === 'object' && first !== null ? first : { port: first, host: typeof second === 'string' ? second : undefined }
  write('connects ' + (path ?? (host ?? 'localhost') + ':' + port))
  return connect.apply(this, given)
}
process.on('exit', () => write('peak ' + process.resourceUsage().maxRSS))
`)}`

/** Runs `panel` with these arguments. Throws with what it said when it does not end well. */
export async function runPanelCommand({ args, env, folder, monotonicMs }: Command): Promise<NodeRun> {
  const startedMs = monotonicMs()
  const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')
  const child = spawn(process.execPath, ['--import', watch, main, ...args], {
    cwd: folder,
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`panel ${args.join(' ')} ended with ${code}: ${stderr}`)
  return { seconds: (monotonicMs() - startedMs) / 1000, ...readWatch(stderr) }
}

/** Pure. */
export function readWatch(stderr: string): Pick<NodeRun, 'peakBytes' | 'connections'> {
  const connections = [...stderr.matchAll(/^bench connects (.+)$/gm)].map(([, address]) => address ?? '')
  return { peakBytes: Number(/^bench peak (\d+)$/m.exec(stderr)?.[1]) * 1024, connections: [...new Set(connections)] }
}
