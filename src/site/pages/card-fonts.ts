import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { coveredBy } from './font-coverage.js'

/** A font as satori takes it. */
export type CardFont = { name: string; data: Buffer; weight: 400 | 600; style: 'normal' }
/** Of each family, the code points that each of its files has a glyph for in every weight. */
export type CardCoverage = Record<keyof typeof cardFamilies, readonly ReadonlySet<number>[]>
/** `fonts` is the same array for every card: satori keeps what it parsed of the fonts beside it. */
export type CardFonts = { fonts: CardFont[]; coverage: CardCoverage }

/** The scripts that the installed families cover. What is of another script is left out (`drawable`): it would be drawn as a black block. */
const subsets = ['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese'] as const
const families = [
  { name: 'serif', file: 'source-serif-4' },
  { name: 'sans', file: 'inter' },
] as const

/** Families in the order in which a character is looked for. */
export const cardFamilies = {
  serif: subsets.map((subset) => `serif ${subset}`).join(', '),
  sans: subsets.map((subset) => `sans ${subset}`).join(', '),
} as const

/** Reads the cards' fonts from the installed font packages; once is enough for any number of cards. Rejects when one is not installed. */
export async function loadCardFonts(): Promise<CardFonts> {
  const { resolve } = createRequire(import.meta.url)
  const files = families.flatMap(({ name, file }) =>
    subsets.flatMap((subset) => ([400, 600] as const).map((weight) => ({ name: `${name} ${subset}`, file, subset, weight }))),
  )
  const fonts = await Promise.all(
    files.map(async ({ name, file, subset, weight }) => {
      const data = await readFile(resolve(`@fontsource/${file}/files/${file}-${subset}-${weight}-normal.woff`))
      return { name, data, weight, style: 'normal' as const }
    }),
  )
  return { fonts, coverage: { serif: coverageOf('serif', fonts), sans: coverageOf('sans', fonts) } }
}

function coverageOf(family: keyof CardCoverage, fonts: readonly CardFont[]): ReadonlySet<number>[] {
  return subsets.map((subset) => {
    const [first = new Set<number>(), ...others] = fonts
      .filter(({ name }) => name === `${family} ${subset}`)
      .map(({ data }) => coveredBy(data))
    return new Set([...first].filter((code) => others.every((other) => other.has(code))))
  })
}
