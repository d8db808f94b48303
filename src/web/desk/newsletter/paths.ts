import { newsletterPath } from '../paths.js'

export { newsletterPath }

/** The list of subscribers. */
export const subscribersPath = `${newsletterPath}/subscribers`

/** A week's issue. */
export function issuePath(week: string): string {
  return `${newsletterPath}/${encodeURIComponent(week)}`
}
