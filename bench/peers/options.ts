import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { type Bench, boundsText, readCount, readFolder, readNames } from '../command-line.js'
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

const [latencyBounds, requestBounds, roundBounds] = [
  { least: 0, most: 60_000 },
  { least: 4, most: 100_000, unit: 4 },
  { least: 1, most: 100 },
]
const options = {
  latency: {
    type: 'string',
    default: '50',
    value: '<ms>',
    says: `after how many milliseconds the provider replies, ${boundsText(latencyBounds)}; default 50`,
  },
  requests: { type: 'string', default: '400', value: '<n>', says: `requests, ${boundsText(requestBounds)}; default 400` },
  rounds: { type: 'string', default: '2', value: '<n>', says: `how often each of them runs, ${boundsText(roundBounds)}; default 2` },
  only: { type: 'string', value: '<peer,…>', says: `some of ${peerNames.join(', ')}; default all` },
  to: { type: 'string', value: '<folder>', says: 'where peers.md and peers.json go; default nowhere: the table is printed alone' },
  'install-in': { type: 'string', value: '<folder>', says: 'where the peers are installed, and stay; default a temporary folder' },
} as const

/** Reads the arguments of `npm run bench:peers --`. Throws `TypeError` for an option that does not exist and `UsageError` for a value that cannot be. */
export function readPeerOptions(args: readonly string[]): PeerOptions {
  const { values } = parseArgs({ args: [...args], options })
  const { only, to, 'install-in': installIn } = values
  return {
    peers: only === undefined ? peerNames : readNames('--only', only, peerNames),
    latencyMs: readCount('--latency', values.latency, latencyBounds),
    requests: readCount('--requests', values.requests, requestBounds),
    rounds: readCount('--rounds', values.rounds, roundBounds),
    to: to === undefined ? null : readFolder('--to', to),
    installIn: installIn === undefined ? null : readFolder('--install-in', installIn),
  }
}

export const peerBench: Bench<PeerOptions> = {
  command: 'npm run bench:peers',
  about: [
    'Sends the same requests by panels and by what a user could pick instead, kills each in the middle, and counts what it sends again.',
    'Installs those with npm, outside of the project. Prints a table; writes peers.md and peers.json where --to says so.',
    'Takes some minutes on two cores, and the download of the peers.',
  ],
  options,
  read: readPeerOptions,
}

/** The command line that makes such results, for a page that others read: without where the peers are installed, and with no path of this machine. */
export function commandOf({ peers, latencyMs, requests, rounds, to }: PeerOptions): string {
  const only = peers.length < peerNames.length ? ['--only', peers.join(',')] : []
  const given = Object.entries({ latency: [latencyMs, 50], requests: [requests, 400], rounds: [rounds, 2] }).flatMap(
    ([name, [value, standard]]) => (value === standard ? [] : [`--${name}`, String(value)]),
  )
  const args = [...given, ...only, ...(to === null ? [] : ['--to', shownFolder(to)])]
  return ['npm run bench:peers', ...(args.length === 0 ? [] : ['--', ...args])].join(' ')
}

/** A folder of the project by its path in it; any other is no one's business. */
function shownFolder(folder: string): string {
  const within = relative(packageFiles.root, resolve(folder))
  return within.startsWith('..') ? '<folder>' : within
}
