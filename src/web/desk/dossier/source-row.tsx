import type { Child } from 'hono/jsx'
import type { SourceKind } from '../../../contracts/dossier.js'
import { rowPath } from '../../../panels/dossier/form/values.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { Field, KeepField, SelectField, type Shown } from './fields.js'

/** What sources are most often comes first; and none is chosen for anyone. */
const kindWords: Readonly<Record<SourceKind, string>> = {
  website: 'Home page or another page of the site',
  documentation: 'Documentation',
  repository: 'Repository',
  pricing: 'Pricing',
  license: 'License',
  'release-notes': 'Release notes',
  announcement: 'Announcement',
  'model-card': 'Model card',
  registry: 'Package registry',
  notes: 'Notes of our own',
}
const kinds = [['', 'Choose a kind'], ...Object.entries(kindWords)] as const
const origins = [
  ['captured', 'The publisher: it is their text'],
  ['authored', 'We did: notes in our own words'],
] as const

const ofPage = ['url', 'publisher', 'kind', 'origin', 'publishedOn', 'retrievedOn']

/** Whether something of a field is still to be done: it is empty though it is needed, or wrong, or waits for a choice. */
function isOpenQuestion({ values, problems, conflicts }: Shown, path: string): boolean {
  const isEmpty = (values[path] ?? '') === '' && !path.endsWith('.origin')
  return isEmpty || problems.some(({ field }) => field === path) || conflicts[path] !== undefined
}

export type SourceNotes = (key: string) => Child

type SourceRowProps = { shown: Shown; rowKey: string; number: string; notes: SourceNotes }

/** One source: its text, in which passages are selected, and where it is from. */
export function SourceRow({ shown, rowKey, number, notes }: SourceRowProps) {
  const path = (field: string) => rowPath({ list: 'sources', key: rowKey }, field)
  const isRead = (shown.values[path('carried')] ?? '').includes('"capture"')
  const text = shown.values[path('text')] ?? ''
  const title = shown.values[path('title')] ?? ''
  return (
    <li class="source-row" id={`source-${rowKey}`} data-row={`sources.${rowKey}`}>
      <Field shown={shown} path={path('title')} label={`Title of source ${number}`} data={{ 'data-title': rowKey }} />
      {isRead ? (
        <ReadText path={path('text')} text={text} title={title} />
      ) : (
        <Field shown={shown} path={path('text')} rows={8} data={{ 'data-text': rowKey }} />
      )}
      {notes(rowKey)}
      <details class="ask" open={ofPage.some((field) => isOpenQuestion(shown, path(field)))}>
        <summary>Where it is from</summary>
        <Field
          shown={shown}
          path={path('url')}
          inputmode="url"
          hint="Of the page. For notes of our own: the address of what they are about, such as the tool’s home page."
        />
        <Field shown={shown} path={path('publisher')} />
        <div class="side-by-side">
          <SelectField shown={shown} path={path('kind')} options={kinds} />
          <SelectField shown={shown} path={path('origin')} options={origins} />
          <Field
            shown={shown}
            path={path('publishedOn')}
            type="date"
            hint="The day that the page names, often at its top or its end. Where it names none, the day on which you read it; for notes of our own, the day on which they were written."
          />
          <Field shown={shown} path={path('retrievedOn')} type="date" />
        </div>
      </details>
      <KeepField shown={shown} path={path('kept')} label="Keep this source" />
    </li>
  )
}

/** A text as it was read of its page: passages are selected in it, and no one changes it. */
function ReadText({ path, text, title }: { path: string; text: string; title: string }) {
  return (
    <div class="field">
      <label for={path}>
        Text, as it was read<span class="hide"> of {revealInvisible(title)}</span>
      </label>
      <textarea id={path} rows={8} readonly data-text={path.split('.')[1]}>{`\n${text}`}</textarea>
    </div>
  )
}
