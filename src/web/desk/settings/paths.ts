import { settingsPath } from '../paths.js'

export { settingsPath }
export const webhooksPath = `${settingsPath}/webhooks`

/** The sections, in the order in which they are listed. */
export const settingsSections = [
  { path: `${settingsPath}/site`, name: 'Site', about: 'What the site is called, one line about it, its colours and its logo.' },
  { path: `${settingsPath}/budgets`, name: 'Budgets', about: 'What may be spent in a month and by a panel, and what was spent.' },
  { path: `${settingsPath}/models`, name: 'Models and juries', about: 'Which models can be asked, and how their calls went.' },
  { path: webhooksPath, name: 'Webhooks', about: 'Which programs hear of what is published, and their deliveries.' },
  { path: `${settingsPath}/mail`, name: 'Mail', about: 'Where mails go, and a test to yourself.' },
  { path: `${settingsPath}/newsletter`, name: 'Newsletter', about: 'When the week’s issue is drafted.' },
  { path: `${settingsPath}/fixed`, name: 'Set elsewhere', about: 'What panel.config.yaml and the environment say.' },
] as const
