import type pc from 'picocolors'
import type { HeadToHead } from '../contracts/head-to-head.js'
import type { PanelRecord } from '../contracts/record.js'
import { groupBy } from '../platform/group-by.js'
import { isolate } from '../platform/text/text-direction.js'
import { conflictPhrase } from '../site/pages/record/conflict-words.js'
import { blindText, flipsText, type NameOf, resultText, tallyText } from '../site/pages/record/head-to-head-words.js'
import { shortName } from '../site/pages/record/words.js'

type Colors = ReturnType<typeof pc.createColors>

/** The direct comparisons of a record, a line each; none where there are none. Pure. */
export function headToHeadLines({ headToHead = [], tools, personas }: PanelRecord, colors: Colors): string[] {
  const nameOf: NameOf = (slug) => {
    const tool = tools.find((candidate) => candidate.slug === slug)
    return isolate(tool === undefined ? slug : shortName(tool))
  }
  const seatOf = (id: string) => isolate(personas.find((persona) => persona.id === id)?.seat ?? id)
  const pairs = [...groupBy(headToHead, ({ tools: pair }) => pair.join(' ')).values()]
  return pairs.flatMap((entries) => [
    `${colors.bold(entries[0]?.tools.map(nameOf).join(' or ') ?? '')}  ${tallyText(entries, nameOf)}`,
    ...entries.flatMap((entry) => entryLines(entry, { seat: seatOf(entry.persona), nameOf, colors })),
  ])
}

type View = { seat: string; nameOf: NameOf; colors: Colors }

function entryLines({ result, jurors, barred = [] }: HeadToHead, { seat, nameOf, colors }: View): string[] {
  const flips = flipsText(jurors)
  const isTool = result?.kind === 'tool'
  return [
    `${seat}: ${isTool ? colors.bold(resultText(result, nameOf)) : colors.yellow(resultText(result, nameOf))}`,
    ...(jurors.length === 1 ? [] : jurors.map((juror) => `  ${jurorText(juror, nameOf)}`)),
    ...(flips === null ? [] : [`  ${flips.hasFlip ? colors.yellow(flips.text) : colors.dim(flips.text)}`]),
    ...jurors.flatMap(({ model, conflicts = [] }) =>
      conflicts.map((tie) => colors.yellow(`  ${model} has a conflict of interest: ${conflictPhrase(tie)}.`)),
    ),
    ...barred.map((tie) => colors.yellow(`  ${tie.model} does not compare them: ${conflictPhrase(tie)}.`)),
  ]
}

function jurorText(juror: HeadToHead['jurors'][number], nameOf: NameOf): string {
  if (juror.status === 'unscored') return `${juror.model}: no result. ${juror.reason}`
  const blind = blindText(juror.blind, nameOf)
  return [`${juror.model}: ${resultText(juror.result, nameOf)}.`, ...(blind === null ? [] : [blind.text])].join(' ')
}
