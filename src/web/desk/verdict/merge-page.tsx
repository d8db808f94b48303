import type { Revision, VerdictContent } from '../../../contracts/revision.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { readJsonText } from '../../../platform/input/bounded-json.js'
import type { Around, Choice, Conflict } from '../../../review/rules/conflicts.js'
import type { Merge } from '../../../review/rules/merge.js'
import { diffWords } from '../../../review/rules/word-diff.js'
import type { VerdictView } from '../../../review/views.js'
import { Moment } from '../parts.js'
import { verdictPath } from '../paths.js'
import { VerdictChanges, Words } from './diff.js'
import { Hidden, LineField, type Problems } from './fields.js'
import { contentFields, toForm } from './form-content.js'
import { actionPath } from './links.js'
import { type Notice, NoticeBox } from './notices.js'
import { authorOf } from './verdict-head.js'

export type MergeProps = {
  view: VerdictView
  /** The revision that both began on; null where there is no common one. */
  base: Revision | null
  /** What was saved in between. */
  theirs: Revision
  yours: VerdictContent
  merge: Merge | null
  choices: Readonly<Record<string, Choice>>
  reason: string
  problems: Problems
  notice: Notice | null
  now: Date
}

/** Two edits of one verdict: what each changed, the two in one, and a choice for each place where both changed the same words. */
export function MergePage(props: MergeProps) {
  const { view, base, theirs, yours, merge, now, notice } = props
  const start = base?.content ?? theirs.content
  return (
    <div class="merge" data-keys="merge">
      <p class="kicker">
        {revealInvisible(view.persona.seat)} on {revealInvisible(view.tool.name)}
      </p>
      <h1 class="title">Someone saved in between</h1>
      <p class="lede">
        {authorOf(theirs)} saved revision {theirs.number} while you were writing
        {base === null ? null : ` on revision ${base.number}`}. Your words are all here, and in your own draft; nothing of theirs is lost
        either.
      </p>
      <NoticeBox notice={notice} />
      <form method="post" action={actionPath(view.recordId, view.verdictId, 'merge')} id="merge">
        <Hidden
          fields={[['base', base === null ? '' : String(base.number)], ['theirs', String(theirs.number)], ...contentFields(toForm(yours))]}
        />
        {merge?.status === 'conflict' ? <Conflicts conflicts={merge.conflicts} choices={props.choices} /> : null}
        {merge === null ? <NoBase /> : <Merged merge={merge} theirs={theirs} />}
        <LineField name="reason" label="Reason" value={props.reason} problems={props.problems} hint="For those who read the history." />
        <div class="actions">
          {merge === null ? null : (
            <button type="submit" name="do" value="merge">
              Save both in one
            </button>
          )}
          <button type="submit" name="do" value="edit" class="quiet">
            {merge === null ? 'Take mine into the editor, on top of theirs' : 'Look at it in the editor first'}
          </button>
          <a href={verdictPath(view.recordId, view.verdictId)}>Back to the verdict; my words stay in my draft</a>
        </div>
      </form>
      <div class="two-up versions">
        <section class="block">
          <h2>
            Theirs <span class="meta">revision {theirs.number}</span>
          </h2>
          <p class="meta">
            {authorOf(theirs)}, <Moment at={theirs.at} now={now} />
            {theirs.reason === null ? null : <>: “{revealInvisible(theirs.reason)}”</>}
          </p>
          {base === null ? null : <VerdictChanges before={start} after={theirs.content} />}
        </section>
        <section class="block">
          <h2>
            Yours <span class="meta">not saved as a revision yet</span>
          </h2>
          <VerdictChanges before={start} after={yours} />
        </section>
      </div>
    </div>
  )
}

function NoBase() {
  return (
    <p class="flag-box">
      Both of you wrote this verdict from nothing, so there is no version to merge over. Take yours into the editor and work theirs in, or
      leave theirs as it is.
    </p>
  )
}

