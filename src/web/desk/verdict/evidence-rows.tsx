import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { checkPersonsQuote } from '../../../review/check-quotes.js'
import type { VerdictView } from '../../../review/views.js'
import { Passage } from '../../../site/pages/record/passage.js'
import { sentenceCase } from '../../../site/pages/record/words.js'
import { LineField, type Problems, SelectField, TextField } from './fields.js'
import { Fold } from './fold.js'
import type { FormContent } from './form-content.js'
import { QuoteStatus } from './quote-status.js'
import { type Reading, writtenBy } from './reading.js'

type RowsProps = { view: VerdictView; reading: Reading; problems: Problems; rowsPath: string }

/** What a template's row has in place of its index and number, which the script replaces; no other text of a row holds them. */
const templateIndex = 987_650_000

/** The evidence of a verdict in its form, with ways to add a piece: an empty row, or a passage by its numbers; the script adds one by selection. */
export function EvidenceRows(props: RowsProps) {
  const { evidence } = props.reading.content
  const empty = { source: props.view.dossier.sources[0]?.id ?? '', quote: '', shows: '' }
  return (
    <Fold id="evidence" title="Evidence" count={evidence.length}>
      {props.problems.get('evidence') === undefined ? null : <p class="problem">{props.problems.get('evidence')}</p>}
      {evidence.length === 0 ? <p class="empty">Nothing is quoted yet. Select a passage in a source, or copy it to the letter.</p> : null}
      {evidence.map((row, index) => (
        <EvidenceRow {...props} row={row} index={index} />
      ))}
      <button type="submit" name="do" value="add-evidence" formaction={props.rowsPath} class="quiet add">
        Add evidence
      </button>
      <template id="evidence-row" data-index={String(templateIndex)} data-number={String(templateIndex + 1)}>
        <EvidenceRow {...props} row={empty} index={templateIndex} />
      </template>
      <ByNumbers {...props} />
    </Fold>
  )
}

function EvidenceRow({
  view,
  reading,
  problems,
  rowsPath,
  row,
  index,
}: RowsProps & { row: FormContent['evidence'][number]; index: number }) {
  const number = index + 1
  const name = `evidence.${index}`
  const found = reading.evidence[index]
  const kept = keptOf(row, view)
  return (
    <fieldset class="row" id={`evidence-${number}`} data-evidence={String(number)}>
      <legend>Evidence {number}</legend>
      <SelectField name={`${name}.source`} label="Source" value={row.source} problems={problems} options={sourcesOf(view)} />
      <TextField
        name={`${name}.quote`}
        label="Passage, verbatim"
        value={row.quote}
        problems={problems}
        rows={Math.min(5, 1 + Math.ceil(row.quote.length / 70))}
        hint={
          <QuoteStatus
            check={checkPersonsQuote({ ...row, units: kept?.units }, view.dossier)}
            number={number}
            source={row.source}
            isEmpty={row.quote.trim() === ''}
            written={kept?.written ?? null}
            rowsPath={rowsPath}
          />
        }
      />
      <InItsSentence found={found} />
      <TextField
        name={`${name}.shows`}
        label="What it shows"
        value={row.shows}
        problems={problems}
        beside={<ByWords by={writtenBy(reading, `evidence ${number} shows`)} />}
      />
      <button type="submit" name="do" value={`remove-evidence ${number}`} formaction={`${rowsPath}#evidence`} class="link">
        Remove evidence {number}
      </button>
    </fieldset>
  )
}

function ByWords({ by }: { by: string | null }) {
  return by === null ? null : <span class="by">{by}</span>
}

function sourcesOf({ dossier }: VerdictView) {
  return dossier.sources.map(({ id, title }) => ({ value: id, text: revealInvisible(title) }))
}

/** A passage by the numbers of its sentences, without a script and without a mouse. */
function ByNumbers({ view, problems, rowsPath }: RowsProps) {
  const isOpen = ['cite.from', 'cite.to', 'cite.source'].some((name) => problems.has(name))
  return (
    <details class="ask" open={isOpen} id="by-numbers">
      <summary>Add evidence by numbers</summary>
      <p class="meta">“Sentence numbers” above the sources shows them.</p>
      <SelectField
        name="cite.source"
        label="Source to cite"
        value={view.dossier.sources[0]?.id ?? ''}
        problems={problems}
        options={sourcesOf(view)}
      />
      <div class="pair">
        <LineField name="cite.from" label="From sentence" value="" problems={problems} />
        <LineField name="cite.to" label="To sentence" value="" problems={problems} hint="Empty for one sentence." />
      </div>
      <button type="submit" name="do" value="cite-evidence" formaction={rowsPath} class="quiet add">
        Add these sentences
      </button>
    </details>
  )
}

/** The same quote in the current revision, with the numbers it was cited by and what was written for it: the form does not send them. */
function keptOf({ source, quote }: FormContent['evidence'][number], { current }: VerdictView) {
  return current?.content.evidence.find((item) => item.source === source && item.quote === quote)
}

/** The sentence that a passage was cut out of, so that what it leaves out is read with it. */
function InItsSentence({ found }: { found: Reading['evidence'][number] | undefined }) {
  if (found?.status !== 'found' || found.surroundings === undefined) return null
  return (
    <p class="sentence">
      <Passage item={found} />
      {found.warning === undefined ? null : <b class="words off"> {asSentence(sentenceCase(revealInvisible(found.warning)))}</b>}
    </p>
  )
}
