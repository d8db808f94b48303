import { parseArgs } from 'node:util'
import { type PeerName, peerNames } from './definitions.js'

export type PeerOptions = {
  peers: readonly PeerName[]
  /** Of every reply, in milliseconds. */
  latencyMs: number
  requests: number
  rounds: number
  /** Where the page and the data go; null for nowhere. */
  to: string | null
  /** Where the peers are installed, and stay; null for a temporary folder. */
  installIn: string | null
}

/** Requests that any of them may have in flight. */
export const concurrency = 32

/** Reads the arguments of `npm run bench:peers --`. Throws `TypeError` for an option that does not exist and `Error` for a value that cannot be. */
export function readPeerOptions(args: readonly string[]): PeerOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      latency: { type: 'string', default: '50' },
      requests: { type: 'string', default: '400' },
      rounds: { type: 'string', default: '2' },
      only: { type: 'string' },
      to: { type: 'string' },
      'install-in': { type: 'string' },
    },
  })
  return {
    peers: values.only === undefined ? peerNames : values.only.split(',').map(readPeer),
    latencyMs: readCount('--latency', values.latency, { least: 0, unit: 1 }),
    requests: readCount('--requests', values.requests, { least: 4, unit: 4 }),
    rounds: readCount('--rounds', values.rounds, { least: 1, unit: 1 }),
    to: values.to ?? null,
    installIn: values['install-in'] ?? null,
  }
}

/** The command line that makes such results, without where the peers are installed. Pure. */
export function commandOf({ peers, latencyMs, requests, rounds, to }: PeerOptions): string {
  const only = peers.length < peerNames.length ? ['--only', peers.join(',')] : []
  const given = Object.entries({ latency: [latencyMs, 50], requests: [requests, 400], rounds: [rounds, 2] }).flatMap(
    ([name, [value, standard]]) => (value === standard ? [] : [`--${name}`, String(value)]),
  )
  const args = [...given, ...only, ...(to === null ? [] : ['--to', to])]
  return ['npm run bench:peers', ...(args.length === 0 ? [] : ['--', ...args])].join(' ')
}

function readPeer(text: string): PeerName {
  const name = peerNames.find((candidate) => candidate === text)
  if (name === undefined) throw new Error(`--only takes ${peerNames.join(', ')}, with commas between; not ${text}`)
  return name
}

function readCount(option: string, text: string, { least, unit }: { least: number; unit: number }): number {
  const count = Number(text)
  if (text.trim() === '' || !Number.isInteger(count) || count < least || count % unit !== 0)
    throw new Error(`${option} takes ${unit === 1 ? 'a whole number' : `a multiple of ${unit}`} from ${least}, not ${text}`)
  return count
}
