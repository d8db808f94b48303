import type { LookupAddress } from 'node:dns'
import { lookup as systemLookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import type { Agent, buildConnector, Dispatcher } from 'undici'
import { createHostAllowance } from './allowed-hosts.js'
import { bareHost, isLocalName, isOwnOrPublicAddress, isPublicAddress } from './public-address.js'

/** Every address of a name; rejects with the system's error when it has none. */
export type LookUpName = (name: string) => Promise<readonly LookupAddress[]>

/** The address is not on the public internet, and the configuration does not allow others. */
export class PrivateAddressError extends Error {
  constructor(host: string, address: string) {
    super(host === address ? `${host} is not on the public internet` : `${host} is at ${address}, which is not on the public internet`)
    this.name = 'PrivateAddressError'
  }
}

export type GuardedClientOptions = {
  /** Hosts that may be at private addresses, by name, each with a port or for all ports; `any` guards nothing. */
  allowedHosts: readonly string[] | 'any'
  /** Refuses names of a local network without giving them to a resolver, unless they are allowed; else what they resolve to decides. */
  refusesLocalNames?: boolean
  connectTimeoutMs: number
  /** Bytes of an answer's body, before decoding, behind which it is broken off; no limit when left out. */
  maxAnswerBytes?: number
  /** How many connections may be open to one origin at a time; no limit when left out. */
  connectionsPerOrigin?: number
  /** The system's resolver when left out. */
  lookup?: LookUpName | undefined
}

export type GuardedRequest = { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string; signal: AbortSignal }

export type GuardedClient = {
  /** Resolves once the answer's headers are here; follows no redirect. Rejects with what broke, in the end with a `PrivateAddressError`. */
  request: (url: URL, request: GuardedRequest) => Promise<Dispatcher.ResponseData>
  close: () => Promise<void>
}

/**
 * Sends requests to the public internet alone. The address is checked by the connector, when the connection is made: that of a URL which needs
 * no look-up, and every one that a name has, so that the address checked is the address connected to and a name that changes between two
 * look-ups gets nowhere. No proxy of the environment is used. undici is loaded at the first request.
 */
export function createGuardedClient({ allowedHosts, ...options }: GuardedClientOptions): GuardedClient {
  let agent: Promise<Agent> | undefined
  const open = async () => {
    const undici = await import('undici')
    return new undici.Agent({
      connect: createConnector(undici.buildConnector, { allowedHosts, ...options }),
      maxResponseSize: options.maxAnswerBytes ?? -1,
      connections: options.connectionsPerOrigin ?? null,
    })
  }
  return {
    request: async (url, request) => {
      agent ??= open()
      return (await agent).request({ origin: url.origin, path: `${url.pathname}${url.search}`, ...request })
    },
    close: async () => (await agent)?.close(),
  }
}

function createConnector(
  build: typeof buildConnector,
  { allowedHosts, refusesLocalNames = false, connectTimeoutMs: timeout, lookup = lookUpAll }: GuardedClientOptions,
): buildConnector.connector {
  if (allowedHosts === 'any') return build({ timeout })
  const isAllowed = createHostAllowance(allowedHosts)
  const toPublic = build({ timeout, lookup: guardedLookup(lookup, isPublicAddress) })
  const toAllowed = build({ timeout, lookup: guardedLookup(lookup, isOwnOrPublicAddress) })
  return (target, callback) => {
    const host = bareHost(target.hostname)
    const allows = isAllowed(target)
    const may = allows ? isOwnOrPublicAddress : isPublicAddress
    // An address is connected to without a look-up.
    const isClosed = isIP(host) !== 0 ? !may(host) : refusesLocalNames && !allows && isLocalName(host)
    if (isClosed) return void callback(new PrivateAddressError(host, host), null)
    return (allows ? toAllowed : toPublic)(target, callback)
  }
}

const lookUpAll: LookUpName = (name) => systemLookup(name, { all: true })

/** Refuses a name as soon as one of its addresses is closed: which one would be taken is not for us to say. */
function guardedLookup(lookup: LookUpName, may: (address: string) => boolean): LookupFunction {
  const resolve = async (hostname: string): Promise<[LookupAddress, ...LookupAddress[]]> => {
    const [first, ...others] = await lookup(hostname)
    if (first === undefined) throw Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' })
    const closed = [first, ...others].find(({ address }) => !may(address))
    if (closed !== undefined) throw new PrivateAddressError(hostname, closed.address)
    return [first, ...others]
  }
  return (hostname, { all }, callback) => {
    resolve(hostname).then(
      (addresses) => (all === true ? callback(null, addresses) : callback(null, addresses[0].address, addresses[0].family)),
      (error: Error) => callback(error, []),
    )
  }
}
