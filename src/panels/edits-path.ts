import type { Proposal } from '../contracts/proposal.js'
import type { ProposalEdits } from '../evidence/intake/proposal-edits.js'
import type { Path } from '../platform/input/yaml-source.js'

type Edited = { proposal: Pick<Proposal, 'sources'>; edits: ProposalEdits }

/** Where in an editor's version of a proposal something of the dossier is that was made of it (`dossierOfProposal`); empty for what has no place there. Pure. */
export function editsPath(path: Path, edited: Edited): Path {
  const [list, index, ...rest] = path
  if (list === 'tool') return index === undefined ? [] : [index, ...rest]
  if (typeof index !== 'number') return typeof list === 'string' && list in edited.edits ? path : []
  if (list === 'rivals') return [list, placeOf(edited.edits.rivals, isSaid, index), ...rest]
  if (list === 'facts') return [list, placeOf(edited.edits.facts, ({ statement }) => isSaid(statement), index), ...rest]
  if (list === 'sources') return sourcePath(index, rest, edited)
  return path
}

const isSaid = (text: string) => text.trim() !== ''

/** Where in the whole list the item is that has that place among those that are kept. */
function placeOf<Item>(items: readonly Item[], isKept: (item: Item) => boolean, place: number): number {
  const kept = items.flatMap((item, index) => (isKept(item) ? [index] : []))
  return kept[place] ?? place
}

function sourcePath(index: number, rest: Path, { proposal, edits }: Edited): Path {
  const kept = proposal.sources.filter(({ id }) => edits.sources.some((source) => source.id === id))
  const id = kept[index]?.id
  const [field, place, ...inside] = rest
  if (field === 'cleared' && typeof place === 'number') {
    const own = edits.cleared.flatMap(({ source }, at) => (source === id ? [at] : []))
    return ['cleared', own[place] ?? 0, ...inside]
  }
  const at = edits.sources.findIndex((source) => source.id === id)
  return at === -1 ? [] : ['sources', at, ...rest]
}
