import { type ConflictPolicy, conflictPolicySchema } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import { exampleModelId } from '../../contracts/examples.js'
import type { Persona } from '../../contracts/persona.js'
import { modelIdSchema } from '../../contracts/primitives.js'
import type { RecordingSet } from '../../panels/ledger/recording-files.js'
import type { Jury } from '../../panels/named-juries.js'
import { recordedJurors } from '../../panels/opinion/plan-opinion.js'
import { mostDrafts } from '../../panels/plan/plan-panel.js'
import type { PanelPriority } from '../../panels/store/reopen-panel.js'
import type { ToolHead } from '../../panels/store/tool-lists.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { storable } from '../../platform/text/search-text.js'
import { isolate } from '../../platform/text/text-direction.js'
import type { JurorChoice, JuryChoice } from './dependencies.js'
import type { ToolSearch } from './find-tools.js'
import { listOf, textOf } from './send.js'

const maxBudgetUsd = 100_000
/** What anyone types to find a model or a tool. */
export const longestSearch = 200
const longestModelId = 200

/** What is in the form, as it was sent: shown again whatever is wrong with it. */
export type KickOffFields = {
  tools: string[]
  /** What the list of tools is narrowed to. */
  toolSearch: ToolSearch
  /** The panel whose frozen dossiers are judged again; empty for the newest dossiers. */
  again: string
  /** Ids of personas as they are now, and hashes of those that a panel had. */
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
  /** Those that were chosen, by slug; one that is not known is left out. */
  tools: ReadonlyMap<string, ToolHead>
  /** The panel whose dossiers are judged again; null where none is, or there is none of that id. */
  again: AgainChoices | null
  personas: readonly Persona[]
  jurors: readonly JurorChoice[]
  juries: readonly JuryChoice[]
  /** What is done about jurors with a tie to a tool, unless someone chooses otherwise; null for what is usual. */
  conflictPolicy: ConflictPolicy | null
  /** Recordings to run on instead of calling models, and the dossiers that they answer; null for none. */
  recordings: (RecordingSet & { dossiers: readonly RecordedDossier[] }) | null
}

export type RecordedDossier = { name: string; sha256: string }

/** What a panel that is drafted again had. */
export type AgainChoices = {
  panelId: string
  createdAt: Date
  /** Its tools, each in the version that was frozen for it. */
  tools: readonly { slug: string; name: string; sha256: string }[]
  personas: readonly Persona[]
  jurors: readonly string[]
}

