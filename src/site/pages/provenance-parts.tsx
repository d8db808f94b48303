import type { HandKind } from '../../contracts/review.js'
import type { PublishedTool, SentenceCounts } from '../../contracts/site.js'
import type { SiteTool } from '../views/summaries.js'
import { siteName } from './identity.js'
import type { SiteLinks } from './links.js'
import { secondOpinionText } from './record/opinion-words.js'
import { Day } from './record/parts.js'
import { steeringText } from './record/steering-words.js'
import { dash, digitsOf, groupDigits, listWords } from './record/words.js'
import { renderOnce } from './rendered-parts.js'

/** What the underlines below it mean. */
export function SentenceLegend() {
  return (
    <p class="legend">
      Sentence by sentence: unmarked, as drafted · <span class="by-edited">edited by people</span> ·{' '}
      <span class="by-person">written by people</span> · <span class="unsupported">no source carries it</span>
    </p>
  )
}

/** Leads on from what a jury is to the rule it goes by. */
export function JuryRuleLink({ links }: { links: SiteLinks }) {
  return (
    <>
      {' '}
      <a href={links.to('/how-it-works#jury')}>The rule</a>
    </>
  )
}

/** The sum of several counts; the share is counted again from the sums. */
export function sumSentences(counts: readonly SentenceCounts[]): SentenceCounts {
  const sum = (key: 'model' | 'edited' | 'person' | 'total') => counts.reduce((total, count) => total + count[key], 0)
  const [edited, person, total] = [sum('edited'), sum('person'), sum('total')]
  const changedPercent = total === 0 ? null : Math.round((100 * (edited + person)) / total)
  return { model: sum('model'), edited, person, total, changedPercent }
}

/** The share of sentences that people changed, such as `12%`: never 0% where one was changed, nor 100% where one was not. Pure. */
export function changedText({ model, changedPercent, total }: SentenceCounts): string {
  if (changedPercent === null) return dash
  if (changedPercent === 0 && model < total) return 'under 1%'
  return changedPercent === 100 && model > 0 ? 'over 99%' : `${changedPercent}%`
}

