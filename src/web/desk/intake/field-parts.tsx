import type { Child } from 'hono/jsx'
import type { Found, How, Proposal } from '../../../contracts/proposal.js'
import { commercialUseWords } from '../../../site/pages/record/words.js'
import { commercialUses, type FormValues, type InputProblem } from './form-values.js'
import { FoundAt, Input, type InputProps, Missing, Select, sourceOptions, type Titles } from './found.js'

export type PartProps = { proposal: Proposal; values: FormValues; problems: readonly InputProblem[]; titles: Titles }

type Evidence = { found: Found; how: How } | null
type RowProps = { evidence: Evidence; missing: string | null; isKept?: boolean; titles: Titles; children: Child }

/** An input or several, with the sentence they rest on beside them. */
function Row({ evidence, missing, isKept = false, titles, children }: RowProps) {
  const absent = isKept ? <p class="found meta">As in the newest dossier.</p> : <Missing where={missing} />
  return (
    <div class="found-row">
      <div>{children}</div>
      {evidence === null ? absent : <FoundAt {...evidence} titles={titles} />}
    </div>
  )
}

function whereToLook({ missing }: Proposal, field: string): string | null {
  return missing.find((each) => each.field === field)?.where ?? null
}

const toolInputs: readonly (Pick<InputProps, 'label' | 'rows' | 'inputmode'> & {
  id: 'name' | 'vendor' | 'category' | 'tagline' | 'description' | 'website' | 'repository'
})[] = [
  { id: 'name', label: 'Name' },
  { id: 'vendor', label: 'Vendor' },
  { id: 'category', label: 'Category' },
  { id: 'tagline', label: 'Tagline', rows: 2 },
  { id: 'description', label: 'Description', rows: 4 },
  { id: 'website', label: 'Website', inputmode: 'url' },
  { id: 'repository', label: 'Repository', inputmode: 'url' },
]

/** What the tool is. */
export function ToolPart({ proposal, values, problems, titles }: PartProps) {
  return (
    <section class="block" aria-labelledby="tool-title">
      <h2 id="tool-title">The tool</h2>
      {toolInputs.map((input) => (
        <Row
          evidence={proposal.fields[input.id]}
          missing={whereToLook(proposal, input.id)}
          isKept={proposal.kept?.[input.id] !== undefined}
          titles={titles}
        >
          <Input {...input} value={values.texts[input.id] ?? ''} problems={problems} />
        </Row>
      ))}
      <div class="found-row">
        <Input
          id="slug"
          label="Slug"
          value={values.texts.slug ?? ''}
          problems={problems}
          hint="Its name in addresses. That of a known tool makes a newer version of it."
        />
      </div>
    </section>
  )
}

/** License and entry price. */
export function TermsPart(props: PartProps) {
  return (
    <section class="block" aria-labelledby="terms-title">
      <h2 id="terms-title">Terms</h2>
      <LicenseRow {...props} />
      <PriceRow {...props} />
    </section>
  )
}

const unstated = 'Left as it is, the dossier says that it is not stated.'

function LicenseRow({ proposal, values: { texts }, problems, titles }: PartProps) {
  const { license } = proposal.fields
  const field = (name: string) => ({ id: `license-${name}`, value: texts[`license-${name}`] ?? '', problems })
  const missing = whereToLook(proposal, 'license')
  return (
    <Row
      evidence={license}
      missing={missing === null ? unstated : `${missing} ${unstated}`}
      isKept={proposal.kept?.license !== undefined}
      titles={titles}
    >
      <Input {...field('name')} label="License" />
      {license === null ? null : <Openness isOpen={license.value.isOpen} />}
      <div class="side-by-side">
        <Input {...field('spdx')} label="SPDX id" hint="Empty where it has none." />
        <Select
          {...field('commercialUse')}
          label="Commercial use"
          options={commercialUses.map((use) => [use, commercialUseWords[use]] as const)}
        />
      </div>
      <Input {...field('summary')} label="What it allows" rows={3} />
      <Select {...field('source')} label="Source of the license" options={sourceOptions(titles)} />
    </Row>
  )
}

function Openness({ isOpen }: { isOpen: boolean | null }) {
  if (isOpen === true) return null
  return (
    <p class="flag-box">{isOpen === false ? 'Not an open-source license.' : 'Whether this is an open-source license cannot be told.'}</p>
  )
}

function PriceRow({ proposal, values: { texts }, problems, titles }: PartProps) {
  const { entryPrice } = proposal.fields
  const field = (name: string) => ({ id: `entryPrice-${name}`, value: texts[`entryPrice-${name}`] ?? '', problems })
  const missing = whereToLook(proposal, 'entryPrice')
  const currency = entryPrice?.value.currency ?? null
  const isForeign = currency !== null && currency !== 'USD' && entryPrice?.value.amount !== 0
  return (
    <Row
      evidence={entryPrice}
      missing={missing === null ? unstated : `${missing} ${unstated}`}
      isKept={proposal.kept?.entryPrice !== undefined}
      titles={titles}
    >
      <Input {...field('label')} label="Entry price" hint="As it is written; Free where nothing is paid." />
      <div class="side-by-side">
        <Input
          {...field('amountUsd')}
          label="In US dollars"
          inputmode="decimal"
          hint={
            isForeign
              ? `Written in ${currency}. Empty where no one knows it in US dollars.`
              : 'Empty where it is not known, which is not free.'
          }
        />
        <Input {...field('per')} label="Per" hint="Such as user and month." />
      </div>
      <Input {...field('note')} label="Note" />
      <Select {...field('source')} label="Source of the price" options={sourceOptions(titles)} />
    </Row>
  )
}

/** Names that the pages compare it with. */
export function RivalsPart({ proposal, values, problems, titles }: PartProps) {
  const { rivals } = proposal.fields
  return (
    <section class="block" aria-labelledby="rivals-title">
      <h2 id="rivals-title">Rivals</h2>
      <div class="found-row">
        <Input id="rivals" label="One a line" value={values.texts.rivals ?? ''} rows={Math.max(3, rivals.length + 1)} problems={problems} />
        <div>
          {rivals.length === 0 ? (
            <Missing where={whereToLook(proposal, 'rivals')} />
          ) : (
            <ul class="plain">
              {rivals.map(({ found, how }) => (
                <li>
                  <FoundAt found={found} how={how} titles={titles} />
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </section>
  )
}
