import { createHash } from 'node:crypto'

const hashLength = 12

/** `site.css` → `site.<hash of the bytes>.css`. Pure. */
export function hashedName(plainName: string, body: Uint8Array): string {
  const dot = plainName.lastIndexOf('.')
  const hash = createHash('sha256').update(body).digest('hex').slice(0, hashLength)
  return `${plainName.slice(0, dot)}.${hash}${plainName.slice(dot)}`
}
