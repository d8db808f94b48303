import type { Dossier } from '../../../contracts/dossier.js'

/** A source by its title; by its id where the dossier has no such source. */
export function titleOf(sources: Dossier['sources'], id: string): string {
  return sources.find((source) => source.id === id)?.title ?? id
}
