import { z } from 'zod'
import { weeklyScheduleSchema } from '../contracts/schedule.js'
import { siteIdentitySchema, siteLogoSchema } from '../contracts/site-identity.js'

/** More than any newsroom spends, and far from where sums lose cents. */
const mostUsd = 1_000_000

/** US dollars, or null for no limit. */
const limitSchema = z
  .number('write an amount in US dollars, e.g. 50')
  .min(0, 'write an amount of 0 or more')
  .max(mostUsd, 'write an amount of at most 1,000,000')
  .nullable()

/** What may be spent, in US dollars. */
const budgetsSchema = z.strictObject({
  /** In one calendar month in UTC, over all panels and intakes. */
  monthUsd: limitSchema.default(null),
  /** By one panel, unless its editor says otherwise. */
  panelUsd: limitSchema.default(null),
})

/** Every setting that admins change on the desk: its name, what it holds, and what holds while no one has set it. */
export const settingSchemas = {
  budgets: budgetsSchema,
  logo: siteLogoSchema,
  newsletter: weeklyScheduleSchema,
  site: siteIdentitySchema,
} as const

export type SettingKey = keyof typeof settingSchemas
export type SettingValues = { [Key in SettingKey]: z.infer<(typeof settingSchemas)[Key]> }
const settingKeys = Object.keys(settingSchemas) as SettingKey[]
/** What the package itself says. */
export const defaultSettings = Object.fromEntries(settingKeys.map((key) => [key, settingSchemas[key].parse({})])) as SettingValues
