import type { Child } from 'hono/jsx'
import type { PanelRecord } from '../../../contracts/record.js'
import { leanText, splitText } from './lean-words.js'
import { Day } from './parts.js'
import { digitsOf, groupDigits, listWords, statusWords } from './words.js'

/** The name of the paper and the way around the page. */
export function Masthead({ hasPredictions }: { hasPredictions: boolean }) {
  return (
    <header class="masthead">
      <p class="name">Ship Panel</p>
      <nav aria-label="On this page">
        <a href="#scorecard">Scorecard</a>
        {hasPredictions ? <a href="#predictions">Predictions</a> : null}
        <a href="#sources">Sources</a>
        <a href="#making">How it was made</a>
        <a href="#weekly">Newsletter</a>
      </nav>
    </header>
  )
}

/** Title, what the page holds, and to which tool the panel leans. */
export function Intro({ record }: { record: PanelRecord }) {
  const { status, createdAt } = record
  return (
    <IntroText record={record} notice={<DraftNotice record={record} />}>
      {statusWords[status].kicker}
      {status === 'in_review' || status === 'approved' ? ', ' : ' '}
      <Day on={createdAt} />
    </IntroText>
  )
}

export type IntroTextProps = { record: Pick<PanelRecord, 'tools' | 'personas' | 'lean'>; notice?: Child; children: Child }

/** The same; `children` end the line above the title, `notice` ends it all. */
export function IntroText({ record, notice = null, children }: IntroTextProps) {
  const { tools } = record
  const categories = listWords([...new Set(tools.map(({ category }) => category))])
  const split = splitText(record)
  return (
    <div class="intro">
      <p class="kicker">
        {tools.length === 1 ? 'Tool review' : 'Tool comparison'} · {categories} · {children}
      </p>
      <h1>
        {tools.map(({ name }, index) => (
          <>
            {index > 0 ? (
              <>
                {' '}
                <i>vs</i>{' '}
              </>
            ) : null}
            {name}
          </>
        ))}
      </h1>
      <p class="holds">{holdsText(record)}</p>
      <p class="lean">
        {leanText(record)}
        {split === null ? null : ` ${split}`}
      </p>
      <SampleNotice tools={tools} />
      {notice}
    </div>
  )
}

/** What the page holds, in one sentence; also its description for search engines. */
export function holdsText({ tools, personas }: Pick<PanelRecord, 'tools' | 'personas'>): string {
  const subject = tools.length === 1 ? 'One tool: what it is' : `${groupDigits(tools.length)} tools side by side: what each is`
  const reviewers = digitsOf(personas.length, 'reviewer')
  return `${subject} and what it costs, how ${reviewers} called it, the passages they rest on, and what they predict, by when.`
}

/** Says of a record that no one has approved who drafted it. Nothing of one that people wrote, which says so itself. */
function DraftNotice({ record: { status, tools } }: { record: PanelRecord }) {
  const drafted = tools.flatMap((tool) => tool.verdicts).filter((verdict) => verdict.status === 'drafted' && verdict.origin === 'recorded')
  if (status !== 'in_review' || drafted.length === 0) return null
  const models = [...new Set(drafted.map(({ model }) => model))]
  return (
    <p class="notice">
      <b>A draft. </b>
      {`${listWords(models)} drafted these reviews, and no one has approved them: they may be wrong, however sure they sound.`}
    </p>
  )
}

/** Says so when people wrote what looks like a model's words, or a publisher's. Nothing when neither is the case. */
export function SampleNotice({ tools }: Pick<PanelRecord, 'tools'>) {
  const drafted = tools.flatMap((tool) => tool.verdicts).filter((verdict) => verdict.status === 'drafted')
  const authored = drafted.filter(({ origin }) => origin === 'authored').length
  const hasNotes = tools.some((tool) => tool.sources.some(({ origin }) => origin === 'authored'))
  if (authored === 0 && !hasNotes) return null
  return (
    <p class="notice">
      {authored === 0 ? null : <b>A sample. </b>}
      {[...reviewsNotice(authored, drafted.length), ...(hasNotes ? [factsNotice(authored > 0)] : [])].join(' ')}
    </p>
  )
}

function reviewsNotice(authored: number, all: number): string[] {
  if (authored === 0) return []
  if (authored < all) {
    return [
      `${authored} of the ${all} reviews on this page were written by the project’s authors to show the format, not by a model; each says so.`,
    ]
  }
  return ['The reviews on this page were written by the project’s authors to show the format; no model wrote them.']
}

function factsNotice(isSample: boolean): string {
  return isSample
    ? 'The facts about the tools are a sample too, from notes in the authors’ own words.'
    : 'Facts about the tools rest in part on notes that people wrote in their own words, not on a publisher’s text.'
}
