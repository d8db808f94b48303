import { ownStyles } from './own-styles.js'
import { pageStyles } from './record/page-styles.js'
import { fontFaces } from './site-fonts.js'

/** One stylesheet for all pages, without the font faces. */
export const siteStyles: string = minify(`${pageStyles({ toolCount: 2, fonts: [] })}\n${ownStyles}`)

/** The stylesheet as a file. `hrefOf` gives the address of a font by its plain name, as seen from the stylesheet (`./inter.abc.woff2`). */
export function siteStylesheet(hrefOf: (name: string) => string): string {
  return `${fontFaces(hrefOf)}\n${siteStyles}\n`
}

/** Without the space that only people who write it need; no string or calculation in it holds any that counts. */
function minify(css: string): string {
  return css
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/;}/g, '}')
    .trim()
}
