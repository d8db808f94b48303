import { newsletterPath } from '../paths.js'

export { newsletterPath }

/** A week's letter. */
export function letterPath(week: string): string {
  return `${newsletterPath}/${encodeURIComponent(week)}`
}
