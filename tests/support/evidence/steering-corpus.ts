import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { type HiddenText, hiddenPlaceSchema, hiddenTextSchema } from '../../../src/contracts/steering.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { corpusSource } from './quote-corpus.js'

const folder = join(packageFiles.root, 'fixtures', 'evidence', 'steering')

const visiblePlaces = ['prose', 'table', 'encoded', 'other-script'] as const
const plantedSchema = z.strictObject({
  place: z.union([z.enum(visiblePlaces), hiddenPlaceSchema]),
  source: z.string(),
  at: z.enum(['start', 'middle', 'end']),
  words: z.string(),
})
const cleanSchema = z.strictObject({
  id: z.string(),
  about: z.literal('injection').optional(),
  text: z.string(),
  hidden: z.array(hiddenTextSchema).default([]),
})

type Planted = z.infer<typeof plantedSchema>
/** A source with an instruction in it, and where in it that is: in its text, or in its only hidden piece. */
export type PlantedSource = Planted & { text: string; hidden: HiddenText[]; start: number; end: number; isVisible: boolean }
export type CleanSource = z.infer<typeof cleanSchema>

function read<T>(file: string, schema: z.ZodType<T>): T {
  return schema.parse(parse(readFileSync(join(folder, file), 'utf8')))
}

/** Instructions that we planted into sources of the corpus; `later`: those written after the rules. */
export function plantedSources(written: 'first' | 'later'): PlantedSource[] {
  const file = written === 'first' ? 'planted.yaml' : 'planted-later.yaml'
  return read(file, z.strictObject({ planted: z.array(plantedSchema) })).planted.map(plant)
}

/** Harmless texts. */
export function cleanSources(written: 'first' | 'later'): CleanSource[] {
  return read(written === 'first' ? 'clean.yaml' : 'clean-later.yaml', z.strictObject({ clean: z.array(cleanSchema) })).clean
}

function plant(planted: Planted): PlantedSource {
  const { place, source, at, words } = planted
  const text = corpusSource(source)
  const isVisible = visiblePlaces.some((visible) => visible === place)
  if (isVisible) return { ...planted, ...insert(text, at, words), hidden: [], isVisible }
  const hiddenPlace = hiddenPlaceSchema.parse(place)
  const piece = place === 'invisible-characters' ? inTagCharacters(words) : words
  return { ...planted, text, hidden: [{ place: hiddenPlace, text: piece }], start: 0, end: piece.length, isVisible }
}

/** Between two sentences of a text; what has lines of its own gets lines of its own. */
function insert(text: string, at: Planted['at'], words: string): { text: string; start: number; end: number } {
  const bounds = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)].map(({ index }) => index)
  const place = { start: 0, middle: bounds[Math.floor(bounds.length / 2)] ?? 0, end: text.length }[at]
  const sign = words.includes('\n') ? '\n' : ' '
  const before = place === 0 ? '' : text.slice(0, place) + sign
  return { text: before + words + sign + text.slice(place), start: before.length, end: before.length + words.length }
}

function inTagCharacters(words: string): string {
  return [...words].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join('')
}
