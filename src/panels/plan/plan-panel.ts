import type { ConflictPolicy } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan } from '../../contracts/plan.js'
import { type RequestForm, usualForm } from '../../contracts/request-form.js'
import type { SecondOpinion } from '../../contracts/second-opinion.js'
import { hashJson } from '../../platform/hash.js'
import { seatId } from '../../platform/ids.js'
import { type PairSeating, planPairs } from './plan-pairs.js'
import type { Seating } from './seat-jurors.js'

/** Drafts of one panel that is kicked off at the desk or over the API: what an editor can still mean. More is done in several panels. */
export const mostDrafts = 400

export type PanelRequest = {
  panelId: string
  dossiers: readonly Dossier[]
  personas: readonly Persona[]
  /** Model ids, `provider:model`. */
  jurors: readonly string[]
  recordingSet: string | null
  budgetUsd: number | null
  /** Who judges which tool, and what is known of their ties; every juror every tool when left out. */
  seating?: Seating
  /** Which tools are compared directly, and by whom; none when left out. */
  pairs?: readonly PairSeating[]
  /** What was done about ties; labelled when left out. */
  conflictPolicy?: ConflictPolicy
  /** How often each juror drafts a seat; once when left out. */
  repeat?: number
  /** Whether each draft is asked for once more with the names masked. */
  blind?: boolean
  /** How a juror is asked; each as usual when left out. */
  formOf?: (model: string) => RequestForm
  /** Who gives second opinions; no one when left out or null. */
  secondOpinion?: SecondOpinion | null
}

/** What a panel will run: tools × personas × jurors × repeats, seats in that order, then those that compare two tools. Pure. */
export function planPanel({
  panelId,
  dossiers,
  personas,
  jurors,
  recordingSet,
  budgetUsd,
  seating = everyone({ dossiers, jurors }),
  pairs = [],
  conflictPolicy = 'label',
  repeat = 1,
  blind = false,
  formOf = () => usualForm,
  secondOpinion = null,
}: PanelRequest): Plan {
  const models = [...new Set([...jurors, ...[...seating.jurorsOf, ...pairs].flatMap((seated) => seated.jurors)])]
  const forms = models.map((model) => ({ model, form: formOf(model) })).filter(({ form }) => hashJson(form) !== hashJson(usualForm))
  const { jurorsOf, conflicts, barred } = seating
  const seats = jurorsOf.flatMap(({ tool, jurors: seated }) =>
    personas.flatMap((persona) =>
      seated.flatMap((model) =>
        Array.from({ length: repeat }, (_, index) => {
          const seat = { tool, persona: persona.id, model, ...(index === 0 ? {} : { repeat: index + 1 }) }
          return { id: seatId({ panelId, ...seat }), ...seat }
        }),
      ),
    ),
  )
  return {
    schema: 'panel.plan/1',
    panelId,
    tools: dossiers.map(({ tool, sha256 }) => ({ slug: tool.slug, dossierSha256: sha256 })),
    personas: personas.map(({ id, version, sha256 }) => ({ id, version, sha256 })),
    jurors: models,
    recordingSet,
    budgetUsd,
    seats: [...seats, ...planPairs(pairs, { panelId, personas })],
    ...(conflicts.length === 0 ? {} : { conflicts: [...conflicts] }),
    ...(conflictPolicy === 'label' ? {} : { conflictPolicy }),
    ...(barred.length === 0 ? {} : { barred }),
    ...(blind ? { blind: true as const } : {}),
    ...(forms.length === 0 ? {} : { forms }),
    ...(secondOpinion === null ? {} : { secondOpinion }),
  }
}

function everyone({ dossiers, jurors }: Pick<PanelRequest, 'dossiers' | 'jurors'>): Seating {
  return { jurorsOf: dossiers.map(({ tool }) => ({ tool: tool.slug, jurors: [...jurors] })), conflicts: [], barred: [] }
}

/** How a plan has that juror asked. Pure. */
export function plannedForm({ forms = [] }: Pick<Plan, 'forms'>, model: string): RequestForm {
  return forms.find((planned) => planned.model === model)?.form ?? usualForm
}
