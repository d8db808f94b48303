import type { Child } from 'hono/jsx'
import { commercialUses } from '../../../panels/dossier/form/values.js'
import { commercialUseWords } from '../../../site/pages/record/words.js'
import { Field, SelectField, type Shown } from './fields.js'

/** What is known beside a field: the passage it rests on, and where to look for what no page said. */
export type Beside = (field: string) => Child

export type PartProps = {
  shown: Shown
  /** The sources as choices, by their rows' keys. */
  sources: readonly (readonly [key: string, words: string])[]
  beside: Beside
}

/** A field or several, with what they rest on beside them. */
export function FoundRow({ children, beside }: { children: Child; beside?: Child }) {
  return (
    <div class={beside === null || beside === undefined ? 'form-row' : 'found-row'}>
      <div>{children}</div>
      {beside}
    </div>
  )
}

/** What the tool is. */
export function ToolPart({ shown, beside, categories }: PartProps & { categories: readonly string[] }) {
  return (
    <section class="block" aria-labelledby="tool-title">
      <h2 id="tool-title">The tool</h2>
      <FoundRow beside={beside('name')}>
        <Field shown={shown} path="tool.name" />
      </FoundRow>
      <div class="side-by-side">
        <Field
          shown={shown}
          path="tool.slug"
          hint="Such as name-of-the-tool. Left empty, it is made of the name."
          data={{ 'data-slug': '' }}
        />
        <Field shown={shown} path="tool.shortName" hint="For narrow places; empty where it needs none." />
      </div>
      <FoundRow beside={beside('vendor')}>
        <Field shown={shown} path="tool.vendor" />
      </FoundRow>
      <FoundRow beside={beside('category')}>
        <Field shown={shown} path="tool.category" list="categories" />
        <datalist id="categories">
          {categories.map((category) => (
            <option value={category}></option>
          ))}
        </datalist>
      </FoundRow>
      <FoundRow beside={beside('tagline')}>
        <Field shown={shown} path="tool.tagline" hint="One line." />
      </FoundRow>
      <FoundRow beside={beside('description')}>
        <Field shown={shown} path="tool.description" rows={4} />
      </FoundRow>
      <FoundRow beside={beside('website')}>
        <Field shown={shown} path="tool.website" inputmode="url" hint="An address that begins with https://; may be empty." />
      </FoundRow>
      <FoundRow beside={beside('repository')}>
        <Field shown={shown} path="tool.repository" inputmode="url" />
      </FoundRow>
      <Field shown={shown} path="asOf" type="date" hint="The day up to which all of this is known to hold." />
    </section>
  )
}

/** License and entry price. */
export function TermsPart({ shown, sources, beside, notes }: PartProps & { notes: Readonly<{ license?: Child; price?: string }> }) {
  const options = [['', 'Choose a source'], ...sources] as const
  return (
    <section class="block" aria-labelledby="terms-title">
      <h2 id="terms-title">Terms</h2>
      <FoundRow beside={beside('license')}>
        <Field
          shown={shown}
          path="license.spdx"
          label="Find a license"
          list="licenses"
          hint="By its SPDX id, such as MIT; its name and whether commercial use is allowed are filled in. Empty for a license that has none."
          data={{ 'data-spdx': '' }}
        />
        <datalist id="licenses"></datalist>
        <Field shown={shown} path="license.name" hint="As people call it." />
        {notes.license}
        <SelectField
          shown={shown}
          path="license.commercialUse"
          options={commercialUses.map((use) => [use, commercialUseWords[use]] as const)}
          hint="Proposed from the license that was found. Change it where the license says otherwise."
        />
        <Field shown={shown} path="license.summary" rows={3} hint="In 1 or 2 sentences." />
        <SelectField shown={shown} path="license.source" options={options} data={{ 'data-sources': '' }} />
      </FoundRow>
      <FoundRow beside={beside('entryPrice')}>
        <Field shown={shown} path="entryPrice.label" hint="What a newcomer pays first, as it is written; Free where nothing is paid." />
        <div class="side-by-side">
          <Field
            shown={shown}
            path="entryPrice.amountUsd"
            inputmode="decimal"
            hint={notes.price ?? 'Such as 25 or 0.50. Empty where it is not known, which is not free.'}
          />
          <Field shown={shown} path="entryPrice.per" hint="Such as user and month." />
        </div>
        <Field shown={shown} path="entryPrice.note" />
        <div class="side-by-side">
          <Field shown={shown} path="entryPrice.asOf" type="date" hint="Left empty, it is the day of “Known as of”." />
          <SelectField shown={shown} path="entryPrice.source" options={options} data={{ 'data-sources': '' }} />
        </div>
      </FoundRow>
    </section>
  )
}

/** Names that the tool is compared with. */
export function RivalsPart({ shown, beside }: PartProps) {
  const count = (shown.values.rivals ?? '').split('\n').length
  return (
    <section class="block" aria-labelledby="rivals-title">
      <h2 id="rivals-title">Rivals</h2>
      <FoundRow beside={beside('rivals')}>
        <Field shown={shown} path="rivals" label="One a line" rows={Math.min(12, Math.max(3, count + 1))} />
      </FoundRow>
    </section>
  )
}
