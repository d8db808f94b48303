import type { Dossier } from '../../contracts/dossier.js'
import { onceFor } from '../../platform/once-for.js'
import { renderDossier } from '../prompt/render-dossier.js'
import { findLeaks, type Leak } from './find-leaks.js'
import { maskDossier } from './mask-dossier.js'
import { type Names, namesOf } from './names.js'

/** Dossiers as a blind run shows them, and what was masked; or what keeps them from being sent, in a sentence for the desk and the log. */
export type MaskedForPrompt = { status: 'masked'; names: Names; dossiers: Dossier[] } | { status: 'not-masked'; why: string }

/**
 * Masks a dossier, or two that are read together, each in the other's texts: the first is Tool A, the second Tool B. What a request would show of
 * them is searched for what is left of the names, and nothing is handed out that holds one. The brief is not searched: it names no tool, and its words
 * may be a tool's name (`Builder`). Pure; done once for the same dossiers.
 */
export function maskForPrompt(first: Dossier, second?: Dossier): MaskedForPrompt {
  return second === undefined ? maskAlone(first) : maskPair(first)(second)
}

const maskAlone = onceFor((dossier: Dossier) => maskAll(dossier))
const maskPair = onceFor((first: Dossier) => onceFor((second: Dossier) => maskAll(first, second)))

function maskAll(first: Dossier, second?: Dossier): MaskedForPrompt {
  const real = second === undefined ? [first] : [first, second]
  try {
    const names = namesOf(first, second)
    const dossiers = real.map((dossier) => maskDossier(dossier, names))
    const leaks = dossiers.flatMap((dossier) => leaksIn(dossier, names))
    if (leaks.length === 0) return { status: 'masked', names, dossiers }
    return { status: 'not-masked', why: `names are left in what would be sent: ${namesIn(leaks)}` }
  } catch (error) {
    if (error instanceof RangeError) return { status: 'not-masked', why: error.message }
    throw error
  }
}

/** What is left of names in what a request shows of a masked dossier. Pure. */
export function leaksIn(masked: Dossier, names: Names): Leak[] {
  return findLeaks(renderDossier(masked), names)
}

function namesIn(leaks: readonly Leak[]): string {
  return [...new Set(leaks.map(({ name }) => name))].slice(0, 10).join(', ')
}
