import type { Dossier } from '../contracts/dossier.js'
import type { Recording } from '../contracts/model-call.js'
import type { Persona } from '../contracts/persona.js'
import { type RequestForm, usualForm } from '../contracts/request-form.js'
import { hashJson } from '../platform/hash.js'
import { callKey } from './ledger/call-key.js'
import { buildRequest } from './prompt/build-request.js'

export type FormOf = (model: string) => RequestForm

type Forms = {
  dossiers: readonly Dossier[]
  personas: readonly Persona[]
  /** The recordings that a replay answers from; null for a live panel. */
  recordings: readonly Recording[] | null
  /** How the catalog has a model asked. */
  formOf: FormOf
}

/** So many seats are looked at for a recording: a set that answers none of them answers few of the rest. */
const mostSeats = 64
/** A seat that was tried again has a later sample of the same request; few are tried more often. */
const mostSamples = 8

/**
 * How jurors are asked: as the catalog says, and in a replay as they were asked when its recordings were made, whatever the catalog says now, or the
 * recordings would answer nothing. Pure.
 */
export function planForms({ dossiers, personas, recordings, formOf }: Forms): FormOf {
  if (recordings === null) return formOf
  const seats = dossiers.flatMap((dossier) => personas.map((persona) => ({ dossier, persona }))).slice(0, mostSeats)
  const known = new Map<string, RequestForm>()
  const find = (model: string): RequestForm => {
    const own = recordings.filter((recording) => recording.model === model)
    const keys = new Set(own.map(({ key }) => key))
    const samples = [...new Set(own.map(({ sample }) => sample))].sort((a, b) => a - b).slice(0, mostSamples)
    const isAnswered = (form: RequestForm) =>
      seats.some((seat) => {
        const request = buildRequest({ ...seat, form })
        return samples.some((sample) => keys.has(callKey({ model, request, sample })))
      })
    return [formOf(model), ...formsOf(own)].find(isAnswered) ?? formOf(model)
  }
  return (model) => {
    const form = known.get(model) ?? find(model)
    known.set(model, form)
    return form
  }
}

/** The forms that recordings may have been asked in, as their requests show them. */
function formsOf(recordings: readonly Recording[]): RequestForm[] {
  const seen = recordings.map(({ request: { replySchema, sampling } }) => ({ grammar: replySchema.grammar !== undefined, sampling }))
  const forms = seen.flatMap((form): RequestForm[] => [
    { ...form, brief: 'full' },
    { ...form, brief: 'compact' },
  ])
  return [...new Map([usualForm, ...forms].map((form) => [hashJson(form), form])).values()]
}
