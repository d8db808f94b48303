import { weekdays } from '../../../contracts/schedule.js'
import { nextDrafts } from '../../../newsletter/rules/iso-week.js'
import type { Runtime } from '../../../platform/runtime.js'
import type { FieldProblems } from '../../http/field-problems.js'
import type { SettingsDependencies } from './dependencies.js'
import { FieldNotes, TextField } from './parts.js'
import { settingsPath } from './paths.js'
import type { SettingForm } from './setting-form.js'

type FieldsProps = { fields: Readonly<Record<string, string>>; problems: FieldProblems; isFixed: (field: string) => boolean }

/** When the week's issue is drafted. */
export function newsletterForm({
  schedule,
  runtime,
}: Pick<SettingsDependencies, 'schedule'> & { runtime: Pick<Runtime, 'now'> }): SettingForm<'newsletter'> {
  return {
    key: 'newsletter',
    title: 'Newsletter',
    path: `${settingsPath}/newsletter`,
    intro: 'Once a week an issue is drafted of what was published, for people to approve. None is sent by itself.',
    labels: { day: 'Day', hour: 'Hour', timeZone: 'Time zone' },
    toFields: ({ day, hour, timeZone }) => ({ day, hour: String(hour), timeZone }),
    fromFields: ({ day, hour, timeZone }) => ({ day, hour: hour === '' ? undefined : Number(hour), timeZone }),
    fields: (props) => <ScheduleFields {...props} />,
    after: async () => {
      const now = await schedule()
      return (
        <section class="block" aria-labelledby="next">
          <h2 id="next">The next drafts</h2>
          <ul>
            {nextDrafts(runtime.now(), now, 3).map((at) => (
              <li>
                <time datetime={at.toISOString()}>{`${at.toISOString().slice(0, 10)} ${at.toISOString().slice(11, 16)} UTC`}</time>
              </li>
            ))}
          </ul>
          <p class="meta">On the clocks of {now.timeZone}. A change moves them within a minute.</p>
        </section>
      )
    },
  }
}

function ScheduleFields({ fields, problems, isFixed }: FieldsProps) {
  return (
    <>
      <div class="field">
        <label for="day">Day</label>
        <select id="day" name="day" disabled={isFixed('day')} aria-invalid={problems.day === undefined ? undefined : 'true'}>
          {weekdays.map((day) => (
            <option value={day} selected={day === fields.day}>
              {day.charAt(0).toUpperCase() + day.slice(1)}
            </option>
          ))}
        </select>
        <FieldNotes name="day" problem={problems.day} />
      </div>
      <TextField
        {...{ name: 'hour', label: 'Hour', type: 'number', problems, isFixed: isFixed('hour') }}
        value={fields.hour ?? ''}
        step="1"
        hint="From 0 to 23, on the clocks of the time zone"
      />
      <TextField
        {...{ name: 'timeZone', label: 'Time zone', problems, isFixed: isFixed('timeZone') }}
        value={fields.timeZone ?? ''}
        hint="By its name, e.g. Europe/Paris or UTC"
      />
    </>
  )
}
