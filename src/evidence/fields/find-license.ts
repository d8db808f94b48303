import type { Proposed, ProposedLicense } from '../../contracts/proposal.js'
import { licenseTerms } from '../licenses/license-terms.js'
import { type LicenseMatch, matchLicense } from '../licenses/match-license.js'
import type { KnownFields, Stated } from '../registries/known-outcome.js'
import { propose, type ReadSource } from './read-source.js'

/** `conflict`: what a registry says otherwise than the license's own text; null where they agree. */
export type FoundLicense = { license: Proposed<ProposedLicense> | null; conflict: Stated<string> | null }

type Read = { source: ReadSource; match: LicenseMatch }

const order = ['license', 'model-card', 'documentation', 'repository', 'website', 'announcement', 'pricing', 'notes']

/**
 * The tool's license. A registry's is taken where the license's own text agrees or there is none; where they differ, the text wins and
 * `conflict` says what the registry has. The GNU licenses have one text for `-only` and `-or-later`: there the registry decides. Pure.
 */
export function findLicense(sources: readonly ReadSource[], registries: readonly KnownFields[]): FoundLicense {
  const reads = sources
    .filter(({ how, kind }) => how === 'text' && kind !== 'release-notes' && kind !== 'registry')
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .flatMap((source) => {
      const match = matchLicense(source.text)
      return match === null ? [] : [{ source, match }]
    })
  const own = reads.filter(({ source, match }) => source.kind === 'license' || match.by !== 'statement')
  const [text] = own.length > 0 ? own : reads
  const stated = registries.flatMap(({ spdx }) => spdx ?? [])[0] ?? null
  const written = registries.flatMap(({ license }) => license ?? [])[0] ?? null
  if (text === undefined) return { license: fromRegistry(stated ?? written), conflict: null }
  if (stated === null) return { license: fromText(text, reads), conflict: null }
  if (agrees(own.length > 0 ? own : [text], stated.value)) return { license: fromRegistry(stated), conflict: null }
  return text.match.by === 'statement'
    ? { license: fromRegistry(stated), conflict: null }
    : { license: fromText(text, reads), conflict: stated }
}

function fromRegistry(stated: Stated<string> | null): Proposed<ProposedLicense> | null {
  if (stated === null || /^(?:see license|unknown|other$|noassertion|not recognised)/i.test(stated.value)) return null
  return { value: proposed(licenseTerms(stated.value)), how: 'registry', found: stated.found }
}

/** A README may say "either of" two licenses whose texts are in files of their own: then its sentence is the one. */
function fromText({ source, match }: Read, reads: readonly Read[]): Proposed<ProposedLicense> {
  const choice = reads.find(
    (read) =>
      read.match.by === 'statement' &&
      / OR | AND /.test(read.match.spdx ?? '') &&
      (read.match.spdx ?? '').split(/ OR | AND /).includes(match.spdx ?? ''),
  )
  if (choice !== undefined) return propose(choice.source, { value: proposed(licenseTerms(choice.match.spdx ?? '')), at: choice.match.at })
  const terms = licenseTerms(match.spdx ?? match.name)
  const changed =
    match.rider === null || terms.isOpen === false
      ? terms
      : {
          ...terms,
          isOpen: null,
          commercialUse: 'unknown' as const,
          summary: `The text is not the usual one ("${match.rider}"): read what it allows.`,
        }
  return propose(source, { value: proposed({ ...changed, name: match.spdx === null ? match.name : terms.name }), at: match.at })
}

const proposed = ({ name, spdx, commercialUse, summary, isOpen }: ProposedLicense): ProposedLicense => ({
  name: name.slice(0, 200),
  spdx,
  commercialUse,
  summary,
  isOpen,
})

/** Whether what a registry says is what the texts are: each part of its expression, but for `-only` and `-or-later`. */
function agrees(own: readonly Read[], stated: string): boolean {
  const family = (id: string) =>
    id
      .split(' WITH ', 1)
      .join('')
      .replace(/-(?:only|or-later)$|\+$/, '')
  const parts = stated
    .split(/ OR | AND |[()]/)
    .map((part) => family(part.trim()))
    .filter((part) => part !== '')
  const [first] = own
  if (first === undefined) return true
  const ids = (first.match.spdx ?? '').split(/ OR | AND /).map(family)
  return ids.every((id) => parts.includes(id))
}
