import type { Mailer } from '../../../mail/mailer.js'
import type { LetterPlace } from '../../../newsletter/rules/digest-headers.js'
import type { WeeklyMoment } from '../../../newsletter/rules/iso-week.js'
import type { DigestActions } from '../../../newsletter/types.js'
import type { Runtime } from '../../../platform/runtime.js'
import type { DeskDependencies } from '../dependencies.js'

/** Everything the pages about the weekly letter work with. */
export type NewsletterDeskDependencies = {
  actions: DigestActions
  auth: DeskDependencies['auth']
  /** Where mails go, to be told. */
  mailer: Pick<Mailer, 'kind' | 'place'>
  place: LetterPlace
  schedule: WeeklyMoment
  runtime: Pick<Runtime, 'now' | 'newId' | 'log'>
}
