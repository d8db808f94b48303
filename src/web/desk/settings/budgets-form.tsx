import type { MonthSpending, Spent, SpentBy } from '../../../panels/store/month-spending.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import type { FieldProblems } from '../../http/field-problems.js'
import { countText, usdText } from '../parts.js'
import { panelPath } from '../paths.js'
import type { SettingsDependencies } from './dependencies.js'
import { TextField } from './parts.js'
import { settingsPath } from './paths.js'
import type { SettingForm } from './setting-form.js'

type FieldsProps = { fields: Readonly<Record<string, string>>; problems: FieldProblems; isFixed: (field: string) => boolean }

const toAmount = (text: string | undefined): unknown => (text === undefined || text === '' ? null : Number(text.replace(/^\$/, '')))
const toText = (usd: number | null) => (usd === null ? '' : String(usd))

/** What may be spent, and below it what was. */
export function budgetsForm({ spending, settings }: Pick<SettingsDependencies, 'spending' | 'settings'>): SettingForm<'budgets'> {
  return {
    key: 'budgets',
    title: 'Budgets',
    path: `${settingsPath}/budgets`,
    intro: 'In US dollars. A budget is a hard limit: a call that might pass it is not made.',
    labels: { monthUsd: 'A month', panelUsd: 'A panel' },
    toFields: ({ monthUsd, panelUsd }) => ({ monthUsd: toText(monthUsd), panelUsd: toText(panelUsd) }),
    fromFields: ({ monthUsd, panelUsd }) => ({ monthUsd: toAmount(monthUsd), panelUsd: toAmount(panelUsd) }),
    fields: (props) => <BudgetFields {...props} />,
    after: async () => {
      const [{ value }, now, last] = await Promise.all([settings.read('budgets'), spending(0), spending(-1)])
      return (
        <>
          <Month title="This month" month={now} budgetUsd={value.monthUsd} />
          <Month title="Last month" month={last} budgetUsd={null} />
        </>
      )
    },
  }
}

function BudgetFields({ fields, problems, isFixed }: FieldsProps) {
  return (
    <>
      <TextField
        {...{ name: 'monthUsd', label: 'A month', problems, isFixed: isFixed('monthUsd') }}
        value={fields.monthUsd ?? ''}
        hint="All panels and intakes together, by the calendar month in UTC. Leave it empty for no limit. When it is used up, seats that would cost something stay unscored with that reason, and can be retried once the budget is raised or the month is over. Models that run on your own machines cost nothing and go on. A model whose price is not known cannot be held to a budget and is not called."
      />
      <TextField
        {...{ name: 'panelUsd', label: 'A panel, unless its editor says otherwise', problems, isFixed: isFixed('panelUsd') }}
        value={fields.panelUsd ?? ''}
        hint="What the form that kicks off a panel begins with. Leave it empty for no limit."
      />
    </>
  )
}

function Month({ title, month, budgetUsd }: { title: string; month: MonthSpending; budgetUsd: number | null }) {
  const id = title.replace(' ', '-').toLowerCase()
  const { total, start, models, providers, panels, people } = month
  const name = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(start)
  return (
    <section class="block" aria-labelledby={id}>
      <h2 id={id}>
        {title} <span class="meta">{name}</span>
      </h2>
      {total.calls === 0 ? (
        <p class="empty">No model was called.</p>
      ) : (
        <>
          <p>{spentText(total, budgetUsd)}</p>
          {budgetUsd === null || budgetUsd === 0 ? null : (
            <meter
              class="spent"
              min={0}
              max={budgetUsd}
              value={Math.min(budgetUsd, total.spentUsd + total.reservedUsd)}
              aria-label={`Spent and reserved of the budget: ${title.toLowerCase()}`}
            ></meter>
          )}
          <SpentTable caption="By model" of="Model" rows={models} />
          <SpentTable caption="By provider" of="Provider" rows={providers} />
          <SpentTable caption="By panel" of="Panel" rows={panels} isPanel={true} />
          <SpentTable caption="By who kicked it off" of="Who" rows={people} />
        </>
      )}
    </section>
  )
}

function spentText({ spentUsd, reservedUsd, calls, unknown }: Spent, budgetUsd: number | null): string {
  const of = budgetUsd === null ? '' : ` of ${usdText(budgetUsd)}`
  const running = reservedUsd === 0 ? '' : `, and ${usdText(reservedUsd)} reserved for calls under way`
  const unpriced = unknown === 0 ? '' : ` What ${countText(unknown)} of them cost is not known.`
  return `${usdText(spentUsd)}${of} spent${running}, in ${countText(calls)} ${calls === 1 ? 'call' : 'calls'}.${unpriced}`
}

type SpentTableProps = { caption: string; of: string; rows: readonly SpentBy[]; isPanel?: boolean }

function SpentTable({ caption, of, rows, isPanel = false }: SpentTableProps) {
  return (
    <table class="list stack">
      <caption class="label">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <th scope="col" class="num">
            Spent
          </th>
          <th scope="col" class="num">
            Reserved
          </th>
          <th scope="col" class="num">
            Calls
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, title, spentUsd, reservedUsd, calls }) => (
          <tr>
            <th scope="row">
              {name === null || name === '' ? (
                isPanel ? (
                  'Intakes'
                ) : (
                  'Not known'
                )
              ) : isPanel ? (
                <a href={panelPath(name)}>{revealInvisible(title ?? 'A panel that is gone')}</a>
              ) : (
                revealInvisible(name)
              )}
            </th>
            <td class="num" data-label="Spent">
              {usdText(spentUsd)}
            </td>
            <td class="num" data-label="Reserved">
              {usdText(reservedUsd)}
            </td>
            <td class="num" data-label="Calls">
              {countText(calls)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
