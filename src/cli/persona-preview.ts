import type { Dossier } from '../contracts/dossier.js'
import type { ChatRequest } from '../contracts/model-call.js'
import type { Persona } from '../contracts/persona.js'
import type { Leak } from '../panels/blind/find-leaks.js'
import { maskDossier } from '../panels/blind/mask-dossier.js'
import { leaksIn } from '../panels/blind/mask-for-prompt.js'
import { type Names, namesOf } from '../panels/blind/names.js'
import { readDossierFiles } from '../panels/dossier/read-dossiers.js'
import { buildComparisonRequest } from '../panels/duel/build-comparison-request.js'
import { buildRequest } from '../panels/prompt/build-request.js'
import { UsageError } from '../platform/errors.js'
import { isolate } from '../platform/text/text-direction.js'
import { findPersona } from './persona.js'

export type PreviewOptions = { personas?: string; against?: string; blind?: boolean; json?: boolean }

/**
 * Prints the exact request a persona makes about a tool, or about two with `against`; with `blind` as it is with the names masked, and which names
 * those are. Exit code 1 where a name is left, as such a request is never sent.
 */
export async function previewPersona(
  id: string,
  file: string,
  { personas, against, blind = false, json = false }: PreviewOptions,
): Promise<void> {
  const persona = await findPersona(id, personas)
  const dossiers = await readPair(file, against)
  if (!blind) {
    const request = requestOf(persona, dossiers)
    process.stdout.write(json ? `${JSON.stringify(request, null, 2)}\n` : requestText(request))
    return
  }
  const [first, second] = dossiers
  const names = namesOf(first, second)
  const masked: OneOrTwo = [maskDossier(first, names), second && maskDossier(second, names)]
  const leaks = masked.flatMap((dossier) => (dossier === undefined ? [] : leaksIn(dossier, names)))
  const request = requestOf(persona, masked)
  const parties = maskedNames(names)
  process.stdout.write(
    json ? `${JSON.stringify({ request, masked: parties, leaks }, null, 2)}\n` : `${requestText(request)}\n${partiesText(parties)}`,
  )
  if (leaks.length === 0) return
  process.stderr.write(leaksText(leaks))
  process.exitCode = 1
}

type OneOrTwo = readonly [Dossier, Dossier?]

async function readPair(file: string, against: string | undefined): Promise<OneOrTwo> {
  const dossiers = await readDossierFiles(against === undefined ? [file] : [file, against])
  const [first, second] = dossiers
  if (first === undefined) throw new UsageError(`no dossier in ${file}`)
  return [first, second]
}

function requestOf(persona: Persona, [first, second]: OneOrTwo): ChatRequest {
  return second === undefined ? buildRequest({ dossier: first, persona }) : buildComparisonRequest({ first, second, persona })
}

function requestText({ messages, replySchema: { name, schema }, sampling }: ChatRequest): string {
  const parts = messages.flatMap((message) =>
    message.parts.map((part) => `──── ${message.role}${part.cacheable ? ', shared prefix up to here' : ''}\n${part.text}\n`),
  )
  return `${parts.join('\n')}\n──── reply schema: ${name}\n${JSON.stringify(schema, null, 2)}\n\n──── sampling\n${JSON.stringify(sampling)}\n`
}

type MaskedParty = { label: string; names: string[] }

/** What stands for whom, and every name of it that is looked for. */
function maskedNames({ parties, names }: Names): MaskedParty[] {
  return parties.map(({ label }, party) => ({ label, names: names.filter((name) => name.party === party).map(({ text }) => text) }))
}

function partiesText(parties: readonly MaskedParty[]): string {
  return `──── masked names\n${parties.map(({ label, names }) => `${label}: ${names.map(isolate).join(', ')}\n`).join('')}`
}

function leaksText(leaks: readonly Leak[]): string {
  return leaks
    .map(
      ({ name, shown }) =>
        `warning: the name ${isolate(name)} is left, as ${JSON.stringify(shown)}; such a request is never sent. Report it with the dossier.\n`,
    )
    .join('')
}
