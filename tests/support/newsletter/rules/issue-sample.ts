import type { DraftInput } from '../../../../src/newsletter/rules/draft-issue.js'

export type Change = DraftInput['changes'][number]

/** A change of the record `rec_<n>`, in the week 2026-W47 (16 to 22 November) unless told otherwise. */
export function sampleChange(n: number, parts: Partial<Change> = {}): Change {
  return {
    seq: n,
    kind: 'published',
    at: `2026-11-18T1${n % 10}:00:00.000Z`,
    recordId: `rec_${n}`,
    title: 'Bun vs Deno',
    path: '/compare/bun-vs-deno',
    tools: [
      { slug: 'bun', name: 'Bun', panelShip: { ships: 3, calls: 4, abstained: 0, unscored: 0, percent: 75 }, entryPrice: 'Free' },
      { slug: 'deno', name: 'Deno', panelShip: { ships: 2, calls: 4, abstained: 0, unscored: 0, percent: 50 }, entryPrice: '$20 a month' },
    ],
    lean: { kind: 'leans', tool: 'bun' },
    publicReason: null,
    ...parts,
  }
}
