import type { PanelRecord } from '../../../contracts/record.js'
import type { RecordVerdict } from '../../../contracts/record-verdict.js'
import { openQuestions } from '../../../panels/opinion/questions.js'
import { secondOpinionText } from './opinion-words.js'
import { steeringText } from './steering-words.js'
import { costText, digitsOf, groupDigits, sentenceCase, statusWords } from './words.js'

/** How the page came about: who sat on the panel, what it took, and what names the result. */
export function Making({ record }: { record: PanelRecord }) {
  const { personas, tools, totals } = record
  const opinions = secondOpinionText(tools.flatMap(({ verdicts }) => verdicts.flatMap(questionedIn)))
  const steering = steeringText(
    tools.flatMap(({ verdicts }) => verdicts.flatMap((one) => (one.status === 'drafted' ? (one.steering ?? []) : []))),
  )
  const models = [
    ...new Set(tools.flatMap((tool) => tool.verdicts.flatMap(({ model, jury }) => jury?.jurors.map((juror) => juror.model) ?? [model]))),
  ]
  return (
    <section id="making" aria-labelledby="making-title">
      <h2 id="making-title">How this page was made</h2>
      <dl class="making">
        <dt>Status</dt>
        <dd>{statusWords[record.status].sentence}</dd>
        <dt>Seats</dt>
        <dd>{seatsText(totals)}</dd>
        <dt>{models.length === 1 ? 'Juror' : 'Jurors'}</dt>
        <dd>
          {models.map((model) => (
            <span class="id line">{model}</span>
          ))}
        </dd>
        {opinions === null ? null : (
          <>
            <dt>Second opinion</dt>
            <dd>{opinions}</dd>
          </>
        )}
        {steering === null ? null : (
          <>
            <dt>Steering text</dt>
            <dd>{steering}</dd>
          </>
        )}
        <dt>Personas</dt>
        <dd>
          {personas.map(({ seat, version, sha256 }) => (
            <span class="line">
              {seat}, prompt version {version} · <span class="id">sha256 {sha256.slice(0, 12)}…</span>
            </span>
          ))}
        </dd>
        <dt>Model calls</dt>
        <dd>{callsText(totals.modelCalls)}</dd>
        <dt>Tokens</dt>
        <dd>{tokensText(totals.usage)}</dd>
        <dt>Cost</dt>
        <dd>{sentenceCase(costText(totals.costUsd))}</dd>
        <dt>Content</dt>
        <dd class="id">sha256 {record.contentSha256}</dd>
        <dt>Record</dt>
        <dd class="id">{record.id}</dd>
      </dl>
    </section>
  )
}

/** A draft's second opinion, and how many of its sentences are questioned: all of them are as drafted. */
function questionedIn(verdict: RecordVerdict) {
  if (verdict.status === 'unscored' || verdict.opinion === undefined) return []
  const { opinion } = verdict
  return [{ opinion, questioned: openQuestions({ opinion, draft: verdict, current: verdict }).length }]
}

function seatsText({ seats, drafts, drafted, unscored }: PanelRecord['totals']): string {
  const rest = unscored === 0 ? '' : `; ${unscored} unscored, counted neither as ship nor as skip`
  const each = drafts === undefined ? '' : `, from ${digitsOf(drafts, 'draft')}`
  return `${groupDigits(drafted)} of ${digitsOf(seats, 'seat')} drafted${each}${rest}`
}

function callsText({ recorded, authored }: PanelRecord['totals']['modelCalls']): string {
  const parts = [
    ...(recorded > 0 ? [`${groupDigits(recorded)} recorded: what a model said`] : []),
    ...(authored > 0 ? [`${groupDigits(authored)} authored: written by people as a sample, in the form of a model’s reply`] : []),
  ]
  return parts.length === 0 ? 'None was finished' : parts.join('; ')
}

/** Tokens as the providers counted them. In an authored sample they are part of the imitation, like the reply itself. */
function tokensText({ inputTokens, cachedInputTokens, outputTokens }: PanelRecord['totals']['usage']): string {
  const known = (count: number | null, what: string) => (count === null ? `${what} not known` : `${groupDigits(count)} ${what}`)
  if (inputTokens === null && outputTokens === null) return 'Not known'
  const cached = cachedInputTokens === null || cachedInputTokens === 0 ? '' : ` (${groupDigits(cachedInputTokens)} from a cache)`
  return `${known(inputTokens, 'in')}${cached}, ${known(outputTokens, 'out')}`
}
