import { z } from 'zod'
import { boundedText, looseText } from '../contracts/bounded-text.js'
import { mostRepeats } from '../contracts/plan.js'
import { modelIdSchema, slugSchema } from '../contracts/primitives.js'
import { weeklyScheduleSchema } from '../contracts/schedule.js'

const longestName = 60
const longestLine = 200
/** Jurors and reserves of one jury, and juries: as many as panel.config.yaml takes. */
const mostModels = 50
const mostJuries = 200
/** More than any newsroom spends, and far from where sums lose cents. */
const mostUsd = 1_000_000

const colourSchema = z.string().regex(/^#[0-9a-f]{6}$/, 'write a colour as # and six digits from 0 to f, e.g. #1f3fbf')

/** US dollars, or null for no limit. */
const limitSchema = z
  .number('write an amount in US dollars, e.g. 50')
  .min(0, 'write an amount of 0 or more')
  .max(mostUsd, 'write an amount of at most 1,000,000')
  .nullable()

/** What readers know the site by. */
const siteSchema = z.strictObject({
  name: boundedText(longestName).default('Ship Panel'),
  /** One line about it; empty for the one that comes with the package. */
  line: looseText(longestLine).default(''),
  /** The colour of links and marks, on light and on dark paper. */
  accentLight: colourSchema.default('#1f3fbf'),
  accentDark: colourSchema.default('#9db1ff'),
})

/** What may be spent, in US dollars. */
const budgetsSchema = z.strictObject({
  /** In one calendar month in UTC, over all panels and intakes. */
  monthUsd: limitSchema.default(null),
  /** By one panel, unless its editor says otherwise. */
  panelUsd: limitSchema.default(null),
})

const modelsSchema = z.array(modelIdSchema).max(mostModels, `name at most ${mostModels} models`)

/** One jury of the desk. */
export const deskJurySchema = z
  .strictObject({
    name: slugSchema,
    jurors: modelsSchema.min(1, 'name at least one juror'),
    reserves: modelsSchema.default([]),
    repeat: z.int().min(1).max(mostRepeats).default(1),
  })
  .refine(({ jurors, reserves }) => new Set([...jurors, ...reserves]).size === jurors.length + reserves.length, {
    path: ['jurors'],
    error: 'name each model of a jury once, among its jurors or its reserves',
  })

const juriesSchema = z.strictObject({
  /** Who plays the personas unless someone chooses others; none for the providers' usual ones. */
  jurors: modelsSchema.default([]),
  juries: z.array(deskJurySchema).max(mostJuries).default([]),
})

/** Every setting that admins change on the desk: its name, what it holds, and what holds while no one has set it. */
export const settingSchemas = {
  site: siteSchema,
  budgets: budgetsSchema,
  newsletter: weeklyScheduleSchema,
  juries: juriesSchema,
} as const

export type SettingKey = keyof typeof settingSchemas
export type SettingValues = { [Key in SettingKey]: z.infer<(typeof settingSchemas)[Key]> }
export const settingKeys = Object.keys(settingSchemas) as SettingKey[]
/** What the package itself says. */
export const defaultSettings = Object.fromEntries(settingKeys.map((key) => [key, settingSchemas[key].parse({})])) as SettingValues
