import { settingsPath } from '../paths.js'

export { settingsPath }

/** The sections, in the order in which they are listed. */
export const settingsSections = [
  { path: `${settingsPath}/budgets`, name: 'Budgets', about: 'What may be spent in a month and by a panel, and what was spent.' },
  { path: `${settingsPath}/newsletter`, name: 'Newsletter', about: 'When the week’s issue is drafted.' },
  { path: `${settingsPath}/fixed`, name: 'Set elsewhere', about: 'What panel.config.yaml and the environment say.' },
] as const