export type KickOffRequest = {
  dossierHashes: string[]
  /** The panel whose dossiers they are; left out where they are the newest. */
  again?: string
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

export type FirstFields = { tools: string[]; personas?: readonly string[]; budgetUsd: number | null }

/** The form as it is opened: the tools that the address names, all personas, the usual jurors; of a panel drafted again, what that had. */
export function firstFields(choices: KickOffChoices, { tools, personas = [], budgetUsd }: FirstFields): KickOffFields {
  const { again } = choices
  const jurors = again?.jurors ?? choices.jurors.filter(({ isDefault }) => isDefault).map(({ model }) => model)
  const known = choices.personas.map(({ id }) => id).filter((id) => again === null || again.personas.some((persona) => persona.id === id))
  const named = known.filter((id) => personas.includes(id))
  const isModelThere = choices.jurors.some(({ missingKey }) => missingKey === null)
  return {
    tools: again !== null && tools.length === 0 ? again.tools.map(({ slug }) => slug) : tools,
    toolSearch: { q: '', category: '' },
    again: again?.panelId ?? '',
    personas: named.length > 0 ? named : known,
    jury: '',
    jurors: [...jurors],
    otherJurors: '',
    q: '',
    repeat: choices.juries.length === 0 ? '1' : '',
    conflicts: null,
    blind: false,
    headToHead: false,
    budget: budgetUsd === null ? '' : String(budgetUsd),
    priority: 'editor',
    replies: !isModelThere && isRecorded(choices, tools) ? 'recordings' : 'models',
  }
}

/** Whether there are recordings, and they answer all tools that were named. */
function isRecorded({ recordings, tools, again }: KickOffChoices, slugs: readonly string[]): boolean {
  if (recordings === null) return false
  const hashes = again === null ? slugs.map((slug) => tools.get(slug)?.sha256) : again.tools.map(({ sha256 }) => sha256)
  return hashes.every((hash) => recordings.dossiers.some(({ sha256 }) => sha256 === hash))
}

/** Reads the form as it was sent. */
export function readFields(form: FormData): KickOffFields {
  return {
    tools: listOf(form, 'tool'),
    toolSearch: readToolSearch({ q: textOf(form, 'toolQuery'), category: textOf(form, 'category') }),
    again: textOf(form, 'again').slice(0, longestModelId),
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

/** A search for tools as it was sent, no longer than anyone types one. */
export function readToolSearch({ q, category }: ToolSearch): ToolSearch {
  return { q: storable(q.slice(0, longestSearch)), category: storable(category.slice(0, longestSearch)) }
}

/** The panel that is asked for, or everything that is wrong, each thing at its field. */
export function readKickOff(fields: KickOffFields, choices: KickOffChoices): { request: KickOffRequest } | { problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const tools = readTools(fields, choices, problems)
  const personas = readPersonas(fields, choices, problems)
  const isReplay = fields.replies === 'recordings'
  if (isReplay && choices.recordings === null) problems.push({ field: 'replies', message: 'there are no recordings here; take the models' })
  if (isReplay) checkRecorded(tools, choices, problems)
  const terms = isReplay ? recordedTerms(choices) : readTerms(fields, choices, problems)
  const { blind, headToHead } = fields
  if (isReplay && (blind || headToHead)) problems.push({ field: 'blind', message: 'the recordings hold neither; take the models' })
  if (headToHead && tools.length === 1) problems.push({ field: 'headToHead', message: 'choose 2 tools or more to compare them' })
  const budgetUsd = readBudget(fields.budget, problems)
  const drafts = tools.length * personas.length * terms.jurors.length * terms.repeat
  if (drafts > mostDrafts)
    problems.push({ field: 'tools', message: `these are ${drafts} drafts, and a panel has ${mostDrafts} at most; make several` })
  if (problems.length > 0) return { problems }
  const dossierHashes = tools.map(({ sha256 }) => sha256)
  const recordings = isReplay ? choices.recordings : null
  const { priority } = fields
  const again = choices.again === null ? {} : { again: choices.again.panelId }
  return { request: { dossierHashes, ...again, personas, ...terms, blind, headToHead, recordings, budgetUsd, priority } }
}

/** The dossiers that are judged, by slug: the newest, or those that a panel had. */
function readTools({ tools: wanted, again: panelId }: KickOffFields, { tools, again }: KickOffChoices, problems: FieldProblem[]) {
  const slugs = wanted.toSorted()
  if (panelId !== '' && again === null)
    problems.push({ field: 'again', message: 'the panel whose dossiers you chose is not known here; open the form again from its page' })
  const found = again === null ? slugs.flatMap((slug) => tools.get(slug) ?? []) : again.tools.filter(({ slug }) => slugs.includes(slug))
  if (found.length === 0) problems.push({ field: 'tools', message: 'choose one tool, or several to compare' })
  else if (found.length < wanted.length) problems.push({ field: 'tools', message: 'one of the tools is not known here; choose again' })
  const archived = again === null ? slugs.flatMap((slug) => tools.get(slug) ?? []).filter(({ archivedAt }) => archivedAt !== null) : []
  if (archived.length > 0) {
    const names = archived.map(({ name }) => isolate(revealInvisible(name))).join(', ')
    problems.push({ field: 'tools', message: `in the archive: ${names}; leave it out, or take it out of the archive first` })
  }
  return found
}

/** The personas as they are now, and those that a panel had: of each, one version. */
function readPersonas({ personas: wanted }: KickOffFields, { personas, again }: KickOffChoices, problems: FieldProblem[]): Persona[] {
  const older = (again?.personas ?? []).filter(({ sha256 }) => wanted.includes(sha256))
  const chosen = [...personas.filter(({ id }) => wanted.includes(id)), ...older]
  const ids = chosen.map(({ id }) => id)
  const twice = chosen.find(({ id }, index) => ids.indexOf(id) !== index)
  if (chosen.length === 0) problems.push({ field: 'personas', message: 'choose one persona or more' })
  if (twice !== undefined) problems.push({ field: 'personas', message: `choose one version of ${twice.seat}, not several` })
  return chosen
}

type Terms = Pick<KickOffRequest, 'jurors' | 'reserves' | 'repeat' | 'conflictPolicy'>

/** A tool that no recording answers would have unscored seats alone. */
function checkRecorded(tools: readonly { name: string; sha256: string }[], { recordings }: KickOffChoices, problems: FieldProblem[]): void {
  if (recordings === null) return
  const others = tools.filter((tool) => !recordings.dossiers.some(({ sha256 }) => sha256 === tool.sha256))
  if (others.length === 0) return
  const namesOf = (some: readonly { name: string }[]) => some.map(({ name }) => isolate(revealInvisible(name))).join(', ')
  const message = `no recording answers ${namesOf(others)}; take the models. The recordings are of ${namesOf(recordings.dossiers)}, in the versions that come with Ship Panel`
  problems.push({ field: 'replies', message })
}

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
