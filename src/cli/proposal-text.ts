import { stripVTControlCharacters } from 'node:util'
import type pc from 'picocolors'
import wrapAnsi from 'wrap-ansi'
import { howWords, type Proposal, type Proposed } from '../contracts/proposal.js'
import { hiddenPlaceWords, steeringKindWords } from '../contracts/steering.js'
import { revealInvisible } from '../platform/html/safe-text.js'
import { clip } from '../platform/text/clip.js'
import { isolate } from '../platform/text/text-direction.js'

type Shown = { colors: ReturnType<typeof pc.createColors>; columns: number | null }

const defaultColumns = 100
/** A passage is there to be recognised; the file and the desk have all of it. */
const longestPassage = 300
const longestText = 400
const hangingIndent = 2

/** A proposal for people: each field with its sentence, where and how it was found; then what is missing, changed, offered and wants to steer. Pure. */
export function proposalText(proposal: Proposal, { colors, columns }: Shown): string {
  const width = Math.max(40, columns ?? defaultColumns)
  const { fields, sources } = proposal
  const titleOf = (id: string) => isolate(sources.find((source) => source.id === id)?.title ?? id)
  const shown = (label: string, text: string, { how, found }: Proposed<unknown>) => [
    `${colors.bold(label)}  ${isolate(clip(oneLine(revealInvisible(text)), longestText))}`,
    colors.dim(`    “${isolate(clip(oneLine(revealInvisible(found.words)), longestPassage))}”  ${titleOf(found.source)}, ${howWords[how]}`),
  ]
  const single = (label: string, field: Proposed<string> | null) => (field === null ? [] : shown(label, field.value, field))
  const { license, entryPrice } = fields
  const blocks = [
    ...single('Name', fields.name),
    ...single('Vendor', fields.vendor),
    ...single('Category', fields.category),
    ...single('Tagline', fields.tagline),
    ...single('Description', fields.description),
    ...single('Website', fields.website),
    ...single('Repository', fields.repository),
    ...(license === null ? [] : shown('License', licenseText(license.value), license)),
    ...(entryPrice === null ? [] : shown('Entry price', priceText(entryPrice.value), entryPrice)),
    ...fields.plans.flatMap((plan) => shown('Plan', `${plan.value.name}: ${priceText(plan.value)}`, plan)),
    ...fields.rivals.flatMap((rival) => single('Rival', rival)),
    ...fields.facts.flatMap((fact) => single('Fact', fact)),
  ]
  const lines = [
    ...blocks,
    ...section(
      'Missing: where it may be',
      sources.length === 0 ? [] : proposal.missing,
      ({ field, where }) => `${fieldName(field)}: ${isolate(where)}`,
      colors,
    ),
    ...section('Changed since the newest dossier', proposal.changes, changeText, colors),
    ...section('Worth reading too', proposal.offered, ({ kind, url }) => `${kind}: ${isolate(url)}`, colors),
    ...section('Text that wants to steer', steeringOf(proposal), (line) => line, colors),
    ...section('Could not be read', failedOf(proposal), (line) => line, colors),
    ...modelLines(proposal),
  ]
  return `${lines
    .flatMap((line) => wrapped(line, width))
    .join('\n')
    .trimStart()}\n`
}

/** A line no wider than `width`; what goes on below it is set in by two more than its start. */
function wrapped(line: string, width: number): string[] {
  const start = stripVTControlCharacters(line).search(/\S|$/)
  const [first = '', ...more] = wrapAnsi(line, width - start - hangingIndent, { hard: true, trim: false }).split('\n')
  return [first.trimEnd(), ...more.map((rest) => `${' '.repeat(start + hangingIndent)}${rest.trim()}`)]
}

function section<T>(title: string, list: readonly T[], text: (item: T) => string, colors: Shown['colors']): string[] {
  return list.length === 0 ? [] : ['', colors.bold(title), ...list.map((item) => `  ${text(item)}`)]
}

function fieldName(field: string): string {
  return field === 'entryPrice' ? 'entry price' : field
}

function licenseText({ name, spdx, isOpen, summary }: NonNullable<Proposal['fields']['license']>['value']): string {
  const id = spdx === null || spdx === name ? '' : ` (${spdx})`
  return `${name}${id}${isOpen === false ? ', not an open-source license' : ''}. ${summary}`
}

function priceText({ label, per, note }: { label: string; per: string | null; note: string | null }): string {
  const unit = per === null || label.includes(per) ? '' : ` per ${per}`
  return `${label}${unit}${note === null ? '' : `. ${note}`}`
}

function changeText({ field, before, after }: Proposal['changes'][number]): string {
  const short = (text: string) => isolate(clip(oneLine(revealInvisible(text)), 80))
  if (before === null) return `${isolate(field)}: new: ${short(after ?? '')}`
  if (field.startsWith('text of ')) return `${isolate(field)}: ${changedLines(before, after ?? '')}`
  return `${isolate(field)}: ${short(before)} → ${after === null ? 'gone' : short(after)}`
}

/** How many lines of a text are new or gone, and the first that is new. */
function changedLines(before: string, after: string): string {
  const [old, now] = [before, after].map((text) => new Set(text.split('\n').filter((line) => line.trim() !== '')))
  const added = [...(now ?? [])].filter((line) => !old?.has(line))
  const gone = [...(old ?? [])].filter((line) => !now?.has(line)).length
  const first = added[0] === undefined ? '' : `: “${isolate(clip(oneLine(revealInvisible(added[0])), 160))}”`
  return `${added.length} new ${added.length === 1 ? 'line' : 'lines'} and ${gone} gone${first}`
}

function steeringOf({ sources }: Proposal): string[] {
  return sources.flatMap(({ title, steering }) =>
    steering.map(({ kind, place, certainty, words }) => {
      const where = place === 'text' ? '' : `, ${hiddenPlaceWords[place]}`
      return `${isolate(title)}${where}: ${certainty === 'unsure' ? 'may be harmless; ' : ''}it ${steeringKindWords[kind]}: “${isolate(clip(oneLine(revealInvisible(words)), 160))}”`
    }),
  )
}

function failedOf({ pages }: Proposal): string[] {
  return pages.flatMap(({ status, url, message, fix }) =>
    status === 'failed' ? [`${isolate(message ?? url)}${fix === null ? '' : ` ${isolate(fix)}`}`] : [],
  )
}

function modelLines({ model }: Proposal): string[] {
  if (model === null) return []
  const cost = model.costUsd === null ? 'what it cost is not known' : `$${model.costUsd.toFixed(4)}`
  return [
    '',
    `${model.id} drafted ${model.facts} ${model.facts === 1 ? 'fact' : 'facts'} (${cost}).${model.message === null ? '' : ` ${isolate(model.message)}`}`,
  ]
}

function oneLine(text: string): string {
  return text.split(/\s+/).join(' ').trim()
}
