import type { Persona } from '../../contracts/persona.js'
import type { ReviewedVerdict } from '../../contracts/reviewed-content.js'
import type { VerdictProvenance } from '../../contracts/site.js'
import { isolate } from '../../platform/text/text-direction.js'
import type { SiteTool } from '../views/summaries.js'
import { InItsParagraph } from './in-paragraph.js'
import type { SiteLinks } from './links.js'
import { sourceAnchor } from './record/anchors.js'
import { Dissent, JuryLine } from './record/jury-parts.js'
import { Marked } from './record/marked-text.js'
import { particularsText } from './record/particular-words.js'
import { Day } from './record/parts.js'
import { Quote } from './record/quote.js'
import { Answers, EvidenceItem, SeatFrame, type SentencesOf, SourceLine, UnscoredBody } from './record/seat-parts.js'
import { digitsOf, groupDigits, listWords, probabilityText, tieText } from './record/words.js'

type Drafted = Extract<ReviewedVerdict, { status: 'drafted' }>

export type SiteSeatProps = { verdict: ReviewedVerdict; site: SiteTool; anchor: string; links: SiteLinks }

/** One persona on one tool as published: its call, its words with what people changed, who wrote them, and what they rest on. */
export function SiteSeat({ verdict, site, anchor, links }: SiteSeatProps) {
  return (
    <SeatFrame call={verdict.call} tool={site.tool} anchor={anchor}>
      <JuryLine verdict={verdict} />
      {verdict.status === 'drafted' ? (
        <DraftedBody verdict={verdict} site={site} anchor={anchor} links={links} />
      ) : (
        <UnscoredBody verdict={verdict} />
      )}
    </SeatFrame>
  )
}

function DraftedBody({ verdict, site, anchor, links }: SiteSeatProps & { verdict: Drafted }) {
  const provenance = site.provenance.find(({ verdictId }) => verdictId === verdict.review.verdictId)
  const sentencesOf: SentencesOf = (field) => provenance?.fields.find((candidate) => candidate.field === field)?.sentences ?? []
  const asks = site.personas.find(({ id }) => id === verdict.persona)?.asks ?? []
  return (
    <>
      <Quote quote={verdict.quote} evidence={verdict.evidence} anchor={anchor} sentences={sentencesOf('quote')} />
      <Byline verdict={verdict} provenance={provenance} links={links} />
      <EvidenceOnDemand verdict={verdict} site={site} anchor={anchor} sentencesOf={sentencesOf} />
      <Dissent verdict={verdict} tool={site.tool} anchor={anchor} />
      <Background verdict={verdict} asks={asks} anchor={anchor} sentencesOf={sentencesOf} />
    </>
  )
}

type BylineProps = { verdict: Drafted; provenance: VerdictProvenance | undefined; links: SiteLinks }

/** Who wrote the quote: model and prompt version, what people changed in it, and flags that were waived, with the reason. */
function Byline({ verdict, provenance, links }: BylineProps) {
  const { persona, personaVersion, review } = verdict
  return (
    <div class="byline">
      <p>
        {writerText(verdict)}{' '}
        {isOfNoDraft(verdict) ? digitsOf(verdict.jury?.jurors.length ?? 0, 'juror') : <span class="id">{verdict.model}</span>},{' '}
        <a href={links.to(`/personas/${persona}`)}>prompt version {personaVersion}</a>
        {review.writtenBy === 'model' || provenance === undefined ? null : `; ${changedText(provenance.quote)}`}
      </p>
      {verdict.conflict === undefined ? null : <p class="tie">{tieText(verdict.conflict)}</p>}
      {verdict.flags
        .filter((flag) => !isAboutParticulars(flag, verdict))
        .map((flag) => (
          <FlagLine flag={flag} waived={review.waivedFlags} />
        ))}
      <Particulars verdict={verdict} />
    </div>
  )
}

function isAboutParticulars(flag: string, { particulars = [] }: Drafted): boolean {
  return particulars.some((mark) => mark.flag === flag)
}

/** How many particulars the sources lack, and why the editors kept them; which they are, on demand. */
function Particulars({ verdict }: { verdict: Drafted }) {
  const text = particularsText(verdict)
  if (text === null) return null
  return (
    <details class="flags">
      <summary class="flag">{text}</summary>
      {verdict.flags
        .filter((flag) => isAboutParticulars(flag, verdict))
        .map((flag) => (
          <FlagLine flag={flag} waived={verdict.review.waivedFlags} />
        ))}
    </details>
  )
}

