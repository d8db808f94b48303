import type { Proposal } from '../../../contracts/proposal.js'
import { editsOf, type ProposalEdits } from '../../../evidence/intake/proposal-edits.js'
import type { Path } from '../../../platform/input/yaml-source.js'
import { textOf } from '../send.js'

/** Fields of one line or text, by the id of their input: what is before a hyphen is the part of the dossier. */
export const textFields = [
  ...['slug', 'name', 'vendor', 'category', 'tagline', 'description', 'website', 'repository'],
  ...['license-name', 'license-spdx', 'license-commercialUse', 'license-summary', 'license-source'],
  ...['entryPrice-label', 'entryPrice-amountUsd', 'entryPrice-per', 'entryPrice-note', 'entryPrice-source'],
  'rivals',
] as const
export type TextValues = Readonly<Record<string, string>>

const planFields = ['name', 'label', 'amountUsd', 'per', 'note'] as const
export type PlanValues = Record<(typeof planFields)[number], string> & { isKept: boolean }
export type FactValues = { isKept: boolean; statement: string }
/** A fact that the editor adds, with the passage that it rests on. */
export type AddedValues = { statement: string; source: string; quote: string }
export type SourceValues = {
  isKept: boolean
  title: string /** Why each of its passages is harmless; empty where no one says so. */
  cleared: string[]
}

/** What is in the form: as it was proposed, or as it was sent, whatever is wrong with it. */
export type FormValues = {
  /** The tool's newest dossier when the form was made, by its hash; empty for none. */
  base: string
  /** The slug of that tool. */
  baseOf: string
  texts: TextValues
  plans: PlanValues[]
  facts: FactValues[]
  added: AddedValues[]
  sources: SourceValues[]
}

/** How many facts can be added to those that are proposed. */
export const addedRows = 3

/** The form as it is first shown. Pure. */
export function firstValues(proposal: Proposal): FormValues {
  const { license, entryPrice, rivals, plans, facts, ...edits } = editsOf(proposal)
  const texts: Record<string, string> = { rivals: rivals.join('\n') }
  for (const [key, value] of Object.entries(edits)) if (typeof value === 'string') texts[key] = value
  for (const [key, value] of Object.entries(license)) texts[`license-${key}`] = value
  for (const [key, value] of Object.entries(entryPrice)) texts[`entryPrice-${key}`] = amountText(value)
  return {
    base: proposal.base ?? '',
    baseOf: proposal.slug ?? '',
    texts,
    plans: plans.map(({ name, label, amountUsd, per, note }) => ({
      isKept: true,
      name,
      label,
      amountUsd: amountText(amountUsd),
      per,
      note,
    })),
    facts: facts.slice(0, proposal.fields.facts.length).map(({ statement }) => ({ isKept: true, statement })),
    added: [...(proposal.kept?.facts ?? []), ...Array.from({ length: addedRows }, () => ({ statement: '', source: '', quote: '' }))],
    sources: proposal.sources.map(({ title, steering }) => ({
      isKept: true,
      title,
      cleared: steering.map(({ cleared }) => cleared ?? ''),
    })),
  }
}

function amountText(value: string | number | null): string {
  return value === null ? '' : String(value)
}

/** The form as it was sent; of a proposal's lists there is neither more nor less than the proposal has. Pure. */
export function readValues(form: FormData, proposal: Proposal): FormValues {
  const isKept = (name: string) => form.get(`${name}-kept`) !== null
  return {
    base: textOf(form, 'base'),
    baseOf: textOf(form, 'baseOf'),
    texts: Object.fromEntries(textFields.map((name) => [name, textOf(form, name)])),
    plans: proposal.fields.plans.map((_, index) => {
      const text = (field: string) => textOf(form, `plan-${index}-${field}`)
      return {
        isKept: isKept(`plan-${index}`),
        name: text('name'),
        label: text('label'),
        amountUsd: text('amountUsd'),
        per: text('per'),
        note: text('note'),
      }
    }),
    facts: proposal.fields.facts.map((_, index) => ({
      isKept: isKept(`fact-${index}`),
      statement: textOf(form, `fact-${index}-statement`),
    })),
    added: Array.from({ length: (proposal.kept?.facts?.length ?? 0) + addedRows }, (_, index) => {
      const text = (field: string) => textOf(form, `added-${index}-${field}`)
      return { statement: text('statement'), source: text('source'), quote: text('quote') }
    }),
    sources: proposal.sources.map(({ steering }, index) => ({
      isKept: isKept(`source-${index}`),
      title: textOf(form, `source-${index}-title`),
      cleared: steering.map((_, passage) => textOf(form, `cleared-${index}-${passage}`)),
    })),
  }
}

/** What is wrong with one input of the form, by its id. */
export type InputProblem = { id: string; message: string; fix: string }

export type ReadEdits = {
  edits: ProposalEdits
  /** Of what cannot be an edit at all, such as an amount that is no number. */
  problems: InputProblem[]
  /** The id of the input where something of the edits was written. */
  inputOf: (path: Path) => string
}

