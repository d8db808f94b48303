import { readJsonText } from '../../platform/input/bounded-json.js'
import { address, isObject, line, longText, part } from './answer-schema.js'
import type { RegistryRequest } from './known-outcome.js'

/** A file of a repository; what the answer does not say is null. */
export type RepositoryFile = { bytes: Uint8Array; path: string | null; url: string | null; spdx: string | null }

/** "Get repository content" of GitHub's REST API, and what is made like it. */
const fileSchema = part({
  path: line(300),
  html_url: address,
  encoding: line(20),
  content: longText,
  license: part({ spdx_id: line(60) }),
})

/** The file in an answer: a JSON object that holds it in base64, or the file itself. Null for JSON that holds none, as of a file that is too large. */
export function decodeFile({ bytes, mediaType }: Pick<RegistryRequest, 'bytes' | 'mediaType'>): RepositoryFile | null {
  const asItIs = { bytes, path: null, url: null, spdx: null }
  if (mediaType !== null && !mediaType.includes('json')) return asItIs
  const read = readJsonText(new TextDecoder().decode(bytes))
  if ('why' in read || !isObject(read.value)) return asItIs
  const { path, html_url: url, content, encoding, license } = fileSchema.parse(read.value)
  if (content === null || encoding !== 'base64') return null
  return { bytes: Buffer.from(content, 'base64'), path, url, spdx: license.spdx_id }
}

const mediaTypes: readonly (readonly [endings: readonly string[], mediaType: string])[] = [
  [['.md', '.markdown', '.mdx'], 'text/markdown'],
  [['.html', '.htm'], 'text/html'],
]

/** The media type of a text file by its name. */
export function mediaTypeOf(path: string): string {
  const name = path.toLowerCase()
  return mediaTypes.find(([endings]) => endings.some((ending) => name.endsWith(ending)))?.[1] ?? 'text/plain'
}
