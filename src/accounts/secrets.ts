import { isSecret } from '../platform/secrets.js'

/** What an API token begins with, so that people and secret scanners know one when they see it. */
export const apiTokenPrefix = 'spt_'

/** Whether it looks like an API token of ours. */
export function isApiToken(text: string): boolean {
  return text.startsWith(apiTokenPrefix) && isSecret(text.slice(apiTokenPrefix.length))
}
