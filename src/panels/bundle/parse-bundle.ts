import { z } from 'zod'
import { type Bundle, bundleSchema } from '../../contracts/bundle.js'
import { readJsonText } from '../../platform/input/bounded-json.js'
import { findRepeatedKeys } from '../../platform/input/repeated-keys.js'
import { clip } from '../../platform/text/clip.js'

/** Something wrong with a bundle: its JSON path (empty for the whole) and what is wrong there. */
export type BundleProblem = { path: string; message: string }

export type ParsedBundle = { status: 'parsed'; bundle: Bundle } | { status: 'broken'; problems: BundleProblem[] } | { status: 'no-bundle' }

/** The checker names every key that it does not know. */
const longestMessage = 300

/** Another reader may take the first of two: what was verified would not be what it reads. */
function repeatedProblem(path: (string | number)[]): BundleProblem {
  return { path: clip(z.core.toDotPath(path), longestMessage), message: 'the key stands there twice; a bundle says everything once' }
}

const claimSchema = z.looseObject({ schema: z.literal(bundleSchema.shape.schema.value) })

/** A file's text as a bundle; as a broken one, with every problem; or as no bundle at all, when it does not claim to be one. Pure. */
export function parseBundle(text: string): ParsedBundle {
  const read = readJsonText(text)
  if ('why' in read) {
    // One wrong byte may break the syntax of what was a bundle.
    if (!text.includes(`"${bundleSchema.shape.schema.value}"`)) return { status: 'no-bundle' }
    return { status: 'broken', problems: [{ path: '', message: read.why }] }
  }
  if (!claimSchema.safeParse(read.value).success) return { status: 'no-bundle' }
  const repeated = findRepeatedKeys(text)
  if (repeated.length > 0) return { status: 'broken', problems: repeated.map(repeatedProblem) }
  const parsed = bundleSchema.safeParse(read.value)
  if (parsed.success) return { status: 'parsed', bundle: parsed.data }
  return {
    status: 'broken',
    problems: parsed.error.issues.map((issue) => ({ path: z.core.toDotPath(issue.path), message: clip(issue.message, longestMessage) })),
  }
}
