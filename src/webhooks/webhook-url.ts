import { isIP } from 'node:net'
import { bareHost, isLocalName, isPublicAddress } from '../platform/net/public-address.js'

/** Why nothing can be sent to that address; null when it can, as far as its text says. A name is looked up when something is sent. */
export function webhookUrlProblem(text: string, { allowsPrivate }: { allowsPrivate: boolean }): string | null {
  if (!URL.canParse(text)) return 'write an absolute address, e.g. https://example.com/hooks'
  const { protocol, username, password, hash, hostname } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:') return 'write an http or https address'
  if (username !== '' || password !== '') return 'leave out the user name and password: the signature says who sent it'
  if (hash !== '') return 'leave out the part behind #: it is not sent'
  if (allowsPrivate) return null
  const host = bareHost(hostname)
  if (isLocalName(host) || (isIP(host) !== 0 && !isPublicAddress(host)))
    return 'write an address on the public internet: this one is local or private, which webhooks.allowPrivateAddresses in panel.config.yaml allows'
  return null
}
