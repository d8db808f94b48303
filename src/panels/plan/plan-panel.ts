import type { Conflict } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan } from '../../contracts/plan.js'
import { type RequestForm, usualForm } from '../../contracts/request-form.js'
import type { SecondOpinion } from '../../contracts/second-opinion.js'
import { hashJson } from '../../platform/hash.js'
import { seatId } from '../../platform/ids.js'

export type PanelRequest = {
  panelId: string
  dossiers: readonly Dossier[]
  personas: readonly Persona[]
  /** Model ids, `provider:model`. */
  jurors: readonly string[]
  recordingSet: string | null
  budgetUsd: number | null
  /** Jurors with a tie to a tool; none when left out. */
  conflicts?: readonly Conflict[]
  /** How a juror is asked; each as usual when left out. */
  formOf?: (model: string) => RequestForm
  /** Who gives second opinions; no one when left out or null. */
  secondOpinion?: SecondOpinion | null
}

/** What a panel will run: tools × personas × jurors, seats in that order. Pure. */
export function planPanel({
  panelId,
  dossiers,
  personas,
  jurors,
  recordingSet,
  budgetUsd,
  conflicts = [],
  formOf = () => usualForm,
  secondOpinion = null,
}: PanelRequest): Plan {
  const forms = jurors.map((model) => ({ model, form: formOf(model) })).filter(({ form }) => hashJson(form) !== hashJson(usualForm))
  const seats = dossiers.flatMap(({ tool }) =>
    personas.flatMap((persona) =>
      jurors.map((model) => {
        const seat = { tool: tool.slug, persona: persona.id, model }
        return { id: seatId({ panelId, ...seat }), ...seat }
      }),
    ),
  )
  return {
    schema: 'panel.plan/1',
    panelId,
    tools: dossiers.map(({ tool, sha256 }) => ({ slug: tool.slug, dossierSha256: sha256 })),
    personas: personas.map(({ id, version, sha256 }) => ({ id, version, sha256 })),
    jurors: [...jurors],
    recordingSet,
    budgetUsd,
    seats,
    ...(conflicts.length === 0 ? {} : { conflicts: [...conflicts] }),
    ...(forms.length === 0 ? {} : { forms }),
    ...(secondOpinion === null ? {} : { secondOpinion }),
  }
}

/** How a plan has that juror asked. Pure. */
export function plannedForm({ forms = [] }: Pick<Plan, 'forms'>, model: string): RequestForm {
  return forms.find((planned) => planned.model === model)?.form ?? usualForm
}
