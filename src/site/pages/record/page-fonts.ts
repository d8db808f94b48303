import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** A font face to put into a page: a CSS family, style and weight range, and its WOFF2 file as a data URI. */
export type PageFont = { family: string; style: 'normal' | 'italic'; weights: string; dataUri: string }

/** The latin subsets of the two families of the visual language, as installed with this package. Titles are set large: hence the optical sizes. */
const faces = [
  {
    family: 'Source Serif 4 Variable',
    style: 'normal',
    weights: '200 900',
    file: 'source-serif-4/files/source-serif-4-latin-opsz-normal.woff2',
  },
  {
    family: 'Source Serif 4 Variable',
    style: 'italic',
    weights: '200 900',
    file: 'source-serif-4/files/source-serif-4-latin-wght-italic.woff2',
  },
  { family: 'Inter Variable', style: 'normal', weights: '100 900', file: 'inter/files/inter-latin-wght-normal.woff2' },
] as const

/** Reads the page's fonts from the installed font packages. Rejects when one of those is not installed. */
export async function loadPageFonts(): Promise<readonly PageFont[]> {
  const { resolve } = createRequire(import.meta.url)
  return Promise.all(
    faces.map(async ({ family, style, weights, file }) => {
      const bytes = await readFile(resolve(`@fontsource-variable/${file}`))
      return { family, style, weights, dataUri: `data:font/woff2;base64,${bytes.toString('base64')}` }
    }),
  )
}
