import { type ConflictPolicy, conflictPolicySchema } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import { exampleModelId } from '../../contracts/examples.js'
import type { Persona } from '../../contracts/persona.js'
import { modelIdSchema } from '../../contracts/primitives.js'
import type { RecordingSet } from '../../panels/ledger/recording-files.js'
import type { Jury } from '../../panels/named-juries.js'
import { recordedJurors } from '../../panels/opinion/plan-opinion.js'
import { mostDrafts } from '../../panels/plan/plan-panel.js'
import type { KnownTool } from '../../panels/store/dossiers.js'
import type { PanelPriority } from '../../panels/store/reopen-panel.js'
import type { JurorChoice, JuryChoice } from './dependencies.js'
import { listOf, textOf } from './send.js'

const maxBudgetUsd = 100_000
/** What anyone types to find a model. */
export const longestSearch = 200
const longestModelId = 200

/** What is in the form, as it was sent: shown again whatever is wrong with it. */
export type KickOffFields = {
  tools: string[]
  personas: string[]
  /** The name of a jury; empty for models of one's choice. */
  jury: string
  jurors: string[]
  /** Model ids typed in, separated by spaces or commas. */
  otherJurors: string
  /** What the list of models is searched for. */
  q: string
  /** How often each juror drafts a seat; empty for as often as the jury says. */
  repeat: RepeatField
  /** Null for what is usual here. */
  conflicts: ConflictPolicy | null
  /** Whether everything is asked once more with the names masked. */
  blind: boolean
  /** Whether each persona also compares the tools directly. */
  headToHead: boolean
  budget: string
  priority: PanelPriority
  replies: 'models' | 'recordings'
}

const repeatFields = ['', '1', '2', '3'] as const
export type RepeatField = (typeof repeatFields)[number]

export type FieldProblem = { field: keyof KickOffFields; message: string }

/** What may be chosen. */
export type KickOffChoices = {
  tools: readonly KnownTool[]
  personas: readonly Persona[]
  jurors: readonly JurorChoice[]
  juries: readonly JuryChoice[]
  /** What is done about jurors with a tie to a tool, unless someone chooses otherwise; null for what is usual. */
  conflictPolicy: ConflictPolicy | null
  /** Recordings to run on instead of calling models; null for none. */
  recordings: RecordingSet | null
}

export type KickOffRequest = {
  dossierHashes: string[]
  personas: Persona[]
  jurors: string[]
  /** Who takes the place of a juror with a tie to a tool, where the policy says so. */
  reserves: string[]
  repeat: number
  conflictPolicy?: ConflictPolicy
  blind: boolean
  headToHead: boolean
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
    jury: '',
    jurors,
    otherJurors: '',
    q: '',
    repeat: choices.juries.length === 0 ? '1' : '',
    conflicts: null,
    blind: false,
    headToHead: false,
    budget: budgetUsd === null ? '' : String(budgetUsd),
    priority: 'editor',
    replies: !choices.jurors.some(({ missingKey }) => missingKey === null) && choices.recordings !== null ? 'recordings' : 'models',
  }
}

export function readFields(form: FormData): KickOffFields {
  return {
    tools: listOf(form, 'tool'),
    personas: listOf(form, 'persona'),
    jury: textOf(form, 'jury'),
    jurors: listOf(form, 'juror'),
    otherJurors: textOf(form, 'otherJurors').trim(),
    q: textOf(form, 'q').slice(0, longestSearch),
    repeat: repeatFields.find((each) => each === textOf(form, 'repeat')) ?? '',
    conflicts: conflictPolicySchema.safeParse(textOf(form, 'conflicts')).data ?? null,
    blind: form.get('blind') === 'on',
    headToHead: form.get('headToHead') === 'on',
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
  const terms = isReplay ? recordedTerms(choices) : readTerms(fields, choices, problems)
  const { blind, headToHead } = fields
  if (isReplay && (blind || headToHead)) problems.push({ field: 'blind', message: 'the recordings hold neither; take the models' })
  if (headToHead && tools.length === 1) problems.push({ field: 'headToHead', message: 'choose two tools or more to compare them' })
  const budgetUsd = readBudget(fields.budget, problems)
  const drafts = tools.length * personas.length * terms.jurors.length * terms.repeat
  if (drafts > mostDrafts)
    problems.push({ field: 'tools', message: `these are ${drafts} drafts, and a panel has ${mostDrafts} at most; make several` })
  if (problems.length > 0) return { problems }
  const dossierHashes = tools.map(({ newest }) => newest.sha256)
  const recordings = isReplay ? choices.recordings : null
  const { priority } = fields
  return { request: { dossierHashes, personas, ...terms, blind, headToHead, recordings, budgetUsd, priority } }
}

type Terms = Pick<KickOffRequest, 'jurors' | 'reserves' | 'repeat' | 'conflictPolicy'>

/** A replay has the models that were recorded, once each: the configured policy takes no part in it. */
function recordedTerms({ recordings }: KickOffChoices): Terms {
  return { jurors: recordedJurors(recordings?.recordings ?? []), reserves: [], repeat: 1 }
}

/** Who drafts, and how often: a jury, or models of one's choice. */
function readTerms(fields: KickOffFields, { juries, conflictPolicy: usual }: KickOffChoices, problems: FieldProblem[]): Terms {
  const jury = readJury(fields, juries, problems)
  const conflictPolicy = fields.conflicts ?? usual
  return {
    jurors: [...(jury?.jurors ?? [])],
    reserves: [...(jury?.reserves ?? [])],
    repeat: fields.repeat === '' ? (jury?.repeat ?? 1) : Number(fields.repeat),
    ...(conflictPolicy === null ? {} : { conflictPolicy }),
  }
}

function readJury(fields: KickOffFields, juries: readonly Jury[], problems: FieldProblem[]): Omit<Jury, 'name'> | null {
  if (fields.jury === '') return { jurors: readJurors(fields, problems), reserves: [], repeat: 1 }
  const jury = juries.find(({ name }) => name === fields.jury) ?? null
  if (jury === null) problems.push({ field: 'jury', message: 'there is no such jury any more; choose again' })
  return jury
}

/** Whether that may be asked for: a model id of a length that someone would write. */
export function isModelId(id: string): boolean {
  return id.length <= longestModelId && modelIdSchema.safeParse(id).success
}

function readJurors({ jurors, otherJurors }: KickOffFields, problems: FieldProblem[]): string[] {
  const typed = otherJurors.split(/[\s,]+/).filter((id) => id !== '')
  const wrong = [...jurors, ...typed].filter((id) => !isModelId(id))
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