function Merged({ merge, theirs }: { merge: Merge; theirs: Revision }) {
  return (
    <section class="block">
      <h2>
        Both in one{' '}
        <span class="meta">
          {merge.status === 'clean'
            ? 'you changed different words: nothing needs a decision'
            : 'where nothing is chosen yet, both versions are kept'}
        </span>
      </h2>
      <p class="meta">Against revision {theirs.number}:</p>
      <VerdictChanges before={theirs.content} after={merge.content} />
    </section>
  )
}

function Conflicts({ conflicts, choices }: { conflicts: readonly Conflict[]; choices: MergeProps['choices'] }) {
  return (
    <section class="block" id="conflicts">
      <h2>
        {conflicts.length === 1 ? 'One place' : `${conflicts.length} places`} where you both changed the same{' '}
        <span class="meta">choose for each</span>
      </h2>
      {conflicts.map((conflict, index) => (
        <ConflictChoice conflict={conflict} index={index} chosen={choices[conflict.id]} />
      ))}
    </section>
  )
}

type ChoiceProps = { conflict: Conflict; index: number; chosen: Choice | undefined }

function ConflictChoice({ conflict: { id, base, theirs, yours, around }, index, chosen }: ChoiceProps) {
  const isWhole = /(?:^call|(?:passage|deadline|probability))(?: \d+)?$/.test(id) || theirs === null || yours === null
  const versions: { value: Choice; word: string; text: string | null }[] = [
    { value: 'theirs', word: 'Theirs', text: theirs },
    { value: 'yours', word: 'Yours', text: yours },
  ]
  return (
    <fieldset class="conflict" id={`conflict-${index}`}>
      <legend>{placeWords(id)}</legend>
      <input type="hidden" name={`conflict.${index}`} value={id} />
      <p class="meta">It was: {isNothing(base, around) ? 'nothing' : <bdi class="was">{inSentence(readable(base ?? ''), around)}</bdi>}</p>
      <div class="choices">
        {versions.map(({ value, word, text }) => (
          <div class="choice">
            <input type="radio" name={`choice.${index}`} value={value} id={`choice-${index}-${value}`} checked={chosen === value} />
            <label for={`choice-${index}-${value}`}>{word}</label>
            <p class="version">
              {text === null ? (
                <i>Remove it.</i>
              ) : isNothing(text, around) ? (
                <i>No words here.</i>
              ) : (
                <>
                  {revealInvisible(around?.before ?? '')}
                  <Words parts={diffWords(readable(base ?? ''), readable(text))} />
                  {revealInvisible(around?.after ?? '')}
                </>
              )}
            </p>
          </div>
        ))}
        {isWhole ? null : (
          <div class="choice">
            <input type="radio" name={`choice.${index}`} value="both" id={`choice-${index}-both`} checked={chosen === 'both'} />
            <label for={`choice-${index}-both`}>Both, theirs first</label>
          </div>
        )}
      </div>
    </fieldset>
  )
}

/** Whether a version has no word to show, nor a sentence around it. */
function isNothing(text: string | null, around: Around | undefined): boolean {
  return `${around?.before ?? ''}${text ?? ''}${around?.after ?? ''}`.trim() === ''
}

/** A version in its whole sentence. */
function inSentence(text: string, around: Around | undefined): string {
  return revealInvisible(`${around?.before ?? ''}${text}${around?.after ?? ''}`.trim())
}

/** A conflict's name as people say it: `evidence 2 passage`, `answer moat`. */
function placeWords(id: string): string {
  return `${id.charAt(0).toUpperCase()}${revealInvisible(id.slice(1))}`
}

/** A value in a conflict: a text as it is, a whole item (which comes as JSON) as the texts in it. */
function readable(value: string): string {
  if (!/^[[{]/.test(value)) return value
  // A text may begin like JSON and be none.
  const read = readJsonText(value)
  return 'value' in read && typeof read.value === 'object' && read.value !== null
    ? Object.values(read.value).map(String).join(' · ')
    : value
}
