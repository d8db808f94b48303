import { clip } from '../../platform/text/clip.js'
import { cleanText } from '../../platform/text/provider-text.js'

/** As much of an address as a sentence repeats, in characters. */
const longestShown = 300
/** As much of a text that is no address as is looked at. */
const longestText = 2_000

/** An address as sentences name it: without credentials and fragment, and no longer than is read. */
export function shownUrl(url: URL): string {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  bare.hash = ''
  return clip(bare.href, longestShown)
}

/** A text that is no address, as sentences repeat it: one line, clipped, and without what may be credentials before an `@`. */
export function shownText(text: string): string {
  const line = cleanText(text.slice(0, longestText), [])
  return clip(line.slice(line.lastIndexOf('@') + 1), longestShown)
}
