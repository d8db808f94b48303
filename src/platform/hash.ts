import { hash } from 'node:crypto'
import { canonicalize } from 'json-canonicalize'

/** SHA-256 of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

/** The RFC 8785 form of a JSON value: the same bytes for equal values, whatever order their keys were written in. */
export function canonicalJson(value: unknown): string {
  return canonicalize(value)
}

/** SHA-256 of a JSON value's canonical form. */
export function hashJson(value: unknown): string {
  return sha256(canonicalJson(value))
}