/** Whose sentences they are, as one bar and in words; nothing without a sentence. Widths are in the drawing: the page allows no inline style. */
export function SentenceBar({ counts }: { counts: SentenceCounts }) {
  const { model, edited, person, total } = counts
  if (total === 0) return null
  const words = `${groupDigits(model)} as drafted, ${groupDigits(edited)} edited, ${groupDigits(person)} written by people`
  return (
    <>
      <svg
        class="bar"
        viewBox={`0 0 ${total} 1`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Of ${digitsOf(total, 'sentence')}: ${words}`}
      >
        <rect class="bar-model" width={model} height="1" />
        <rect class="bar-edited" x={model} width={edited} height="1" />
        <rect class="bar-person" x={model + edited} width={person} height="1" />
      </svg>
      <span class="line">{words}</span>
    </>
  )
}

type HowMadeProps = {
  tools: readonly SiteTool[]
  links: SiteLinks
}

/** How the page came about: who drafted, changed and approved it, once for each publication its tools come from. */
export function HowMade({ tools, links }: HowMadeProps) {
  const publications = [...new Set(tools.map(({ contentSha256 }) => contentSha256))].map((hash) =>
    tools.filter(({ contentSha256 }) => contentSha256 === hash),
  )
  return (
    <section id="making" aria-labelledby="making-title">
      <h2 id="making-title">How this page was made</h2>
      {publications.map((own) => {
        const publication = () => <Publication tools={own} names={publications.length > 1} links={links} />
        const [first, ...others] = own
        // Of a publication with one tool here, many comparisons of that tool say the same.
        if (first === undefined || others.length > 0) return publication()
        return renderOnce(links.parts, { of: first, key: `making, ${publications.length > 1}` }, publication)
      })}
      <p class="more">
        <a href={links.to('/how-it-works')}>How {siteName(links)} works</a>, with figures over everything published.
      </p>
    </section>
  )
}

type PublicationProps = HowMadeProps & { names: boolean }

function Publication({ tools, names, links }: PublicationProps) {
  const [first] = tools
  if (first === undefined) return null
  const { approval, editors, contentSha256, recordId, publishedAt } = first
  const counts = sumSentences(tools.flatMap(({ provenance }) => provenance.map(({ all }) => all)))
  return (
    <dl class="making">
      {names ? (
        <>
          <dt>Tool</dt>
          <dd>{listWords(tools.map(({ tool }) => tool.name))}</dd>
        </>
      ) : null}
      <dt>Drafted by</dt>
      <dd>
        <Drafters tools={tools} />
      </dd>
      <Jurors tools={tools} />
      <SecondOpinion tools={tools} />
      <SteeringText tools={tools} />
      <dt>Prompts</dt>
      <dd>
        <Prompts site={first} links={links} />
      </dd>
      <dt>Edited by</dt>
      <dd>{editors === 0 ? 'No one: every verdict is as drafted' : editors === 1 ? 'One person' : `${groupDigits(editors)} people`}</dd>
      <dt>Sentences</dt>
      <dd>
        {counts.total === 0 ? 'None' : `${changedText(counts)} were changed by people`}
        <SentenceBar counts={counts} />
      </dd>
      <dt>Approved by</dt>
      <dd>
        {approval.by}, <Day on={approval.at} />: {fourEyesText(approval)}
      </dd>
      <dt>Published</dt>
      <dd>
        <Day on={publishedAt} />
      </dd>
      <dt>Content</dt>
      <dd class="id">
        sha256 {contentSha256}, of record {recordId}
      </dd>
      <Rebuild recordId={recordId} links={links} />
    </dl>
  )
}

/** Where the recordings behind the drafts are, in one file. Files without a server have it on the live site alone. */
function Rebuild({ recordId, links }: { recordId: string; links: SiteLinks }) {
  const path = `/records/${recordId}/bundle`
  const { mode } = links
  const href = mode.kind === 'live' ? links.to(path) : mode.liveUrl === null ? null : `${mode.liveUrl}${path}`
  if (href === null) return null
  return (
    <>
      <dt>Rebuild it</dt>
      <dd>
        <a href={href} rel="nofollow">
          One file with the recordings
        </a>
        , from which <span class="id">panel verify</span> makes the panel’s drafts again, offline
      </dd>
    </>
  )
}

/** Said as it was: whether the approver had a hand in the record. Where only editing was looked at, no more than that is said. */
function fourEyesText({ fourEyes, did }: PublishedTool['approval']): string {
  if (did === undefined) return fourEyes ? 'by someone who had edited none of it' : 'without four eyes, by someone who may have edited it'
  if (fourEyes) return 'four eyes, by someone who had written and accepted nothing in it, and kept nothing that blocked'
  if (did.length === 0) return 'without four eyes: someone who had a hand in it decided on it'
  return `without four eyes: the same person had ${listWords(did.map((kind) => handWords[kind]))} and approved it`
}

const handWords: Record<HandKind, string> = { wrote: 'written in it', accepted: 'accepted verdicts', waived: 'kept what blocked' }

/** Each model with how many verdicts it drafted, and whether people wrote those as a sample. */
function Drafters({ tools }: { tools: readonly SiteTool[] }) {
  const verdicts = tools.flatMap(({ tool }) => tool.verdicts)
  const kinds = [...new Set(verdicts.map(({ model, origin }) => JSON.stringify([model, origin])))]
  return (
    <>
      {kinds.map((kind) => {
        const own = verdicts.filter(({ model, origin }) => JSON.stringify([model, origin]) === kind)
        const [first] = own
        const isSample = first?.origin === 'authored'
        return (
          <span class="line">
            <span class="id">{first?.model}</span>, {digitsOf(own.length, 'verdict')}
            {isSample ? ': written by people as a sample, in the form of a model’s reply' : null}
          </span>
        )
      })}
    </>
  )
}

/** Of seats with several drafts, every model that made one. */
function Jurors({ tools }: { tools: readonly SiteTool[] }) {
  const juries = tools.flatMap(({ tool }) => tool.verdicts.flatMap(({ jury }) => jury ?? []))
  if (juries.length === 0) return null
  return (
    <>
      <dt>Jurors</dt>
      <dd>
        {[...new Set(juries.flatMap(({ jurors }) => jurors.map(({ model }) => model)))].map((model) => (
          <span class="id line">{model}</span>
        ))}
      </dd>
    </>
  )
}

/** That a second model read the drafts; what it thinks is for reviewers. */
function SecondOpinion({ tools }: { tools: readonly SiteTool[] }) {
  const text = secondOpinionText(
    tools.flatMap(({ tool }) =>
      tool.verdicts.flatMap((verdict) =>
        verdict.status === 'drafted' ? [{ opinion: verdict.opinion, questioned: verdict.review.questioned ?? 0 }] : [],
      ),
    ),
  )
  return text === null ? null : (
    <>
      <dt>Second opinion</dt>
      <dd>{text}</dd>
    </>
  )
}

/** That sources hold text that wants to steer, and whether it changed a call. */
function SteeringText({ tools }: { tools: readonly SiteTool[] }) {
  const text = steeringText(
    tools.flatMap(({ tool }) => tool.verdicts.flatMap((one) => (one.status === 'drafted' ? (one.steering ?? []) : []))),
  )
  return text === null ? null : (
    <>
      <dt>Steering text</dt>
      <dd>{text}</dd>
    </>
  )
}

function Prompts({ site, links }: { site: SiteTool; links: SiteLinks }) {
  return (
    <>
      {site.personas.map(({ id, seat, version, sha256 }) => (
        <span class="line">
          <a href={links.to(`/personas/${id}`)}>{seat}</a>, version {version} · <span class="id">sha256 {sha256.slice(0, 12)}…</span>
        </span>
      ))}
    </>
  )
}
