import type { BlindComparison, ComparingJuror, HeadToHead, PersonaResult } from '../../../contracts/head-to-head.js'
import { noBlindWords } from '../../../contracts/second-draft.js'

/** The name of a tool by its slug, as readers know it. */
export type NameOf = (slug: string) => string

/** What a comparison comes to, in a few words: a tool's name, or that neither is ahead. */
export function resultText(result: PersonaResult | null, nameOf: NameOf): string {
  switch (result?.kind) {
    case 'tool':
      return nameOf(result.tool)
    case 'level':
      return 'Level: neither is ahead'
    case 'order decides':
      return 'Order decides: it goes by which tool is read first'
    case 'split':
      return 'Split: as many of its models say one thing as another'
    default:
      return 'No result: too few of its models compared both'
  }
}

/** What masking the names changed, in a sentence; null where no one masked them. `isFlip` for a result that turned. */
export function blindText(
  blind: Pick<BlindComparison, 'result' | 'flips' | 'missing'> | undefined,
  nameOf: NameOf,
): { text: string; isFlip: boolean } | null {
  if (blind === undefined) return null
  const { result, flips, missing } = blind
  if (result === null || flips === null)
    return { text: `Not known with the names masked. ${noBlindWords[missing ?? 'never-finished']}`, isFlip: false }
  if (!flips) return { text: 'The same with the names masked.', isFlip: false }
  return { text: `The name turns it: with the names masked it is “${resultText(result, nameOf)}”.`, isFlip: true }
}

/** How many of a persona's models changed their result when the names were masked; null where that is known of none. */
export function flipsText(jurors: readonly ComparingJuror[]): { text: string; hasFlip: boolean } | null {
  const asked = jurors.flatMap((juror) =>
    juror.status === 'compared' && juror.blind != null && juror.blind.flips !== null ? [juror.blind] : [],
  )
  if (asked.length === 0) return null
  const flips = asked.filter((blind) => blind.flips === true).length
  if (flips === 0) return { text: 'The names change nothing.', hasFlip: false }
  return {
    text: `The names change what ${flips} of ${asked.length === 1 ? '1 model' : `${asked.length} models`} ${flips === 1 ? 'says' : 'say'}.`,
    hasFlip: true,
  }
}

/** Who wins by how many personas, in a line a pair: `Ferrydoc 2, Quaylog 1, level 1`. */
export function tallyText(entries: readonly Pick<HeadToHead, 'tools' | 'result'>[], nameOf: NameOf): string {
  const count = (kind: PersonaResult['kind'] | null, tool?: string) =>
    entries.filter(({ result }) => (result?.kind ?? null) === kind && (result?.kind !== 'tool' || result.tool === tool)).length
  const [first] = entries
  const won = (first?.tools ?? []).map((tool) => `${nameOf(tool)} ${count('tool', tool)}`)
  const rest = (['level', 'order decides', 'split'] as const).flatMap((kind) => (count(kind) === 0 ? [] : [`${kind} ${count(kind)}`]))
  return [...won, ...rest, ...(count(null) === 0 ? [] : [`no result ${count(null)}`])].join(', ')
}
