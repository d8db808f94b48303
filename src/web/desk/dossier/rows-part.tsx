import type { Child } from 'hono/jsx'
import { type RowList, rowPath, rowsOf } from '../../../panels/dossier/form/values.js'
import { Field, KeepField, Problems, SelectField, type Shown } from './fields.js'
import { type SourceNotes, SourceRow } from './source-row.js'
import { FoundRow, type PartProps } from './tool-part.js'

/** The key of the row in a template; the page's script puts another in its place. */
export const templateKey = '0new'
const nothing: Shown = { values: {}, conflicts: {}, problems: [] }

type RowProps = PartProps & { rowKey: string; number: string }

/** The button that adds a row, and the row for the page's script to add by itself. */
function AddRow({ list, words, children }: { list: RowList; words: string; children: Child }) {
  return (
    <>
      <div class="actions" data-add-before={list}>
        <button type="submit" class="quiet" name="do" value={`add-${list}`} data-add={list}>
          {words}
        </button>
      </div>
      <template id={`row-${list}`}>{children}</template>
    </>
  )
}

/** What is known of the tool, each with the passage that it rests on. */
export function FactsPart(props: PartProps & { note: Child }) {
  const { shown, note, beside } = props
  const rows = rowsOf(shown.values, 'facts')
  return (
    <section class="block" id="facts" aria-labelledby="facts-title">
      <h2 id="facts-title">
        Facts <span class="meta num">{rows.length}</span>
      </h2>
      <p class="meta">
        Each rests on a passage of a source, word for word. Select the passage in the source’s text and add it as a fact, or paste it here.
      </p>
      {note}
      <Problems shown={shown} path="facts" />
      {rows.length === 0 ? beside('facts') : null}
      <ul class="rows">
        {rows.map(({ key }, index) => (
          <FactRow {...props} rowKey={key} number={String(index + 1)} />
        ))}
      </ul>
      <AddRow list="facts" words="Add a fact">
        <FactRow {...props} shown={withKept('facts')} rowKey={templateKey} number="" />
      </AddRow>
    </section>
  )
}

/** A row as it is added. */
function withKept(list: RowList, today = ''): Shown {
  const rest: Record<string, string> = list === 'sources' ? { [`sources.${templateKey}.retrievedOn`]: today } : {}
  return { ...nothing, values: { [`${list}.${templateKey}.kept`]: 'yes', ...rest } }
}

function FactRow({ shown, sources, beside, rowKey, number }: RowProps) {
  const path = (field: string) => rowPath({ list: 'facts', key: rowKey }, field)
  return (
    <li data-row={`facts.${rowKey}`}>
      <FoundRow beside={beside(`facts.${rowKey}`)}>
        <Field shown={shown} path={path('statement')} label={`Fact ${number}`} rows={2} />
        <Field shown={shown} path={path('quote')} rows={2} />
        <SourceOfPassage shown={shown} sources={sources} path={path} keepLabel="Keep this fact" />
      </FoundRow>
    </li>
  )
}

type SourceOfPassageProps = Pick<RowProps, 'shown' | 'sources'> & { path: (field: string) => string; keepLabel: string }

/** The end of a row that rests on a passage: its source, the way to it there, and whether the row is kept. */
function SourceOfPassage({ shown, sources, path, keepLabel }: SourceOfPassageProps) {
  return (
    <div class="side-by-side">
      <SelectField shown={shown} path={path('source')} options={[['', 'Choose a source'], ...sources]} data={{ 'data-sources': '' }} />
      <div class="row-end">
        <button type="button" class="link" data-show="" hidden>
          Show it in the source
        </button>
        <KeepField shown={shown} path={path('kept')} label={keepLabel} />
      </div>
    </div>
  )
}

/** Several plans, each with its passage. */
export function PlansPart(props: PartProps) {
  const rows = rowsOf(props.shown.values, 'plans')
  return (
    <section class="block" id="plans" aria-labelledby="plans-title">
      <h2 id="plans-title">
        Price plans <span class="meta num">{rows.length}</span>
      </h2>
      <Problems shown={props.shown} path="plans" />
      <ul class="rows">
        {rows.map(({ key }, index) => (
          <PlanRow {...props} rowKey={key} number={String(index + 1)} />
        ))}
      </ul>
      <AddRow list="plans" words="Add a price plan">
        <PlanRow {...props} shown={withKept('plans')} rowKey={templateKey} number="" />
      </AddRow>
    </section>
  )
}

function PlanRow({ shown, sources, beside, rowKey, number }: RowProps) {
  const path = (field: string) => rowPath({ list: 'plans', key: rowKey }, field)
  return (
    <li data-row={`plans.${rowKey}`}>
      <FoundRow beside={beside(`plans.${rowKey}`)}>
        <div class="side-by-side">
          <Field shown={shown} path={path('name')} label={`Plan ${number}`} />
          <Field shown={shown} path={path('label')} />
          <Field shown={shown} path={path('amountUsd')} inputmode="decimal" />
          <Field shown={shown} path={path('per')} />
        </div>
        <Field shown={shown} path={path('note')} />
        <Field shown={shown} path={path('quote')} rows={2} />
        <SourceOfPassage shown={shown} sources={sources} path={path} keepLabel="Keep this plan" />
      </FoundRow>
    </li>
  )
}

/** The sources with their texts, in which passages are selected. */
export function SourcesPart({ shown, notes, today }: PartProps & { notes: SourceNotes; today: string }) {
  const rows = rowsOf(shown.values, 'sources')
  return (
    <section class="block sources-pane" id="sources" aria-labelledby="sources-title">
      <h2 id="sources-title">
        Sources <span class="meta num">{rows.length}</span>
      </h2>
      <p class="meta">The texts that all of this rests on: a page of the vendor, a license, a price list. Paste each as it is.</p>
      <Problems shown={shown} path="sources" />
      <ul class="rows">
        {rows.map(({ key }, index) => (
          <SourceRow shown={shown} rowKey={key} number={String(index + 1)} notes={notes} />
        ))}
      </ul>
      <AddRow list="sources" words="Add a source">
        <SourceRow shown={withKept('sources', today)} rowKey={templateKey} number="" notes={() => null} />
      </AddRow>
    </section>
  )
}
