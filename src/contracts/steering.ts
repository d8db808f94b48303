import { z } from 'zod'
import { boundedText } from './bounded-text.js'
import { atMost, listOfAtMost, longest, most } from './limits.js'
import { textSchema } from './primitives.js'

/** Where a page holds text that a reader would not see, or would not take for the page's own. */
export const hiddenPlaceSchema = z.enum([
  'css',
  'zero-size',
  'off-screen',
  'same-colour',
  'comment',
  'alt',
  'title',
  'aria-hidden',
  'invisible-characters',
  'bidi',
  'metadata',
  'template',
  'page-frame',
])
export type HiddenPlace = z.infer<typeof hiddenPlaceSchema>

/** What a place is called where people read of it. */
export const hiddenPlaceWords: Record<HiddenPlace, string> = {
  css: 'hidden by its style',
  'zero-size': 'at no size',
  'off-screen': 'off the screen',
  'same-colour': 'in the colour of its background',
  comment: 'in a comment',
  alt: 'in an image’s alternative text',
  title: 'in a title attribute',
  'aria-hidden': 'hidden from screen readers',
  'invisible-characters': 'in invisible characters',
  bidi: 'behind a change of direction',
  metadata: 'in the page’s metadata',
  template: 'in a part that is never shown',
  'page-frame': 'in the page’s header, navigation or footer',
}

/** A text of a page that never goes to a model. */
export const hiddenTextSchema = z.strictObject({ place: hiddenPlaceSchema, text: boundedText(4_000) })
export type HiddenText = z.infer<typeof hiddenTextSchema>

/**
 * What a passage tries. `speaks-to-model`: it addresses a reviewer or a model. `prescribes-call`: it says what to call or to write of the tool.
 * `forges-fence`, `forges-role`: it looks like the end of the data, or like another voice. `encoded`: it has to be decoded to be read.
 * `other-script`: it is in another script than its source. `off-topic-instruction`: it asks for something that has nothing to do with its source.
 */
export const steeringKindSchema = z.enum([
  'speaks-to-model',
  'prescribes-call',
  'forges-fence',
  'forges-role',
  'encoded',
  'other-script',
  'off-topic-instruction',
])
export type SteeringKind = z.infer<typeof steeringKindSchema>

/** What a kind is called where people read of it, behind "it". */
export const steeringKindWords: Record<SteeringKind, string> = {
  'speaks-to-model': 'speaks to a reviewer or a model',
  'prescribes-call': 'says what the verdict should be',
  'forges-fence': 'forges the end of a source',
  'forges-role': 'forges another voice',
  encoded: 'is encoded',
  'other-script': 'is in another script',
  'off-topic-instruction': 'asks for something else than the page is about',
}

/** A passage of a source that wants to steer who reads it. */
export const steeringPassageSchema = z.strictObject({
  kind: steeringKindSchema,
  /** `text`: what a reader sees, and a model reads. */
  place: z.union([z.literal('text'), hiddenPlaceSchema]),
  /** Which of the source's hidden texts it is in, from 0; null for what a reader sees. */
  piece: z.int().nonnegative().nullable(),
  /** UTF-16 code units in the source's text, or in that hidden text; end exclusive. */
  start: z.int().nonnegative(),
  end: z.int().positive(),
  /** The passage, cut where it is long. */
  words: atMost(textSchema, 500),
  /** `unsure`: it may well be harmless, such as a page about this very thing. */
  certainty: z.enum(['likely', 'unsure']),
  /** What gives it away, in one sentence. */
  reason: atMost(textSchema, 500),
  /** Why an editor says that it is harmless; left out where no one does. */
  cleared: atMost(textSchema, 500).optional(),
})
export type SteeringPassage = z.infer<typeof steeringPassageSchema>

/** What was found when a source was frozen, and by which version of the search. */
export const steeringSchema = z.strictObject({
  version: z.int().positive(),
  passages: listOfAtMost(z.array(steeringPassageSchema).min(1), most.parts),
})

/** A passage that an editor says is harmless, found again by its words when the dossier is frozen. */
export const clearedPassageSchema = z.strictObject({ words: boundedText(longest.id), reason: boundedText(500) })
