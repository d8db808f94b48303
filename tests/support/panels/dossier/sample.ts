/** A small dossier that is right, for tests to spoil one line at a time; line numbers in tests count from here. */
export const goodDossier = `schema: panel.dossier/1
asOf: 2026-11-20
tool:
  slug: ferry
  name: Ferry
  vendor: Harbour Ltd
  category: Developer Tools
  tagline: Moves files across
  description: A command that copies a folder to another machine.
license:
  name: MIT
  spdx: MIT
  commercialUse: "yes"
  summary: Use it for anything.
  source: license-text
entryPrice:
  label: Free
  amountUsd: 0
  per: null
  note: null
  asOf: 2026-11-19
  source: release-notes
rivals:
  - rsync
facts:
  - id: one-command
    statement: One command copies a folder.
    source: release-notes
    quote: One command copies a folder
  - id: any-use
    statement: Any use is permitted.
    source: license-text
    quote: without restriction
sources:
  - id: release-notes
    kind: release-notes
    title: Ferry 1.0
    publisher: Harbour Ltd
    url: https://sample.example/ferry/1.0
    publishedOn: 2026-10-01
    retrievedOn: 2026-11-20
    origin: authored
    text: |
      One command copies a folder
      to another machine.
  - id: license-text
    kind: license
    title: MIT License
    publisher: Harbour Ltd
    url: https://sample.example/ferry/license
    publishedOn: 2026-09-01
    retrievedOn: 2026-11-18
    origin: authored
    text: Permission to deal in the software without restriction.
`

/** The sample with each of the given lines replaced; throws when a line to replace is not there, so that no test passes by accident. */
export function spoiled(...replacements: [line: string, by: string][]): string {
  return replacements.reduce((text, [line, by]) => {
    if (!text.includes(line)) throw new Error(`the sample has no "${line}"`)
    return text.replace(line, by)
  }, goodDossier)
}