/** What leads up to the model's name. A sample's replies were written by people in a model's place, and say so. */
function writerText({ origin, review }: Drafted): string {
  if (review.writtenBy === 'people') return 'Written by people, on a seat of'
  if (origin === 'authored') return 'Written by people as a sample, not by a model; filed under'
  return origin === 'recorded' ? 'Drafted by' : 'Filed under'
}

/** Whether people wrote it where no juror's draft stood for the seat: then it is filed under no model of the jury. */
function isOfNoDraft({ jury, review }: Drafted): boolean {
  return jury !== undefined && review.writtenBy === 'people'
}

function changedText({ edited, person, total }: VerdictProvenance['quote']): string {
  if (edited + person === 0) return 'people changed none of the quote’s sentences'
  const parts = [
    ...(edited > 0 ? [`${groupDigits(edited)} edited`] : []),
    ...(person > 0 ? [`${groupDigits(person)} written by people`] : []),
  ]
  return `of its ${digitsOf(total, 'sentence')}, ${listWords(parts)}`
}

function FlagLine({ flag, waived }: { flag: string; waived: Drafted['review']['waivedFlags'] }) {
  const reason = waived.find((waiver) => waiver.flag === flag)?.reason
  return (
    <p class="flag">
      To check: {flag}
      {reason === undefined ? null : `. Let stand: ${isolate(reason)}`}
    </p>
  )
}

type EvidenceProps = { verdict: Drafted; site: SiteTool; anchor: string; sentencesOf: SentencesOf }

/** The passages a verdict rests on, closed until someone asks, with a line that says where they come from. */
function EvidenceOnDemand({ verdict: { evidence }, site, anchor, sentencesOf }: EvidenceProps) {
  if (evidence.length === 0) return <p class="evidence none">No evidence is quoted.</p>
  const notFound = evidence.filter(({ status }) => status === 'not found').length
  return (
    <details class="evidence">
      <summary>
        Evidence: {digitsOf(evidence.length, 'passage')}
        {notFound === 0 ? null : <span class="flag">, {notFound} not found</span>}
      </summary>
      <ol>
        {evidence.map((item, index) => (
          <EvidenceItem item={item} number={index + 1} anchor={anchor}>
            <SourceLine id={item.source} tool={site.tool}>
              {' · '}
              <a href={`#${sourceAnchor(site.tool.slug, item.source)}`}>the copy that was read</a>
            </SourceLine>
            <InItsParagraph item={item} passages={site.passages ?? []} sources={site.tool.sources} />
            <p class="shows">
              Shows:{' '}
              <bdi>
                <Marked text={item.shows} sentences={sentencesOf(`evidence ${index + 1} shows`)} />
              </bdi>
            </p>
          </EvidenceItem>
        ))}
      </ol>
    </details>
  )
}

type BackgroundProps = { verdict: Drafted; asks: Persona['asks']; anchor: string; sentencesOf: SentencesOf }

/** What led to the call and is not part of the quote: the persona's answers, and predictions with how to tell. */
function Background({ verdict: { answers, evidence, predictions }, asks, anchor, sentencesOf }: BackgroundProps) {
  const contents = [
    ...(answers.length > 0 ? [digitsOf(answers.length, 'answer')] : []),
    ...(predictions.length > 0 ? [digitsOf(predictions.length, 'prediction')] : []),
  ]
  if (contents.length === 0) return null
  return (
    <details class="answers">
      <summary>Behind the call: {listWords(contents)}</summary>
      <Answers answers={answers} evidence={evidence} asks={asks} anchor={anchor} sentencesOf={sentencesOf} />
      {predictions.map(({ statement, deadline, probability, resolution }, index) => (
        <div class="prediction">
          <p>
            <b class="num">{probabilityText(probability)}</b> likely by <Day on={deadline} />
          </p>
          <p class="claim">
            <bdi>
              <Marked text={statement} sentences={sentencesOf(`prediction ${index + 1} statement`)} />
            </bdi>
          </p>
          <p>
            How to tell:{' '}
            <bdi>
              <Marked text={resolution} sentences={sentencesOf(`prediction ${index + 1} resolution`)} />
            </bdi>
          </p>
        </div>
      ))}
    </details>
  )
}
