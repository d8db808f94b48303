import type { Dossier } from '../../contracts/dossier.js'
import { exampleModelId } from '../../contracts/examples.js'
import type { Persona } from '../../contracts/persona.js'
import { modelIdSchema } from '../../contracts/primitives.js'
import type { RecordingSet } from '../../panels/ledger/recording-files.js'
import { recordedJurors } from '../../panels/opinion/plan-opinion.js'
import type { KnownTool } from '../../panels/store/dossiers.js'
import type { PanelPriority } from '../../panels/store/reopen-panel.js'
import type { JurorChoice } from './dependencies.js'
import { listOf, textOf } from './send.js'

/** Seats of one panel: what an editor can still mean. More is done in several panels. */
const maxSeats = 400
const maxBudgetUsd = 100_000

/** What is in the form, as it was sent: shown again whatever is wrong with it. */
export type KickOffFields = {
  tools: string[]
  personas: string[]
  jurors: string[]
  /** Model ids typed in, separated by spaces or commas. */
  otherJurors: string
  budget: string
  priority: PanelPriority
  replies: 'models' | 'recordings'
}

export type FieldProblem = { field: keyof KickOffFields; message: string }

/** What may be chosen. */
export type KickOffChoices = {
  tools: readonly KnownTool[]
  personas: readonly Persona[]
  jurors: readonly JurorChoice[]
  /** Recordings to run on instead of calling models; null for none. */
  recordings: RecordingSet | null
}

export type KickOffRequest = {
  dossierHashes: string[]
  personas: Persona[]
  jurors: string[]
  /** What it runs on instead of calling models. */
  recordings: RecordingSet | null
  budgetUsd: number | null
  priority: PanelPriority
}

/** The form as it is opened: the tools that the address names, all personas, the usual jurors. */
export function firstFields(choices: KickOffChoices, { tools, budgetUsd }: { tools: string[]; budgetUsd: number | null }): KickOffFields {
  const jurors = choices.jurors.filter(({ isDefault }) => isDefault).map(({ model }) => model)
  return {
    tools,
    personas: choices.personas.map(({ id }) => id),
    jurors,
    otherJurors: '',
    budget: budgetUsd === null ? '' : String(budgetUsd),
    priority: 'editor',
    replies: choices.jurors.length === 0 && choices.recordings !== null ? 'recordings' : 'models',
  }
}

export function readFields(form: FormData): KickOffFields {
  return {
    tools: listOf(form, 'tool'),
    personas: listOf(form, 'persona'),
    jurors: listOf(form, 'juror'),
    otherJurors: textOf(form, 'otherJurors').trim(),
    budget: textOf(form, 'budget').trim(),
    priority: textOf(form, 'priority') === 'background' ? 'background' : 'editor',
    replies: textOf(form, 'replies') === 'recordings' ? 'recordings' : 'models',
  }
}

/** The panel that is asked for, or everything that is wrong, each thing at its field. */
export function readKickOff(fields: KickOffFields, choices: KickOffChoices): { request: KickOffRequest } | { problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const tools = choices.tools.filter(({ newest }) => fields.tools.includes(newest.slug))
  if (tools.length === 0) problems.push({ field: 'tools', message: 'choose one tool, or several to compare' })
  else if (tools.length < fields.tools.length)
    problems.push({ field: 'tools', message: 'one of the tools is not known here; choose again' })
  const personas = choices.personas.filter(({ id }) => fields.personas.includes(id))
  if (personas.length === 0) problems.push({ field: 'personas', message: 'choose one persona or more' })
  const isReplay = fields.replies === 'recordings'
  if (isReplay && choices.recordings === null) problems.push({ field: 'replies', message: 'there are no recordings here; take the models' })
  const jurors = isReplay ? recordedModels(choices.recordings) : readJurors(fields, problems)
  const budgetUsd = readBudget(fields.budget, problems)
  const seats = tools.length * personas.length * jurors.length
  if (seats > maxSeats)
    problems.push({ field: 'tools', message: `these are ${seats} seats, and a panel has ${maxSeats} at most; make several` })
  if (problems.length > 0) return { problems }
  const dossierHashes = tools.map(({ newest }) => newest.sha256)
  return {
    request: { dossierHashes, personas, jurors, recordings: isReplay ? choices.recordings : null, budgetUsd, priority: fields.priority },
  }
}

/** The jurors of a replay are those who were recorded. */
function recordedModels(set: RecordingSet | null): string[] {
  return recordedJurors(set?.recordings ?? [])
}

function readJurors({ jurors, otherJurors }: KickOffFields, problems: FieldProblem[]): string[] {
  const typed = otherJurors.split(/[\s,]+/).filter((id) => id !== '')
  const wrong = [...jurors, ...typed].filter((id) => id.length > 200 || !modelIdSchema.safeParse(id).success)
  if (wrong.length > 0) {
    const shown = wrong.map((id) => (id.length > 60 ? `${id.slice(0, 60)}…` : id)).join(', ')
    problems.push({ field: 'otherJurors', message: `${shown}: write provider:model, e.g. ${exampleModelId}` })
  }
  const chosen = [...new Set([...jurors, ...typed])]
  if (chosen.length === 0) problems.push({ field: 'jurors', message: 'choose a model to play the personas, or write one' })
  return chosen
}

/** Nothing is no limit; otherwise US dollars such as 0.50. */
function readBudget(text: string, problems: FieldProblem[]): number | null {
  if (text === '') return null
  const isAmount = /^\d{1,6}(?:\.\d{1,8})?$/.test(text)
  if (!isAmount || Number(text) > maxBudgetUsd) {
    problems.push({ field: 'budget', message: `write US dollars up to ${maxBudgetUsd}, e.g. 0.50, or leave it empty for no limit` })
    return null
  }
  return Number(text)
}

/** The documents of a request, in its order. Null when one is gone. */
export async function loadDossiers(hashes: readonly string[], find: (hash: string) => Promise<Dossier | null>): Promise<Dossier[] | null> {
  const found = await Promise.all(hashes.map(find))
  const known = found.filter((dossier) => dossier !== null)
  return known.length === hashes.length ? known : null
}
