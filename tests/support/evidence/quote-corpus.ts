import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { packageFiles } from '../../../src/platform/files/package-files.js'

const folder = join(packageFiles.root, 'fixtures', 'evidence')
const read = (file: string) => readFileSync(join(folder, file), 'utf8')

const fields = { id: z.string(), source: z.string(), how: z.string(), pasted: z.string() }
const trueQuoteSchema = z.strictObject({ ...fields, expect: z.enum(['verified', 'repaired']), passage: z.string() })
const alteredQuoteSchema = z.strictObject({ ...fields, expect: z.literal('not found') })

export type TrueQuote = z.infer<typeof trueQuoteSchema>
export type AlteredQuote = z.infer<typeof alteredQuoteSchema>

const fileOf = <Quote>(file: string, quote: z.ZodType<Quote>) => z.strictObject({ quotes: z.array(quote) }).parse(parse(read(file))).quotes

/** Quotes as people paste and type them, with the passage that they mean. */
export const trueQuotes: readonly TrueQuote[] = fileOf('quotes/true.yaml', trueQuoteSchema)

/** Quotes that say something else than their source. */
export const alteredQuotes: readonly AlteredQuote[] = fileOf('quotes/altered.yaml', alteredQuoteSchema)

/** The text of a source of the corpus. */
export function corpusSource(id: string): string {
  return read(`sources/${id}.md`)
}
