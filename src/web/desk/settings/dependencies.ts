import type { Mailer } from '../../../mail/mailer.js'
import type { IssueSchedule } from '../../../newsletter/rules/iso-week.js'
import type { ModelHealth } from '../../../panels/store/model-health.js'
import type { MonthSpending } from '../../../panels/store/month-spending.js'
import type { Runtime } from '../../../platform/runtime.js'
import type { ModelFacts } from '../../../providers/model-facts.js'
import type { SettingKey } from '../../../settings/setting-schemas.js'
import type { Settings } from '../../../settings/settings.js'
import type { Webhook, WebhookStore } from '../../../webhooks/store/webhooks.js'
import type { WebhookActions, WebhookTest } from '../../../webhooks/webhook-actions.js'
import type { DeskDependencies } from '../dependencies.js'

/** Where a value comes from that the desk cannot change: what is set, and the words for where. */
export type FixedSetting = {
  name: string
  where: string
  value: string
  /** The one field that it is about; left out, the whole form. */
  field?: string
}

/** What a provider said that it has; `problem` where it did not. */
export type ProviderAnswer = { provider: string; models: number | null; problem: string | null }

/** How a test mail went: what the server answered, or the problem and what to do about it. */
export type MailTest = { problem: string | null; response: string; fix: string }

/** Everything the settings pages work with. */
export type SettingsDependencies = {
  auth: DeskDependencies['auth']
  settings: Pick<Settings, 'read' | 'change' | 'changeLogo' | 'logoOf'>
  /** The parts of a setting that panel.config.yaml or the environment says, and which are therefore only shown. */
  fixed: Readonly<Record<SettingKey, readonly FixedSetting[]>>
  /** What only the file and the environment say, as words. */
  onlyInFile: readonly FixedSetting[]
  /** Of the calendar month in UTC that lies so many after this one; -1 is the last one. */
  spending: (monthsFromNow: number) => Promise<MonthSpending>
  /** When the week's issue is drafted, as it holds now. */
  schedule: () => Promise<IssueSchedule>
  webhooks: {
    store: Pick<WebhookStore, 'find' | 'page' | 'deliveries' | 'lastDeliveries'>
    actions: Omit<WebhookActions, 'test'>
    /** Sends a message that only tries it, now. */
    test: (webhook: Webhook) => Promise<WebhookTest>
    allowsPrivate: boolean
  }
  models: {
    /** Every one that there is to set up, and every endpoint of the configuration. `isKeyMissing`: it cannot be asked without. */
    providers: readonly {
      name: string
      label: string
      isLocal: boolean
      keyVariable: string | null
      isKeyMissing: boolean
      isKeySet: boolean
    }[]
    /** Asks every provider that can be asked what it has; what it said holds for some seconds. */
    ask: () => Promise<ProviderAnswer[]>
    health: () => Promise<ModelHealth[]>
    /** Models that the configuration names. */
    configured: readonly string[]
    describe: (model: string) => ModelFacts
    juries: DeskDependencies['juries']
  }
  mail: Pick<Mailer, 'kind' | 'place'> & {
    /** Who sends; null where no one is named. */
    from: string | null
    addressOf: (userId: string) => Promise<string>
    test: (to: string) => Promise<MailTest>
  }
  runtime: Pick<Runtime, 'now' | 'newId' | 'log' | 'sleep'>
}
