/** The part of the configuration that mails need, as `mail` in panel.config.yaml. */
export type MailSettings = Readonly<{
  /** `Ship Panel <panel@example.com>`, or the address alone. */
  from: string
  /** The address bounces go to; the one of `from` when left out. */
  returnPath?: string | undefined
  /** `keyFile`: an RSA key in PEM, by its absolute path. */
  dkim?: Readonly<{ domain: string; selector: string; keyFile: string }> | undefined
  /** How many connections to the server one process opens. */
  connections: number
}>

/** Who sends: a name to show, maybe empty, and the address. */
export type Sender = { name: string; address: string }

/** Splits `Name <address>`; the name may be in quotes. The configuration has checked the form. */
export function parseSender(from: string): Sender {
  const opening = from.lastIndexOf('<')
  if (opening === -1 || !from.endsWith('>')) return { name: '', address: from.trim() }
  return {
    name: from
      .slice(0, opening)
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
    address: from.slice(opening + 1, -1),
  }
}

/** What follows the @ of an address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
