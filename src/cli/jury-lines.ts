import type pc from 'picocolors'
import type { RecordVerdict } from '../contracts/record-verdict.js'
import { isolate } from '../platform/text/text-direction.js'
import { callWord, dissentOf, dissentText, draftName, juryText, repeatsText, unstableText } from '../site/pages/record/jury-words.js'
import { digitsOf, tieText } from '../site/pages/record/words.js'

/* What a scorecard says of a seat that several drafts were made for. */

type Colors = ReturnType<typeof pc.createColors>

/** What the jurors of a seat come to, then each one's call, its model, its repeats and its tie. Empty for a seat of a single draft. */
export function juryLines(verdict: RecordVerdict, colors: Colors): string[] {
  const { jury } = verdict
  if (jury === undefined) return []
  const unstable = unstableText(jury)
  return [
    juryText(verdict) ?? '',
    ...jury.jurors.map((juror) => {
      const repeats = repeatsText(juror)
      const tie = juror.conflict === undefined ? '' : colors.yellow(` ${tieText(juror.conflict)}`)
      return `${colors.dim(`  ${callWord(juror.call).padEnd(7)}  ${isolate(juror.model)}${repeats === null ? '' : `  ${repeats}`}`)}${tie}`
    }),
    ...(unstable === null ? [] : [colors.yellow(unstable)]),
  ]
}

/** The best argument against the call, by the juror who made it; empty where none did. */
export function dissentBlock(verdict: RecordVerdict, colors: Colors): string[] {
  const dissent = dissentOf(verdict)
  if (dissent === null || verdict.jury === undefined) return []
  const { draft } = dissent
  const found = draft.evidence.filter(({ status }) => status === 'found').length
  return [
    [
      `${dissentText(dissent, verdict.jury)}. Its best argument, ${draftName(draft, verdict.jury)}:`,
      `“${isolate(draft.quote)}”`,
      colors.dim(`${found} of ${digitsOf(draft.evidence.length, 'quote')} found in its sources`),
    ].join('\n'),
  ]
}
