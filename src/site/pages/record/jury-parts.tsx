import type { Child } from 'hono/jsx'
import type { RecordTool } from '../../../contracts/record.js'
import type { Jury, RecordVerdict } from '../../../contracts/record-verdict.js'
import { barredText, dissentOf, dissentText, draftName, juryNote, juryText, repeatsText, unstableText } from './jury-words.js'
import { CallMark } from './parts.js'
import { Quote } from './quote.js'
import { EvidenceItem, SourceLine } from './seat-parts.js'
import { tieText } from './words.js'

/** Under a seat's call: what its jurors come to, and each one's call beside its model. Nothing for a seat of a single draft. */
export function JuryLine({ verdict }: { verdict: RecordVerdict }) {
  const { jury } = verdict
  if (jury === undefined) return null
  const unstable = unstableText(jury)
  return (
    <div class="jury">
      <p>{juryText(verdict)}</p>
      <ul>
        {jury.jurors.map((juror) => (
          <li>
            <JurorSays juror={juror} />
          </li>
        ))}
      </ul>
      {unstable === null ? null : <p class="flag">{unstable}</p>}
    </div>
  )
}

/** A juror's call, its model, how its repeats went and what ties it to the tool. */
export function JurorSays({ juror }: { juror: Jury['jurors'][number] }) {
  const repeats = repeatsText(juror)
  return (
    <>
      <CallMark call={juror.call} /> <span class="id">{juror.model}</span>
      {repeats === null ? null : <span class="repeats"> {repeats}</span>}
      {juror.conflict === undefined ? null : <span class="tie"> {tieText(juror.conflict)}</span>}
    </>
  )
}

/** What speaks best against the call, in the words of the juror who said it; closed until someone asks. */
export function Dissent({ verdict, tool, anchor }: { verdict: RecordVerdict; tool: RecordTool; anchor: string }) {
  const dissent = dissentOf(verdict)
  if (dissent === null || verdict.jury === undefined) return null
  const { draft } = dissent
  const place = `${anchor}--dissent`
  return (
    <details class="dissent" id={place}>
      <summary>{dissentText(dissent, verdict.jury)}; the best argument</summary>
      <p class="by">
        <CallMark call={draft.call} /> <span class="id">{draftName(draft, verdict.jury)}</span>, as drafted
      </p>
      <Quote quote={draft.quote} evidence={draft.evidence} anchor={place} />
      {draft.evidence.length === 0 ? null : (
        <div class="evidence">
          <ol>
            {draft.evidence.map((item, index) => (
              <EvidenceItem item={item} number={index + 1} anchor={place}>
                <SourceLine id={item.source} tool={tool} />
              </EvidenceItem>
            ))}
          </ol>
        </div>
      )}
    </details>
  )
}

/** What jurors, seats and a split are, above the first of them; `more` may lead on. Nothing where no seat has several drafts. */
export function JuryNote({ tools, more = null }: { tools: readonly RecordTool[]; more?: Child }) {
  const note = juryNote(tools)
  return note === null ? null : (
    <p class="jury-note">
      {note}
      {more}
    </p>
  )
}

/** Jurors that do not judge a tool, and why. */
export function Barred({ barred = [] }: Pick<RecordTool, 'barred'>) {
  if (barred.length === 0) return null
  return (
    <div class="term">
      {barred.map((one) => (
        <p class="tie">{barredText(one)}</p>
      ))}
    </div>
  )
}
