import type { Proposal, ProposalSource } from '../../../contracts/proposal.js'
import type { SteeringPassage } from '../../../contracts/steering.js'
import { rowPath } from '../../../panels/dossier/form/values.js'
import { clearedField } from '../../../panels/dossier/form/values-of-dossier.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { Address, OutsideLink, SourceDays } from '../../../site/pages/record/parts.js'
import { Field, type Shown } from '../dossier/fields.js'
import type { Mark } from './marked-pieces.js'
import { HiddenTexts, MarkedPlaces, PassageWords } from './source-parts.js'

type SourceNoteProps = { proposal: Proposal; source: ProposalSource; rowKey: string; shown: Shown }

/** What intake knows of a source, in its row of the form: where and when it was read, what wants to steer, what is marked in it, and what is hidden. */
export function SourceNote({ proposal, source, rowKey, shown }: SourceNoteProps) {
  const { id, url, publishedOn, isPublishedKnown, retrievedOn, text, hidden, steering } = source
  const isUnchanged = proposal.pages.some(({ status, sources }) => status === 'unchanged' && sources.includes(id))
  return (
    <>
      <p class="meta address">
        <OutsideLink url={url} text={<Address text={revealInvisible(url)} />} />,{' '}
        <SourceDays publishedOn={isPublishedKnown ? publishedOn : null} retrievedOn={retrievedOn} />
        {isUnchanged ? ', unchanged since the last time' : ''}
      </p>
      <SteeringNote {...{ text, hidden, steering, rowKey, shown }} title={source.title} found={foundIn(proposal, id)} />
    </>
  )
}

type SteeringNoteProps = Pick<ProposalSource, 'text' | 'title' | 'hidden' | 'steering'> & {
  rowKey: string
  shown: Shown
  /** What fields rest on, to be marked too. */
  found?: readonly Mark[]
}

/** What in a source wants to steer who reads it, in its row of the form: each passage with the reason for which it is harmless, its place, and what is hidden. */
export function SteeringNote({ text, title, hidden, steering, rowKey, shown, found = [] }: SteeringNoteProps) {
  const steers = steering.flatMap(({ place, start, end }): Mark[] => (place === 'text' ? [{ start, end, kind: 'steers' }] : []))
  const name = revealInvisible(title)
  return (
    <>
      <Passages steering={steering} rowKey={rowKey} shown={shown} />
      <MarkedPlaces text={text} marks={[...found, ...steers]} title={name} />
      <HiddenTexts hidden={hidden} title={name} />
    </>
  )
}

function Passages({ steering, rowKey, shown }: Pick<SourceNoteProps, 'rowKey' | 'shown'> & { steering: readonly SteeringPassage[] }) {
  if (steering.length === 0) return null
  const path = (words: string) => rowPath({ list: 'sources', key: rowKey }, clearedField(words))
  return (
    <div class="flag-box">
      <p>
        <strong>{steering.length === 1 ? 'A passage wants' : `${steering.length} passages want`} to steer who reads this.</strong> A panel
        over the tool is drafted with and without {steering.length === 1 ? 'it, unless you say why it' : 'them, unless you say why each'} is
        harmless.
      </p>
      <ul class="rows">
        {steering.map((passage, index) => (
          <li>
            <PassageWords passage={passage} />
            {steering.findIndex(({ words }) => words === passage.words) === index ? (
              <Field shown={shown} path={path(passage.words)} label="Harmless, because" />
            ) : (
              <p class="meta">The same words as above: what you say there holds here too.</p>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The passages of a source that fields rest on. */
function foundIn({ fields }: Proposal, id: string): Mark[] {
  return Object.values(fields)
    .flat()
    .flatMap((field): Mark[] => (field === null || field.found.source !== id ? [] : [{ ...field.found, kind: 'found' }]))
}
