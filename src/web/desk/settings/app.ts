import { Hono } from 'hono'
import type { SettingKey } from '../../../settings/setting-schemas.js'
import type { AuthEnv } from '../../auth/variables.js'
import type { DeskContext } from '../env.js'
import { deskHeaders, formsUpTo, only, refuseInvalidAddress, sendFailure, sendNotFound } from '../send.js'
import { budgetsForm } from './budgets-form.js'
import type { SettingsDependencies } from './dependencies.js'
import { showFixed, showSettings } from './index-page.js'
import { showMail, testMail } from './mail.js'
import { showModelHealth } from './models.js'
import { newsletterForm } from './newsletter-form.js'
import { previewSetting, type SettingForm, saveSetting, showSetting } from './setting-form.js'
import { siteForm } from './site-form.js'
import { addLogoRoutes } from './site-logo.js'
import { addWebhookPages } from './webhooks.js'

const maxFormBytes = 64 * 1024

/** The settings, for admins; to be mounted at `settingsPath`. */
export function createSettingsDesk(dependencies: SettingsDependencies): Hono<AuthEnv> {
  const { auth, runtime } = dependencies
  const app = new Hono<AuthEnv>()
  app.use(deskHeaders, auth.session, auth.sameOrigin, auth.requireActor(), refuseInvalidAddress, only('admin'))
  addLogoRoutes(app, dependencies)
  app.use(...formsUpTo(maxFormBytes))
  app.get('/', showSettings)
  app.get('/fixed', (c) => showFixed(c, dependencies))
  addForm(app, dependencies, { at: '/site', form: siteForm(dependencies) })
  addForm(app, dependencies, { at: '/budgets', form: budgetsForm(dependencies) })
  addForm(app, dependencies, { at: '/newsletter', form: newsletterForm(dependencies) })
  app.get('/mail', (c) => showMail(c, dependencies))
  app.post('/mail', (c) => testMail(c, dependencies))
  app.get('/models', (c) => showModelHealth(c, dependencies))
  app.post('/models', (c) => showModelHealth(c, dependencies, true))
  addWebhookPages(app, dependencies)
  app.all('*', (c) => sendNotFound(c, 'page'))
  app.onError(sendFailure(runtime, 'a page of the settings failed'))
  return app
}

type Form<Key extends SettingKey> = { at: string; form: SettingForm<Key> }

function addForm<Key extends SettingKey>(app: Hono<AuthEnv>, dependencies: SettingsDependencies, { at, form }: Form<Key>): void {
  app.get(at, (c: DeskContext) => showSetting(c, dependencies, form))
  app.post(at, (c: DeskContext) => saveSetting(c, dependencies, form))
  if (form.preview !== undefined) app.post(`${at}/preview`, (c: DeskContext) => previewSetting(c, dependencies, form))
}
