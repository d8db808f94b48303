import type { IssueSchedule } from '../../../newsletter/rules/iso-week.js'
import type { MonthSpending } from '../../../panels/store/month-spending.js'
import type { Runtime } from '../../../platform/runtime.js'
import type { SettingKey } from '../../../settings/setting-schemas.js'
import type { Settings } from '../../../settings/settings.js'
import type { DeskDependencies } from '../dependencies.js'

/** Where a value comes from that the desk cannot change: what is set, and the words for where. */
export type FixedSetting = {
  name: string
  where: string
  value: string /** The one field that it is about; left out, the whole form. */
  field?: string
}

/** Everything the settings pages work with. */
export type SettingsDependencies = {
  auth: DeskDependencies['auth']
  settings: Pick<Settings, 'read' | 'change'>
  /** The parts of a setting that panel.config.yaml or the environment says, and which are therefore only shown. */
  fixed: Readonly<Record<SettingKey, readonly FixedSetting[]>>
  /** What only the file and the environment say, as words. */
  onlyInFile: readonly FixedSetting[]
  /** Of the calendar month in UTC that lies so many after this one; -1 is the last one. */
  spending: (monthsFromNow: number) => Promise<MonthSpending>
  /** When the week's issue is drafted, as it holds now. */
  schedule: () => Promise<IssueSchedule>
  runtime: Pick<Runtime, 'now' | 'newId' | 'log'>
}
