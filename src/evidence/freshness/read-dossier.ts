import type { Dossier } from '../../contracts/dossier.js'
import type { CapturedSource } from '../intake/read-page.js'
import { changesInWords, findSource, isSameText, type ReadFacts } from './compare-source.js'
import { type AgainReaders, addressOf, extractStored, readAgain } from './read-again.js'

type Source = Dossier['sources'][number]

/** A source of a dossier as its address has it now. */
export type SourceNow =
  | { source: Source; outcome: 'same' }
  /** `changes` in words. */
  | { source: Source; outcome: 'changed'; found: CapturedSource; changes: string[] }
  /** No longer there, or not to be read now: its text stays. */
  | { source: Source; outcome: 'gone' | 'failed'; message: string }

/**
 * Reads the sources of a dossier now, each address once, and compares them with its texts. Sources that people typed have no text of their address to
 * compare: they are as they were. Stores nothing but what was fetched.
 */
export async function readDossierNow(
  parts: { readers: AgainReaders; readFacts: ReadFacts },
  { sources }: Dossier,
  signal: AbortSignal,
): Promise<SourceNow[]> {
  const { readers } = parts
  const addresses = [...new Set(sources.flatMap((source) => (source.capture === undefined ? [] : [addressOf(source, readers)])))]
  const read = new Map(await Promise.all(addresses.map(async (address) => [address, await readAgain(readers, address, signal)] as const)))
  return Promise.all(
    sources.map(async (source): Promise<SourceNow> => {
      const now = source.capture === undefined ? undefined : read.get(addressOf(source, readers))
      if (now === undefined) return { source, outcome: 'same' }
      if (now.status === 'failed') return { source, outcome: now.isGone ? 'gone' : 'failed', message: now.message }
      if (now.bytesSha256 !== null && now.bytesSha256 === source.capture?.bytesSha256) return { source, outcome: 'same' }
      const texts = await now.sources()
      if ('status' in texts) return { source, outcome: 'failed', message: texts.message }
      const found = findSource(source, texts)
      if (found === undefined) return { source, outcome: now.isWhole ? 'gone' : 'failed', message: `${source.url} has it no more.` }
      return compareNow(parts, { source, found }, signal)
    }),
  )
}

async function compareNow(
  { readers, readFacts }: { readers: AgainReaders; readFacts: ReadFacts },
  { source, found }: { source: Source; found: CapturedSource },
  signal: AbortSignal,
): Promise<SourceNow> {
  const isSameVersion = source.capture?.extraction === found.capture.extraction
  // Where an older extraction read it, and its bytes are stored no more, a new text is a change: an editor asked for the newest.
  const base = isSameVersion ? source.text : ((await extractStored(readers, source, signal)) ?? source.text)
  if (isSameText(base, found.text)) return { source, outcome: 'same' }
  const facts = changesInWords(readFacts({ ...source, text: base }), readFacts({ ...found, kind: source.kind }))
  return { source, outcome: 'changed', found, changes: facts.length > 0 ? facts : ['its text'] }
}
