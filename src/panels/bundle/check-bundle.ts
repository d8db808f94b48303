import type { Bundle } from '../../contracts/bundle.js'
import { hashJson, sha256 } from '../../platform/hash.js'
import { recordId, seatId } from '../../platform/ids.js'
import { callKey } from '../ledger/call-key.js'
import { callKeysOf } from '../ledger/record-calls.js'
import type { BundleProblem } from './parse-bundle.js'

/**
 * Everything in a bundle that does not fit together, so that there is nothing to rebuild from: a document that is not the one its hash
 * names, a recording that is not of its key, a part that is missing or that nothing names. Pure.
 */
export function checkParts(bundle: Bundle): BundleProblem[] {
  return [
    ...checkDossiers(bundle),
    ...checkPersonas(bundle),
    ...checkPlan(bundle),
    ...checkSeats(bundle),
    ...checkKeys(bundle),
    ...checkRecordIds(bundle),
  ]
}

/** Recordings changed since they were bundled. A rebuild from them is still possible, and shows what the change does. Pure. */
export function checkRecordings({ recordings }: Bundle): BundleProblem[] {
  return recordings.flatMap(({ sha256: stated, ...recording }, index) => hashProblem(`recordings[${index}]`, stated, hashJson(recording)))
}

function checkDossiers({ dossiers, plan }: Bundle): BundleProblem[] {
  return dossiers.flatMap(({ sha256: stated, ...dossier }, index) => [
    ...hashProblem(`dossiers[${index}]`, stated, hashJson(dossier)),
    ...dossier.sources.flatMap((source, place) => hashProblem(`dossiers[${index}].sources[${place}]`, source.sha256, sha256(source.text))),
    ...unless(
      plan.tools.some((tool) => tool.dossierSha256 === stated),
      `dossiers[${index}]`,
      'the plan names no such dossier',
    ),
  ])
}

function checkPersonas({ personas, plan }: Bundle): BundleProblem[] {
  return personas.flatMap(({ sha256: stated, ...persona }, index) => [
    ...hashProblem(`personas[${index}]`, stated, hashJson(persona)),
    ...unless(
      plan.personas.some((planned) => planned.sha256 === stated),
      `personas[${index}]`,
      'the plan names no such persona',
    ),
  ])
}

function checkPlan({ plan, dossiers, personas }: Bundle): BundleProblem[] {
  return [
    ...plan.tools.flatMap(({ slug, dossierSha256 }, index) =>
      unless(
        dossiers.some((dossier) => dossier.sha256 === dossierSha256 && dossier.tool.slug === slug),
        `plan.tools[${index}]`,
        `the bundle holds no dossier of ${slug} with that hash`,
      ),
    ),
    ...plan.personas.flatMap(({ id, version, sha256: hash }, index) =>
      unless(
        personas.some((persona) => persona.sha256 === hash && persona.id === id && persona.version === version),
        `plan.personas[${index}]`,
        `the bundle holds no persona ${id}, version ${version}, with that hash`,
      ),
    ),
  ]
}

function checkSeats({ plan: { panelId, tools, personas, jurors, seats } }: Bundle): BundleProblem[] {
  const isFirst = firstOfKind(seats.map(({ id }) => id))
  return seats.flatMap(({ id, ...seat }, index) => {
    const { tool, against, persona, model } = seat
    const path = `plan.seats[${index}]`
    return [
      ...unless(
        tools.some(({ slug }) => slug === tool),
        path,
        `the plan has no tool ${tool}`,
      ),
      ...unless(
        against === undefined || (against !== tool && tools.some(({ slug }) => slug === against)),
        path,
        `the plan has no other tool ${against}`,
      ),
      ...unless(
        personas.some((planned) => planned.id === persona),
        path,
        `the plan has no persona ${persona}`,
      ),
      ...unless(jurors.includes(model), path, `the plan has no juror ${model}`),
      ...unless(id === seatId({ panelId, ...seat }), path, 'its id is not that of this tool, persona and model in this panel'),
      ...unless(isFirst(id, index), path, 'the plan has this seat twice'),
    ]
  })
}

function checkKeys({ recordings, record }: Bundle): BundleProblem[] {
  const needed = new Set(callKeysOf(record))
  const there = new Set(recordings.map(({ key }) => key))
  const isFirst = firstOfKind(recordings.map(({ key }) => key))
  return [
    ...recordings.flatMap((recording, index) => {
      const path = `recordings[${index}]`
      const key = callKey(recording)
      return [
        ...unless(key === recording.key, path, `its key is not the key of its request (${key})`),
        ...unless(isFirst(recording.key, index), path, 'the bundle holds this recording twice'),
        ...unless(needed.has(recording.key), path, 'the record rests on no such call'),
      ]
    }),
    ...[...needed].flatMap((key) =>
      unless(there.has(key), 'recordings', `the record rests on the model call ${key}, and its recording is missing`),
    ),
  ]
}

/** Whether a name at a place is the first of its kind; linear over all of them. */
function firstOfKind(names: readonly string[]): (name: string, index: number) => boolean {
  const first = new Map<string, number>()
  for (const [index, name] of names.entries()) if (!first.has(name)) first.set(name, index)
  return (name, index) => first.get(name) === index
}

function checkRecordIds({ plan: { panelId }, record }: Bundle): BundleProblem[] {
  return [
    ...unless(record.panelId === panelId, 'record.panelId', `it is not the plan's panel, ${panelId}`),
    ...unless(record.id === recordId(panelId), 'record.id', `it is not the record of the plan's panel, ${recordId(panelId)}`),
  ]
}

function hashProblem(path: string, stated: string, computed: string): BundleProblem[] {
  return unless(stated === computed, `${path}.sha256`, `its content has another hash (${computed}): it was changed after it was bundled`)
}

function unless(isGood: boolean, path: string, message: string): BundleProblem[] {
  return isGood ? [] : [{ path, message }]
}
