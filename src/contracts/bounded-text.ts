import { z } from 'zod'
import { atMost } from './limits.js'
import { textSchema } from './primitives.js'

/*
 * Lengths count characters, which are code points, as JSON Schema counts them: an emoji is one, or more where it is composed. What a schema here
 * refuses, its JSON Schema refuses too.
 */

/** Lone surrogates and NUL characters can neither be hashed faithfully nor stored. */
const storable = (text: string) => !/\p{Surrogate}/u.test(text) && !text.includes('\0')
const storableWords = 'remove the characters that are no text (NUL, or half of a pair)'
const storablePattern = { pattern: '^[^\\u0000\\ud800-\\udfff]*$' }
/** Something, and not only white space: what `textSchema` asks for. */
export const sayingPattern = { pattern: '\\S' }

/** Text that may say nothing: at most so many characters, and nothing that cannot be stored. */
export function looseText(max: number): z.ZodString {
  return atMost(z.string(), max)
    .refine(storable, storableWords)
    .meta({ maxLength: max, allOf: [storablePattern] })
}

/** Text that people send: something, at most so many characters, and nothing that cannot be stored. */
export function boundedText(max: number): z.ZodString {
  return atMost(textSchema, max)
    .refine(storable, storableWords)
    .meta({ minLength: 1, maxLength: max, allOf: [sayingPattern, storablePattern] })
}
