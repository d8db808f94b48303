import type { PageReport, Proposal, ProposalSource } from '../../../contracts/proposal.js'
import type { SteeringPassage } from '../../../contracts/steering.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { Address, OutsideLink, SourceDays } from '../../../site/pages/record/parts.js'
import { sentenceCase } from '../../../site/pages/record/words.js'
import type { PartProps } from './field-parts.js'
import type { InputProblem, SourceValues } from './form-values.js'
import { Input } from './found.js'
import { Keep } from './list-parts.js'
import type { Mark } from './marked-pieces.js'
import { PassageWords, SourceTexts } from './source-parts.js'

/** The sources as they were read, each with its text, what is hidden in it, and what wants to steer. */
export function SourcesPart({ proposal, values, problems }: PartProps) {
  const marks = marksOf(proposal)
  const unchanged = new Set(proposal.pages.flatMap(({ status, sources }: PageReport) => (status === 'unchanged' ? sources : [])))
  return (
    <section class="block" id="sources" aria-labelledby="sources-title">
      <h2 id="sources-title">
        Sources <span class="meta num">{proposal.sources.length}</span>
      </h2>
      <ul class="rows">
        {proposal.sources.map((source, index) => (
          <SourceRow
            source={source}
            index={index}
            isUnchanged={unchanged.has(source.id)}
            values={values.sources[index] ?? { isKept: true, title: source.title, cleared: [] }}
            marks={marks.get(source.id) ?? []}
            problems={problems}
          />
        ))}
      </ul>
    </section>
  )
}

type SourceRowProps = {
  source: ProposalSource
  index: number
  isUnchanged: boolean
  values: SourceValues
  marks: readonly Mark[]
  problems: readonly InputProblem[]
}

function SourceRow({ source, index, isUnchanged, values, marks, problems }: SourceRowProps) {
  const { kind, publisher, url, publishedOn, isPublishedKnown, retrievedOn, text, hidden, steering } = source
  const id = `source-${index}`
  const title = revealInvisible(source.title)
  return (
    <li class="source-row" id={`source-${source.id}`}>
      <Input id={`${id}-title`} label={`Source ${index + 1}`} value={values.title} problems={problems} />
      <p class="meta address">
        <OutsideLink url={url} text={<Address text={revealInvisible(url)} />} />
      </p>
      <p class="meta">
        {sentenceCase(kind.replaceAll('-', ' '))} by {revealInvisible(publisher)},{' '}
        <SourceDays publishedOn={isPublishedKnown ? publishedOn : null} retrievedOn={retrievedOn} />
        {isUnchanged ? ', unchanged since the last time' : ''}
      </p>
      <Keep id={id} label="Keep this source" isKept={values.isKept} />
      <Passages steering={steering} index={index} cleared={values.cleared} problems={problems} />
      <SourceTexts text={text} marks={marks} hidden={hidden} title={title} />
    </li>
  )
}

type PassagesProps = { steering: readonly SteeringPassage[]; index: number; cleared: readonly string[]; problems: readonly InputProblem[] }

function Passages({ steering, index, cleared, problems }: PassagesProps) {
  if (steering.length === 0) return null
  return (
    <div class="flag-box">
      <p>
        <strong>{steering.length === 1 ? 'A passage wants' : `${steering.length} passages want`} to steer who reads this.</strong> A panel
        over the tool is drafted with and without {steering.length === 1 ? 'it, unless you say why it' : 'them, unless you say why each'} is
        harmless.
      </p>
      <ul class="rows">
        {steering.map((passage, place) => (
          <li>
            <PassageWords passage={passage} />
            <Input id={`cleared-${index}-${place}`} label="Harmless, because" value={cleared[place] ?? ''} problems={problems} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What is marked in each source's text: what fields rest on, and what wants to steer. */
function marksOf({ fields, sources }: Proposal): Map<string, Mark[]> {
  const marks = new Map<string, Mark[]>(sources.map(({ id }) => [id, []]))
  for (const field of Object.values(fields).flat()) {
    if (field === null) continue
    const { source, start, end } = field.found
    marks.get(source)?.push({ start, end, kind: 'found' })
  }
  for (const { id, steering } of sources) {
    for (const { place, start, end } of steering) if (place === 'text') marks.get(id)?.push({ start, end, kind: 'steers' })
  }
  return marks
}
