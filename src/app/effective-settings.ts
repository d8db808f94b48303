import type { IssueSchedule } from '../newsletter/rules/iso-week.js'
import type { Settings } from '../settings/settings.js'
import type { SettingKey } from '../settings/setting-schemas.js'
import type { FixedSetting } from '../web/desk/settings/dependencies.js'
import type { Config } from './config.js'
import { configFileName } from './config-file.js'

type Deciding = { config: Config; settings: Pick<Settings, 'get' | 'isSet'> }

/**
 * What holds where panel.config.yaml and the desk both may say it: the file where it says anything of it, else the desk, else what the package says
 * (decision 0053). To be asked each time: the desk's part changes while the process runs.
 */
export function createEffectiveSettings({ config, settings }: Deciding) {
  const isInFile = (section: string) => config.setInFile?.includes(section) === true
  return {
    /** What a panel may spend unless its editor says otherwise, in US dollars; null for no limit. */
    budgetUsd: async (): Promise<number | null> =>
      isInFile('budgetUsd') || !(await settings.isSet('budgets')) ? config.budgetUsd : (await settings.get('budgets')).panelUsd,
    /** When the week's issue is drafted. */
    schedule: async (): Promise<IssueSchedule> =>
      isInFile('newsletter') || !(await settings.isSet('newsletter')) ? config.newsletter : settings.get('newsletter'),
  }
}

export type EffectiveSettings = ReturnType<typeof createEffectiveSettings>

/** What of each setting of the desk the file says already. */
export function fixedSettings(config: Config): Record<SettingKey, FixedSetting[]> {
  const { newsletter } = config
  const inFile = (section: string, name: string, value: string): FixedSetting[] =>
    config.setInFile?.includes(section) === true ? [{ name, where: `${configFileName}: ${section}`, value }] : []
  const hour = `${String(newsletter.hour).padStart(2, '0')}:00`
  return {
    site: [],
    budgets: [],
    newsletter: inFile('newsletter', 'Draft', `${newsletter.day}, ${hour}, ${newsletter.timeZone}`),
    juries: [],
  }
}