/** The edits that a form stands for. What is no longer chosen is left out; a fact without words too. Pure. */
export function editsOfValues(proposal: Proposal, { texts, plans, facts, added, sources }: FormValues): ReadEdits {
  const { fields } = proposal
  const problems: InputProblem[] = []
  const text = (name: string) => (texts[name] ?? '').trim()
  const amount = (id: string, written: string) => {
    const read = readAmount(written)
    if (read === 'no amount') problems.push({ id, message: 'The amount is no number', fix: 'write it like 25 or 0.50, or leave it empty' })
    return typeof read === 'number' ? read : null
  }
  const rows = {
    plans: plans.flatMap((plan, index) => (plan.isKept ? [{ id: `plan-${index}`, plan, found: fields.plans[index]?.found }] : [])),
    facts: facts.flatMap((fact, index) =>
      fact.isKept ? [{ id: `fact-${index}`, statement: fact.statement, found: fields.facts[index]?.found }] : [],
    ),
    added: added.flatMap((fact, index) => (isBlank(fact) ? [] : [{ id: `added-${index}`, ...fact }])),
    sources: sources.flatMap((source, index) => (source.isKept ? [{ id: `source-${index}`, source, from: proposal.sources[index] }] : [])),
  }
  const cleared = rows.sources.flatMap(({ id, source, from }) =>
    source.cleared.flatMap((reason, passage) =>
      reason.trim() === '' || from === undefined
        ? []
        : [
            {
              id: `cleared${id.slice('source'.length)}-${passage}`,
              source: from.id,
              words: from.steering[passage]?.words ?? '',
              reason: reason.trim(),
            },
          ],
    ),
  )
  const edits: ProposalEdits = {
    ...{ slug: text('slug'), name: text('name'), vendor: text('vendor'), category: text('category'), tagline: text('tagline') },
    ...{ description: text('description'), website: text('website'), repository: text('repository') },
    license: {
      ...{ name: text('license-name'), spdx: text('license-spdx'), summary: text('license-summary'), source: text('license-source') },
      commercialUse: commercialUses.find((use) => use === text('license-commercialUse')) ?? 'unknown',
    },
    entryPrice: {
      ...{ label: text('entryPrice-label'), per: text('entryPrice-per'), note: text('entryPrice-note'), source: text('entryPrice-source') },
      amountUsd: amount('entryPrice-amountUsd', text('entryPrice-amountUsd')),
    },
    plans: rows.plans.map(({ id, plan: { isKept: _kept, ...plan }, found }) => ({
      ...plan,
      amountUsd: amount(`${id}-amountUsd`, plan.amountUsd.trim()),
      source: found?.source ?? '',
      quote: found?.words ?? '',
    })),
    rivals: text('rivals')
      .split('\n')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    facts: [
      ...rows.facts.map(({ statement, found }) => ({
        statement: statement.trim(),
        source: found?.source ?? '',
        quote: found?.words ?? '',
      })),
      ...rows.added.map(({ statement, source, quote }) => ({
        statement: statement.trim() === '' ? quote : statement.trim(),
        source,
        quote,
      })),
    ],
    sources: rows.sources.map(({ source, from }) => ({ id: from?.id ?? '', title: source.title.trim() })),
    cleared: cleared.map(({ id: _id, ...passage }) => passage),
  }
  const ids = { plans: rows.plans, facts: [...rows.facts, ...rows.added], sources: rows.sources }
  return { edits, problems, inputOf: (path) => inputOf(path, { ...ids, cleared }) }
}

export const commercialUses = ['yes', 'no', 'conditional', 'unknown'] as const

function isBlank({ statement, quote }: AddedValues): boolean {
  return statement.trim() === '' && quote.trim() === ''
}

function readAmount(written: string): number | null | 'no amount' {
  if (written === '') return null
  return /^\d{1,9}(?:\.\d{1,6})?$/.test(written) ? Number(written) : 'no amount'
}

/** The input of a place in the edits; of a passage or a source that a row does not ask for, the row's first. */
function inputOf([part, ...rest]: Path, rows: Record<'plans' | 'facts' | 'sources' | 'cleared', readonly { id: string }[]>): string {
  const name = String(part ?? '')
  const [first, second] = rest
  if (name === 'cleared') return rows.cleared[Number(first)]?.id ?? 'sources'
  if (name === 'plans' || name === 'facts' || name === 'sources') {
    const row = rows[name][Number(first)]?.id
    if (row === undefined) return name
    if (row.startsWith('added-')) return `${row}-${second === 'source' || second === 'quote' ? second : 'statement'}`
    if (name === 'facts') return `${row}-statement`
    if (name === 'sources') return `${row}-title`
    return `${row}-${planFields.some((field) => field === second) ? String(second) : 'name'}`
  }
  if (name === 'license' || name === 'entryPrice') return `${name}-${String(first ?? 'source')}`
  return name === '' ? 'name' : name
}
