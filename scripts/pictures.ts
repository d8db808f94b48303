/** Where a picture is taken: at the desk, on the public site, of the page that a record is written to, or of what a terminal shows. */
export type Scene = 'desk' | 'site' | 'record page' | 'terminal'

/** One file of docs/images. Sizes are in CSS pixels, one to a pixel of the file. */
export type Picture = {
  file: string
  scene: Scene
  /** A path at the desk or on the site; `<record>` and `<verdict>` stand for the sample's. */
  path?: string
  width: number
  height: number
  colorScheme: 'light' | 'dark'
}

const comparison = '/compare/claude-haiku-open-weights-vs-mistral-3-instruct'
const laptop = { width: 1280, height: 900 }
const phone = { width: 360, height: 780 }
const light = { colorScheme: 'light' } as const
const dark = { colorScheme: 'dark' } as const

/** Every picture of docs/images. */
export const pictures: readonly Picture[] = [
  { file: 'compare-light.png', scene: 'record page', width: 1280, height: 1500, ...light },
  { file: 'compare-dark.png', scene: 'record page', width: 1280, height: 1500, ...dark },
  { file: 'scorecard-terminal.png', scene: 'terminal', width: 1080, height: 880, ...light },
  { file: 'desk-queue-dark.png', scene: 'desk', path: '/desk/queue', ...laptop, ...dark },
  { file: 'desk-editor.png', scene: 'desk', path: '/desk/records/<record>/verdicts/<verdict>', ...laptop, ...light },
  { file: 'desk-editor-phone.png', scene: 'desk', path: '/desk/records/<record>/verdicts/<verdict>', ...phone, ...light },
  { file: 'desk-record.png', scene: 'desk', path: '/desk/records/<record>', ...laptop, ...light },
  { file: 'desk-home.png', scene: 'desk', path: '/desk', ...laptop, ...light },
  { file: 'desk-tools.png', scene: 'desk', path: '/desk/tools', ...laptop, ...light },
  { file: 'desk-tool.png', scene: 'desk', path: '/desk/tools/mistral-3-instruct', ...laptop, ...dark },
  { file: 'desk-dossier.png', scene: 'desk', path: '/desk/tools/mistral-3-instruct/edit', ...laptop, ...light },
  { file: 'desk-dossier-phone.png', scene: 'desk', path: '/desk/tools/mistral-3-instruct/edit', ...phone, ...dark },
  { file: 'desk-versions.png', scene: 'desk', path: '/desk/tools/mistral-3-instruct/versions', ...laptop, ...light },
  { file: 'desk-import.png', scene: 'desk', path: '/desk/tools/import', ...laptop, ...light },
  { file: 'desk-records.png', scene: 'desk', path: '/desk/records', ...laptop, ...light },
  { file: 'desk-records-phone.png', scene: 'desk', path: '/desk/records', ...phone, ...light },
  { file: 'desk-find.png', scene: 'desk', path: '/desk/find?q=mis', ...laptop, ...light },
  { file: 'desk-log.png', scene: 'desk', path: '/desk/audit', ...laptop, ...light },
  { file: 'desk-people.png', scene: 'desk', path: '/auth/people', ...laptop, ...light },
  { file: 'desk-settings.png', scene: 'desk', path: '/desk/settings', ...laptop, ...light },
  { file: 'desk-settings-site.png', scene: 'desk', path: '/desk/settings/site', ...laptop, ...light },
  { file: 'desk-settings-models.png', scene: 'desk', path: '/desk/settings/models', ...laptop, ...dark },
  { file: 'desk-settings-budgets.png', scene: 'desk', path: '/desk/settings/budgets', ...laptop, ...light },
  { file: 'desk-settings-webhooks.png', scene: 'desk', path: '/desk/settings/webhooks', ...laptop, ...light },
  { file: 'desk-kick-off.png', scene: 'desk', path: '/desk/panels/new', ...laptop, ...light },
  { file: 'site-comparison-light-1280.png', scene: 'site', path: comparison, ...laptop, ...light },
  { file: 'site-comparison-dark-360.png', scene: 'site', path: comparison, ...phone, ...dark },
  { file: 'site-home-light-1280.png', scene: 'site', path: '/', ...laptop, ...light },
  { file: 'site-tool-dark-1280.png', scene: 'site', path: '/tools/mistral-3-instruct', ...laptop, ...dark },
  { file: 'site-how-it-works-light-1280.png', scene: 'site', path: '/how-it-works', ...laptop, ...light },
]
