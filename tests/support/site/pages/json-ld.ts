import { expect } from 'vitest'

/** An object that a page tells machines. */
export type Item = Record<string, unknown> & { '@type': string }

/** The objects that a page tells machines, parsed out of its HTML. */
export function graphOf(html: string): Item[] {
  const [, text] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html) ?? []
  const graph = JSON.parse(text ?? '{"@graph":[]}') as { '@context'?: string; '@graph': Item[] }
  if (text !== undefined) expect(graph['@context']).toBe('https://schema.org')
  return graph['@graph']
}

export const ofType = (items: readonly Item[], type: string) => items.filter((item) => item['@type'] === type)
