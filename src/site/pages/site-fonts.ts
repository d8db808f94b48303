/** A font file of the site: the name to ask `SiteLinks.asset` for, and the installed package's file that it is a copy of. */
export type SiteFont = { name: string; family: string; style: 'normal' | 'italic'; weights: string; packageFile: string }

/** The latin subsets of the two families of the visual language. Titles are set large, hence the serif's optical sizes. */
export const siteFonts: readonly SiteFont[] = [
  {
    name: 'source-serif-4.woff2',
    family: 'Source Serif 4 Variable',
    style: 'normal',
    weights: '200 900',
    packageFile: '@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-normal.woff2',
  },
  {
    name: 'source-serif-4-italic.woff2',
    family: 'Source Serif 4 Variable',
    style: 'italic',
    weights: '200 900',
    packageFile: '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2',
  },
  {
    name: 'inter.woff2',
    family: 'Inter Variable',
    style: 'normal',
    weights: '100 900',
    packageFile: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  },
]

/** What every page shows at once; the italic is in few places and may come later. */
export const preloadedFonts = ['source-serif-4.woff2', 'inter.woff2'] as const

/** The font faces of the stylesheet; `hrefOf` gives a font's address as seen from the stylesheet. */
export function fontFaces(hrefOf: (name: string) => string): string {
  return siteFonts
    .map(
      ({ name, family, style, weights }) =>
        `@font-face { font-family: '${family}'; font-style: ${style}; font-weight: ${weights}; font-display: swap; src: url('${hrefOf(name)}') format('woff2'); }`,
    )
    .join('\n')
}
