import type { JurorChoice } from './dependencies.js'

/** A model in the list of the picker; `known` is null for one that only its editor named. */
export type PickedModel = { model: string; isChosen: boolean; known: JurorChoice | null }

/** Models of one provider, under its name. */
export type ModelGroup = { provider: string; name: string; models: PickedModel[] }

export type FoundModels = { groups: ModelGroup[]; shown: number; matching: number; isSearch: boolean }

/** What a search shows at once, and what is shown before there is one: the rest is a search away. */
const mostFound = 40
const mostOffered = 8

type Search = { query: string; chosen: readonly string[] }

/**
 * Those that are chosen, and those that match: every word of the query is in the id, in the name of the provider, in that of the vendor, or in where it
 * runs. Without a query every model matches, those that can be used before those whose key is missing. At most forty are shown beside the chosen, and
 * eight before anyone searched. Pure.
 */
export function findModels(choices: readonly JurorChoice[], { query, chosen }: Search): FoundModels {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const matching = choices.filter((choice) => words.every((word) => textOf(choice).includes(word)))
  const usable = matching.filter(({ missingKey }) => missingKey === null)
  const rest = [...usable, ...matching.filter(({ missingKey }) => missingKey !== null)].filter(({ model }) => !chosen.includes(model))
  const mostShown = words.length > 0 ? mostFound : mostOffered
  const known = new Map(choices.map((choice) => [choice.model, choice]))
  const rows = [
    ...chosen.map((model) => ({ model, isChosen: true, known: known.get(model) ?? null })),
    ...rest.slice(0, mostShown).map((choice) => ({ model: choice.model, isChosen: false, known: choice })),
  ]
  return { groups: groupsOf(rows), shown: Math.min(rest.length, mostShown), matching: rest.length, isSearch: words.length > 0 }
}

function textOf({ model, providerName, vendor, runsOn }: JurorChoice): string {
  return `${model} ${providerName} ${vendor} ${runsOn}`.toLowerCase()
}

function groupsOf(rows: readonly PickedModel[]): ModelGroup[] {
  const groups = new Map<string, ModelGroup>()
  for (const row of rows) {
    const provider = row.known?.provider ?? row.model.slice(0, row.model.indexOf(':'))
    const group = groups.get(provider) ?? { provider, name: row.known?.providerName ?? provider, models: [] }
    group.models.push(row)
    groups.set(provider, group)
  }
  return [...groups.values()]
}

/** How many models there are, for people. Pure. */
export function foundText({ shown, matching, isSearch }: FoundModels): string {
  const what = isSearch ? 'match beside those chosen' : 'can be chosen beside those that are'
  if (matching === 0) return isSearch ? 'No other model matches.' : 'No other model is known.'
  if (shown < matching) return `${matching} more models ${what}; the first ${shown} are shown. Search to find the others.`
  return matching === 1 ? `1 more model ${isSearch ? 'matches' : 'can be chosen'}.` : `${matching} more models ${what}.`
}
