import type { IssueSchedule } from '../newsletter/rules/iso-week.js'
import type { SettingKey } from '../settings/setting-schemas.js'
import type { Settings } from '../settings/settings.js'
import type { FixedSetting } from '../web/desk/settings/dependencies.js'
import { type Config, defaultPagesDays } from './config.js'
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

/** What of each setting of the desk the file says already. */
export function fixedSettings(config: Config): Record<SettingKey, FixedSetting[]> {
  const { newsletter, budgetUsd } = config
  const inFile = (section: string, name: string, value: string): FixedSetting[] =>
    config.setInFile?.includes(section) === true ? [{ name, where: `${configFileName}: ${section}`, value }] : []
  const hour = `${String(newsletter.hour).padStart(2, '0')}:00`
  return {
    budgets: inFile('budgetUsd', 'A panel', `$${budgetUsd ?? 0}`).map((each) => ({ ...each, field: 'panelUsd' })),
    newsletter: inFile('newsletter', 'Draft', `${newsletter.day}, ${hour}, ${newsletter.timeZone}`),
    site: [],
    logo: [],
  }
}

/** What only the file and the environment say, as words: no key, no password, no address that may hold one. */
export function onlyInFile(config: Config): FixedSetting[] {
  const { review, retention, intake, webhooks, concurrency, mail, newsletter, conflictPolicy, secondOpinion = [] } = config
  const file = (section: string, name: string, value: string): FixedSetting => {
    const isThere = config.setInFile?.includes(section) === true
    return { name, value, where: isThere ? `${configFileName}: ${section}` : `${configFileName}: ${section} (not set)` }
  }
  const days = (count: number | undefined, otherwise: string) => (count === undefined ? otherwise : `${count} days`)
  const yes = (is: boolean) => (is ? 'yes' : 'no')
  const variable = (name: string, isSet: boolean): FixedSetting => ({ name, value: isSet ? 'set' : 'not set', where: 'environment' })
  return [
    file('review', 'A second person approves (four eyes)', yes(review.fourEyes)),
    file('review', 'Reviewers call before they see a draft (blind first)', yes(review.blindFirst)),
    file('conflictOfInterest', 'Jurors with a tie to a tool', conflictPolicy ?? 'labelled'),
    file('secondOpinion', 'Second opinions', secondOpinion.join(', ') || 'none'),
    file('retention', 'Model replies are kept', days(retention.repliesDays, 'for ever')),
    file('retention', 'Events are kept', days(retention.eventsDays, 'for ever')),
    file('retention', 'Failed jobs are kept', days(retention.jobsDays, 'a week')),
    file('retention', 'Fetched pages are kept', days(retention.pagesDays, `${defaultPagesDays} days`)),
    file('intake', 'Private hosts that intake may read', intake.allowHosts.join(', ') || 'none'),
    file('intake', 'Facts are drafted by', intake.factsModel ?? 'no model'),
    file('intake', 'An intake may spend', `$${intake.budgetUsd}`),
    file('intake', 'Sources of published tools are read again', intake.refreshDays === 0 ? 'never' : `every ${intake.refreshDays} days`),
    file('webhooks', 'Webhooks may go to private addresses', yes(webhooks.allowPrivateAddresses)),
    file('concurrency', 'Seats a worker drafts at once', String(concurrency)),
    file('mail', 'Mails are sent from', mail?.from ?? 'no one is named'),
    file('newsletter', 'Sender named below each issue', newsletter.sender ?? 'none'),
    variable('SMTP_URL', config.smtpUrl !== null),
    variable('PANEL_PUBLIC_URL', config.publicUrl !== null),
    variable('PANEL_SECRET', config.secret !== null),
    variable('PANEL_ADMIN_PASSWORD', config.adminPassword !== null),
    variable('PANEL_METRICS_TOKEN', config.metricsToken !== null),
    variable('PANEL_BOUNCE_TOKEN', config.bounceToken !== null),
    variable('GITHUB_TOKEN', intake.tokens.github !== null),
    variable('HF_TOKEN', intake.tokens.huggingFace !== null),
  ]
}
