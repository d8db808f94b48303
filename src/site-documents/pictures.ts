import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import { hashJson } from '../hash.js'
import { type CardFonts, type CardView, drawCard, loadCardFonts } from '../publish/site/pages.js'

export type CardDrawer = (view: CardView) => Promise<Uint8Array>

/** A card takes 40 ms of one core and more: two at once leave the others waiting, and the pages going. */
const drawnAtOnce = 2
/** Some 40 kB each. */
const keptBytes = 16 * 1024 * 1024

/** Draws cards, each once for what it shows: a vote changes the site's version, and no card. The fonts are read with the first. */
export function createCardDrawer(): CardDrawer {
  const limit = pLimit(drawnAtOnce)
  const drawn = new LRUCache<string, Uint8Array>({ maxSize: keptBytes, sizeCalculation: (bytes) => bytes.byteLength })
  const drawing = new Map<string, Promise<Uint8Array>>()
  let fonts: Promise<CardFonts> | null = null
  const draw = async (key: string, view: CardView) => {
    try {
      fonts ??= loadCardFonts()
      const loaded = await fonts
      const bytes = await limit(() => drawCard(view, loaded))
      drawn.set(key, bytes)
      return bytes
    } finally {
      drawing.delete(key)
    }
  }
  return async (view) => {
    const key = hashJson(shownOn(view))
    const known = drawn.get(key)
    if (known !== undefined) return known
    const under = drawing.get(key) ?? draw(key, view)
    drawing.set(key, under)
    return under
  }
}

/** Everything of a view but what no card shows. */
function shownOn(view: CardView): unknown {
  if (view.kind === 'home') return view.kind
  if (view.kind === 'tool') return [view.kind, view.current.tool]
  return [view.kind, view.lean, view.tools.map(({ tool }) => tool)]
}
