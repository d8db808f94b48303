import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

/*
 * What values of the environment and values of the file have in common.
 */

/** As long as browsers and proxies take addresses. */
export const longestAddress = 2_000
/** As long as Linux takes paths. */
export const longestPath = 4_096
export const longestSecret = 1_000
export const longestName = 200

export const httpUrlSchema = z.url({ protocol: /^https?$/, error: 'write an http or https address' }).max(longestAddress)

/** `Ship Panel <panel@example.com>`, or the address alone. */
export const senderSchema = z
  .string()
  .max(500)
  .regex(/^(?:[^<>@\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'write an address, e.g. Ship Panel <panel@example.com>')

/** A `~` that no shell expanded, as in a value from a .env file. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path
}
