import type { HiddenPlace } from '../../../contracts/steering.js'
import { openCascade } from '../css/cascade.js'
import { computeLook, hiddenPlaceOf, type Look, rootLook } from '../css/look.js'
import type { Steps } from '../css/selector.js'
import { readSheets } from '../css/sheets.js'
import type { ElementNode, PageTree } from './tree.js'

/** More than any honest page needs: some thousand rules by ten thousand elements, looked up by class. */
const mostSteps = 10_000_000

/** What is seen of a page, by the index of an element. */
export type Seen = {
  /** Why an element's own text is not seen; null where it is. */
  places: (HiddenPlace | null)[]
  /** `display`, where the page says one. */
  displays: (string | null)[]
  /** Elements whose letters are shown from the last to the first. */
  reversed: ReadonlySet<number>
  notes: string[]
  /** The page's styles are more than can be worked through, or no one can parse them: what they hide is not known. */
  isUnknown: boolean
}

/** Works out which elements' text a reader sees: one who opens the page on a laptop and touches nothing. */
export function findSeen(tree: PageTree): Seen {
  const steps: Steps = { left: mostSteps }
  const sheets = readSheets(tree, steps)
  const declaredOf = openCascade(sheets, steps)
  const looks: Look[] = [rootLook]
  const reversed = new Set<number>()
  // In the order of start tags, so that a parent's look is there before its children's.
  for (const element of tree.elements) {
    if (element.parent === null) continue
    const parent = looks[element.parent.index] ?? rootLook
    const look = computeLook(element, { declared: declaredOf(element), parent, hasExternal: sheets.hasExternal })
    looks.push(look)
    if (look.isReversed) reversed.add(element.index)
  }
  const notes = sheets.hasExternal ? ['Style sheets that are not part of the page were not read: what they hide counts as seen.'] : []
  return {
    places: looks.map(hiddenPlaceOf),
    displays: looks.map(({ display }) => display),
    reversed,
    notes,
    isUnknown: sheets.isPartial || steps.left < 0,
  }
}

/** Whether the text right below an element is seen. */
export function isSeen(element: ElementNode, seen: Seen): boolean {
  return seen.places[element.index] === null
}
