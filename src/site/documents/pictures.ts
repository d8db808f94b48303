import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import type { SiteIdentity } from '../../contracts/site-identity.js'
import { hashJson } from '../../platform/hash.js'
import { type CardFonts, type CardView, drawCard, loadCardFonts } from '../pages/pages.js'
import { CardsBusyError } from './cards-busy.js'

/** `identity`: what the site is called; left out for the package's own name. */
export type CardDrawer = (view: CardView, identity?: SiteIdentity) => Promise<Uint8Array>

/** A card takes 40 ms and more, the most of it in this very thread, where pages wait meanwhile: two at once, so that one reads or encodes beside. */
const drawnAtOnce = 2
/** About a second's work: more are refused rather than put before the pages without end. */
const mostWaiting = 20
/** Some 40 kB each. */
const keptBytes = 16 * 1024 * 1024

/**
 * Draws cards, each once for what it shows: no other tool's news and no vote changes a card. The fonts are read with the first. Rejects with
 * `CardsBusyError` when too many wait already.
 */
export function createCardDrawer(): CardDrawer {
  const limit = pLimit(drawnAtOnce)
  const drawn = new LRUCache<string, Uint8Array>({ maxSize: keptBytes, sizeCalculation: (bytes) => bytes.byteLength })
  const drawing = new Map<string, Promise<Uint8Array>>()
  let fonts: Promise<CardFonts> | null = null
  const draw = async (key: string, view: CardView, identity: SiteIdentity | undefined) => {
    try {
      fonts ??= loadCardFonts()
      const loaded = await fonts
      const bytes = await limit(() => drawCard(view, loaded, identity))
      drawn.set(key, bytes)
      return bytes
    } finally {
      drawing.delete(key)
    }
  }
  return async (view, identity) => {
    const key = hashJson([shownOn(view), identity?.name ?? null, identity?.line ?? null])
    const known = drawn.get(key)
    if (known !== undefined) return known
    if (!drawing.has(key) && drawing.size >= drawnAtOnce + mostWaiting) throw new CardsBusyError(`${mostWaiting} cards wait to be drawn`)
    const under = drawing.get(key) ?? draw(key, view, identity)
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
