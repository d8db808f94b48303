import type { PanelRecord, RecordTool } from '../../contracts/record.js'
import { searchable, storable } from '../../platform/text/search-text.js'

/** What lists show of a record and search in, beside its body, so that no list reads one. */
export type RecordHead = {
  title: string
  tools: { slug: string; name: string }[]
  slugs: string[]
  categories: string[]
  /** Every model that drafted in it, each once. */
  models: string[]
  /** In lower case. */
  searchText: string
}

/** Works the head out of a record. Text columns take neither NUL nor halves of a pair, which a body may hold. Pure. */
export function recordHead({ id, title, tools }: Pick<PanelRecord, 'id' | 'title' | 'tools'>): RecordHead {
  const models = [...new Set(tools.flatMap(modelsOf))].sort()
  const words = [id, title, ...tools.flatMap(({ slug, name, vendor, category }) => [slug, name, vendor, category]), ...models]
  return {
    title: storable(title),
    tools: tools.map(({ slug, name }) => ({ slug, name: storable(name) })),
    slugs: tools.map(({ slug }) => slug),
    categories: [...new Set(tools.map(({ category }) => storable(category)))],
    models,
    searchText: searchable([...new Set(words)].join('\n')),
  }
}

function modelsOf({ verdicts }: RecordTool): string[] {
  return verdicts.flatMap(({ model, jury }) => [model, ...(jury?.jurors ?? []).map((juror) => juror.model)])
}
