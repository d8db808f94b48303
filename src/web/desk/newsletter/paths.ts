import { newsletterPath } from '../paths.js'

export { newsletterPath }

/** A week's issue. */
export function issuePath(week: string): string {
  return `${newsletterPath}/${encodeURIComponent(week)}`
}
