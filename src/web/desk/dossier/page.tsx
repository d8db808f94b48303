import type { Child } from 'hono/jsx'
import { rowPath, rowsOf } from '../../../panels/dossier/form/values.js'
import type { DraftStart } from '../../../panels/dossier-drafts.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { clip } from '../../../platform/text/clip.js'
import { digitsOf } from '../../../site/pages/record/words.js'
import { ProblemBox } from '../parts.js'
import { draftPath } from '../paths.js'
import { wholeFieldName } from './field-names.js'
import type { Shown } from './fields.js'
import { fieldMessages, messagesHead, placesOf } from './messages.js'
import { FactsPart, PlansPart, SourcesPart } from './rows-part.js'
import type { SourceNotes } from './source-row.js'
import { type Beside, type PartProps, RivalsPart, TermsPart, ToolPart } from './tool-part.js'

export type FormPageProps = {
  id: string
  start: DraftStart
  revision: number
  window: string
  shown: Shown
  categories: readonly string[]
  today: string
  /** What is said about the whole, above the form. */
  above?: Child
  beside?: Beside
  sourceNotes?: SourceNotes
  notes?: Readonly<{ facts?: Child; license?: Child; price?: string }>
}

/** A dossier as a form: saved as a draft while it is written, and kept as a version of its tool when it is right. */
export function DossierFormPage(props: FormPageProps) {
  const { id, start, revision, window, shown, categories, today, above, notes = {} } = props
  const part: PartProps = { shown, sources: sourceChoices(shown), beside: props.beside ?? (() => null) }
  return (
    <>
      <Summary shown={shown} />
      <ConflictSummary shown={shown} />
      {above}
      <p class="meta">Fields marked “needed” have to be filled in before the dossier is kept. A draft may lack any of them.</p>
      <form method="post" action={draftPath(id)} enctype="multipart/form-data" class="dossier" data-dossier={draftPath(id)}>
        <StartFields start={start} />
        <input type="hidden" name="revision" value={String(revision)} />
        <input type="hidden" name="window" value={window} />
        {/* Enter in a field saves, and adds no row. */}
        <button type="submit" name="do" value="save" class="hide" tabindex={-1}>
          Save
        </button>
        <ToolPart {...part} categories={categories} />
        <SourcesPart {...part} today={today} notes={props.sourceNotes ?? (() => null)} />
        <FactsPart {...part} note={notes.facts ?? null} />
        <TermsPart {...part} notes={{ license: notes.license, ...(notes.price === undefined ? {} : { price: notes.price }) }} />
        <PlansPart {...part} />
        <RivalsPart {...part} />
        <div class="actions form-end">
          <button type="submit" name="do" value="keep">
            Keep as the tool’s dossier
          </button>
          <button type="submit" name="do" value="save" class="quiet">
            Save draft
          </button>
          <p class="meta" id="saved" role="status">
            {revision === 0 ? 'Not saved yet.' : 'Saved as a draft.'}
          </p>
        </div>
        <SelectionBar />
      </form>
    </>
  )
}

function StartFields({ start }: { start: DraftStart }) {
  const of = start.origin === 'intake' ? start.intakeId : start.origin === 'new' ? '' : start.sha256
  return (
    <>
      <input type="hidden" name="origin" value={start.origin} />
      <input type="hidden" name="of" value={of} />
    </>
  )
}

/** Every passage has the choice of every source. */
const longestChoice = 60

function sourceChoices({ values }: Shown): [key: string, words: string][] {
  return rowsOf(values, 'sources').map((row, index) => {
    const title = (values[rowPath(row, 'title')] ?? '').trim()
    return [row.key, title === '' ? `Source ${index + 1}` : revealInvisible(clip(title, longestChoice))]
  })
}

/** All that is wrong, each a link to its field. */
function Summary({ shown: { problems, values } }: { shown: Shown }) {
  const messages = fieldMessages(problems, values)
  if (messages.length === 0) return null
  return (
    <ProblemBox head={messagesHead(messages.length)}>
      <ol>
        {messages.map(({ field, named, fix, isOfOthers }) => (
          <li data-problem={field} data-of-others={isOfOthers ? '' : undefined}>
            <a href={`#${field}`}>{named}</a> <span class="fix">{fix}</span>
          </li>
        ))}
      </ol>
    </ProblemBox>
  )
}

function ConflictSummary({ shown }: { shown: Shown }) {
  const paths = Object.keys(shown.conflicts)
  if (paths.length === 0) return null
  return (
    <div class="flag-box" id="conflicts" role="alert">
      <p>
        <strong>{digitsOf(paths.length, 'field')} changed in several places at once.</strong> Both texts are here and nothing is lost:
        choose one for each, then save.
      </p>
      <ul>
        {paths.map((path) => (
          <li>
            <a href={`#${path}-conflict`}>{wholeFieldName(path, placesOf(shown.values))}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Appears with a selection in a source's text. Its words are filled in by the page's script. */
function SelectionBar() {
  return (
    <div class="selection-bar" id="selection" hidden>
      <p class="meta" id="selection-what"></p>
      <button type="button" id="selection-add">
        Add as a fact <kbd>Ctrl</kbd> <kbd>Enter</kbd>
      </button>
      <button type="button" class="quiet" id="selection-use" hidden></button>
    </div>
  )
}
