import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, constants as zlib } from 'node:zlib'

/** Flushed as it comes: a stream shows its pieces, and one cut off what there is of it. */
const flushing = { flush: zlib.Z_SYNC_FLUSH, finishFlush: zlib.Z_SYNC_FLUSH }
const flushingBrotli = { flush: zlib.BROTLI_OPERATION_FLUSH, finishFlush: zlib.BROTLI_OPERATION_FLUSH }

/** What servers may compress an answer with, and how each is read: as it comes, or whole, where an end that is missing is an error. */
const decoders: ReadonlyMap<string, (isWhole: boolean) => Transform> = new Map([
  ['gzip', (isWhole) => createGunzip(isWhole ? {} : flushing)],
  ['x-gzip', (isWhole) => createGunzip(isWhole ? {} : flushing)],
  ['deflate', (isWhole) => createInflate(isWhole ? {} : flushing)],
  ['br', (isWhole) => createBrotliDecompress(isWhole ? {} : flushingBrotli)],
])

/** What is asked for in `accept-encoding`: all that is known here. */
export const offeredCodings = 'gzip, deflate, br'

/**
 * A body without its content-encodings (RFC 9110, 8.4): the last one was put on last, and comes off first. Null where one is not known, or where
 * there are more than `mostCodings`. With `isWhole`, a body whose compressed end is missing is an error; else it is what there is of it.
 * What breaks in front breaks all of it, and leaving off early closes the connection. Decodes no faster than it is read.
 */
export function decodeContent(
  encoded: Readable,
  { contentEncoding, mostCodings, isWhole }: { contentEncoding: string | null; mostCodings: number; isWhole: boolean },
): Readable | null {
  const codings = (contentEncoding?.toLowerCase().split(',') ?? []).map((coding) => coding.trim()).filter((coding) => coding !== '')
  const listed = codings.filter((coding) => coding !== 'identity')
  const known = listed.flatMap((coding) => decoders.get(coding) ?? [])
  if (known.length < listed.length || known.length > mostCodings) return null
  return known.reduceRight<Readable>((source, decoder) => pipeline(source, decoder(isWhole), () => undefined), encoded)
}
