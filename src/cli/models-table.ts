import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import type { CatalogModel } from '../providers/catalog/catalog-entry.js'

const gap = '  '
const heads = ['MODEL', 'CONTEXT', '$ IN / OUT', 'OUTPUT', 'VENDOR'] as const
/** How a reply is held to the schema, in a word. */
const outputWords = { 'json-schema': 'schema', 'json-object': 'object', none: 'prompt' } as const
const longestVendor = 12

/**
 * Models as one table over all providers, then those that cannot be asked, for a terminal of that many columns. A model id is never cut, so
 * that it can be copied: where it is too long, its facts are on the next line. Pure.
 */
export function renderModels(list: ModelList, { columns }: { columns: number }): string {
  const usable = list.providers.flatMap((provider) => (provider.status === 'listed' ? provider.models : []))
  const absent = list.providers.flatMap((provider) => (provider.status === 'listed' ? [] : [provider]))
  const nameWidth = Math.max(0, ...absent.map(({ provider }) => stringWidth(provider))) + gap.length
  const reasons = absent.map(({ provider, reason, fix }) => {
    const lines = wrapAnsi(reason, Math.max(30, columns - nameWidth), { hard: true }).split('\n')
    const problemLines = lines.map((line, index) => `${pad(index === 0 ? provider : '', nameWidth)}${line}`.trimEnd())
    return [...problemLines, `    fix: ${fix}`].join('\n')
  })
  return [
    ...(usable.length === 0 ? ['No model can be used now.'] : [table(usable, columns), wrapAnsi(notes(list, usable), columns)]),
    ...(reasons.length === 0 ? [] : [reasons.join('\n')]),
  ]
    .map((block) => `${block}\n`)
    .join('\n')
}

function table(usable: readonly UsableModel[], columns: number): string {
  const facts = [heads.slice(1), ...usable.map(factsOf)]
  const widths = heads.slice(1).map((_, column) => Math.max(...facts.map((cells) => stringWidth(cells[column] ?? ''))))
  const line = (cells: readonly string[]) => cells.map((cell, column) => pad(cell, widths[column] ?? 0)).join(gap)
  const names = usable.map(({ id, isDefault }) => `${isDefault ? '*' : ' '} ${id}`)
  const room = columns - widths.reduce((sum, width) => sum + gap.length + width, 0)
  const nameWidth = Math.min(room, Math.max(...[`  ${heads[0]}`, ...names].map((name) => stringWidth(name))))
  return [`  ${heads[0]}`, ...names]
    .map((name, row) => {
      const cells = `${gap}${line(facts[row] ?? [])}`.trimEnd()
      if (stringWidth(name) <= nameWidth) return `${pad(name, nameWidth)}${cells}`
      return `${name}\n${' '.repeat(nameWidth)}${cells}`
    })
    .join('\n')
}

function factsOf({ contextTokens, price, structuredOutput, vendor }: UsableModel): string[] {
  return [contextText(contextTokens), priceText(price), outputWords[structuredOutput], clip(vendor)]
}

function contextText(tokens: number | null): string {
  if (tokens === null) return 'unknown'
  return tokens >= 1_000_000 ? `${Number((tokens / 1e6).toFixed(1))}M` : `${Math.round(tokens / 1000)}k`
}

/** US dollars for a million tokens in and out. */
export function priceText(price: UsableModel['price']): string {
  if (price.kind === 'local') return 'no charge'
  if (price.kind === 'unknown') return 'unknown'
  return `${price.usdPerMillionTokens.input} / ${price.usdPerMillionTokens.output}`
}

/** What the table cannot say by itself: the default, the units, and how old the prices are. */
function notes({ defaultJurors, secondOpinion = [] }: ModelList, usable: readonly UsableModel[]): string {
  const days = [...new Set(usable.flatMap(({ price }) => (price.kind === 'metered' ? [price.readOn] : [])))].sort()
  return [
    defaultJurors.length === 0 ? '' : `* plays without --model: ${defaultJurors.join(', ')}.`,
    secondOpinion.length === 0 ? '' : `Gives second opinions: ${secondOpinion.join(', else ')}.`,
    'CONTEXT in tokens. $ IN / OUT: US dollars for a million tokens; local models cost nothing.',
    days.length === 0 ? '' : `Prices were read on ${days.join(' and ')}; those of today are the provider’s.`,
    'OUTPUT: what holds a reply to the schema: the provider (schema, object) or the prompt alone.',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function clip(text: string): string {
  return stringWidth(text) <= longestVendor ? text : `${[...text].slice(0, longestVendor - 1).join('')}…`
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)))
}

/** A model that can be used now, with what the catalog knows of it. */
export type UsableModel = { id: string; isDefault: boolean; sizeBytes: number | null } & Pick<
  CatalogModel,
  'vendor' | 'family' | 'contextTokens' | 'price' | 'structuredOutput'
>

export type ProviderModels = { provider: string } & (
  | { status: 'listed'; models: UsableModel[] }
  | { status: 'not-configured' | 'failed'; reason: string; fix: string }
)

export type ModelList = {
  schema: 'panel.models/1'
  /** Who plays the personas without --model; empty when no one would. */
  defaultJurors: string[]
  /** Who gives second opinions; left out where they are off. */
  secondOpinion?: string[]
  providers: ProviderModels[]
}
