import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** The page's fonts as data URIs, so that a page is one file. */
export type PageFonts = { serif: string; serifItalic: string; sans: string }

const files = {
  serif: '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2',
  serifItalic: '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2',
  sans: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
} as const

/** Reads the variable fonts (Latin) from their packages. */
export async function loadPageFonts(): Promise<PageFonts> {
  const [serif, serifItalic, sans] = await Promise.all([dataUri(files.serif), dataUri(files.serifItalic), dataUri(files.sans)])
  return { serif, serifItalic, sans }
}

async function dataUri(file: string): Promise<string> {
  const bytes = await readFile(createRequire(import.meta.url).resolve(file))
  return `data:font/woff2;base64,${bytes.toString('base64')}`
}
