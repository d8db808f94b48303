import { newsletterPath } from '../paths.js'

export { newsletterPath }

/** A week's letter. */
export function issuePath(week: string): string {
  return `${newsletterPath}/${encodeURIComponent(week)}`
}
