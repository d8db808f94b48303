import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { conflictPolicySchema } from '../contracts/conflict.js'
import { recordOfAtMost } from '../contracts/limits.js'
import { modelIdSchema } from '../contracts/primitives.js'
import { providerLimitsSchema } from '../contracts/provider-limits.js'
import type { Problem } from '../platform/errors.js'
import { catalogEntrySchema, structuredOutputSchema } from '../providers/catalog/catalog-entry.js'
import { timeoutSettingsSchema } from '../providers/http/call-timeouts.js'
import { juriesSchema, modelsOfJuries, repeatedModels } from './config-juries.js'
import { mailSchema, newsletterSchema } from './config-mail.js'
import { httpUrlSchema, longestName, longestPath } from './config-values.js'

export const configFileName = 'panel.config.yaml'

/** Entries of one list or mapping of the file. */
const mostEntries = 1_000

/** A hundred years at most. A day at least: a draft that is being made, or an attempt to deliver, never takes as long. */
const daysSchema = z.int().min(1).max(36_500)

/** A server that speaks the API of endpoints: vLLM, llama.cpp's, LM Studio, a hosted gateway. */
const endpointSchema = z.strictObject({
  baseUrl: httpUrlSchema,
  /** The environment variable that holds the key; the key itself is never in a file. */
  apiKeyEnv: z
    .string()
    .max(longestName)
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'name an environment variable, e.g. VLLM_API_KEY')
    .optional(),
  structuredOutput: structuredOutputSchema.optional(),
  /** Whether it runs on machines of one's own, so that a call costs nothing. */
  local: z.boolean().default(false),
})

export type EndpointSettings = z.infer<typeof endpointSchema>

/** Who gives second opinions: one model, or several, of which a seat gets the first that is not its own juror. */
const secondOpinionSchema = z.strictObject({
  model: z
    .union([modelIdSchema, z.array(modelIdSchema).min(1).max(mostEntries)])
    .transform((model) => (typeof model === 'string' ? [model] : [...new Set(model)])),
})

/** A host, with its port where that is another than the scheme's. */
const hostSchema = z
  .string()
  .max(longestName)
  .regex(/^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/, 'name a host, e.g. wiki.example.com or wiki.example.com:8080')

/** How a tool's pages are read. */
export const intakeSchema = z.strictObject({
  /** Hosts that may be on a private network or on this machine. */
  allowHosts: z.array(hostSchema).max(mostEntries).default([]),
  /** Where the registries' data is read, for mirrors. */
  registries: z
    .strictObject({
      github: httpUrlSchema,
      npm: httpUrlSchema,
      npmDownloads: httpUrlSchema,
      pypi: httpUrlSchema,
      crates: httpUrlSchema,
      huggingFace: httpUrlSchema,
    })
    .partial()
    .default({}),
  /** The model that drafts facts by number where an editor wants it; none when left out. */
  factsModel: modelIdSchema.optional(),
  /** What one intake may spend on it, in US dollars. */
  budgetUsd: z.number().nonnegative().default(0.5),
  /** How often the sources of published tools are read again, in days; 0 for never. */
  refreshDays: z.number().min(0).max(365).default(7),
})

/**
 * The schema of panel.config.yaml. `vendors` are the names that come before the colon of model ids already, `keyed` those that come there once
 * their key is set.
 */
export const configFileSchemaFor = (vendors: readonly string[], keyed: readonly string[] = []) => {
  const names = [...new Set([vendors.at(0), vendors.at(-1)])].join(' or ')
  const providerNameSchema = z
    .string()
    .max(longestName)
    .regex(/^[a-z][a-z0-9-]*$/, `name a provider, e.g. ${names}`)
  const fileSchema = z.strictObject({
    /** Who plays the personas when no --model is given. */
    jurors: z.array(modelIdSchema).min(1).max(mostEntries).optional(),
    /** Sets of jurors that --jury and the desk take by name. */
    juries: juriesSchema.optional(),
    /** What is done about a juror whose maker makes the tool or a named rival: labelled when left out, and in a head-to-head barred. */
    conflictOfInterest: conflictPolicySchema.optional(),
    /** Who reads each draft's sentences beside the passages they cite; no one when left out. */
    secondOpinion: secondOpinionSchema.optional(),
    /** A folder of persona files, from the folder of this file. */
    personas: z.string().max(longestPath).optional(),
    budgetUsd: z.number().nonnegative().optional(),
    /** By the name that comes before the colon of their model ids. */
    endpoints: recordOfAtMost(
      z.record(
        z
          .string()
          .max(longestName)
          .regex(/^[a-z][a-z0-9-]*$/, 'use lower-case letters, digits and hyphens')
          .refine((name) => !vendors.includes(name), `choose a name other than ${vendors.join(', ')}`),
        endpointSchema,
      ),
      mostEntries,
    ).optional(),
    /** What is known of models, over what the package knows: prices, context, abilities. */
    catalog: z.array(catalogEntrySchema).max(mostEntries).optional(),
    /** How many seats a worker drafts at once. */
    concurrency: z.int().min(1).max(256).optional(),
    review: z
      .strictObject({
        /** Whether the person who approves a record may have edited none of its verdicts. */
        fourEyes: z.boolean().default(true),
        /** Whether reviewers make a call of their own before they see a draft. */
        blindFirst: z.boolean().default(false),
      })
      .optional(),
    webhooks: z
      .strictObject({
        /** Whether webhooks may go to loopback and private addresses. */
        allowPrivateAddresses: z.boolean().default(false),
      })
      .optional(),
    /** For how many days what nothing needs any more is kept; what is left out is kept for ever, failed jobs for a week, and pages as they were fetched for 30 days. */
    retention: z
      .strictObject({ repliesDays: daysSchema, eventsDays: daysSchema, jobsDays: daysSchema, pagesDays: daysSchema })
      .partial()
      .optional(),
    intake: intakeSchema.optional(),
    mail: mailSchema.optional(),
    newsletter: newsletterSchema.optional(),
    /** What may be asked of a provider, by its name. */
    limits: recordOfAtMost(z.record(providerNameSchema, providerLimitsSchema), mostEntries).optional(),
    /** How long a call of a provider may take, by its name. */
    timeouts: recordOfAtMost(z.record(providerNameSchema, timeoutSettingsSchema), mostEntries).optional(),
  })
  return fileSchema.superRefine(({ secondOpinion, juries = {}, endpoints = {} }, c) => {
    const known = [...new Set([...vendors, ...keyed, ...Object.keys(endpoints)])]
    // One string still where it does not have the form of an id: refinements are asked all the same.
    const readers = [secondOpinion?.model ?? []].flat().map((model) => ({ model, path: ['secondOpinion', 'model'] }))
    for (const { model, path } of [...readers, ...modelsOfJuries(juries)]) {
      const provider = model.slice(0, model.indexOf(':'))
      if (!model.includes(':') || known.includes(provider)) continue
      c.addIssue({ code: 'custom', path, message: `name a model of ${known.join(', ')}; no provider is called "${provider}"` })
    }
    for (const { path } of repeatedModels(juries))
      c.addIssue({ code: 'custom', path, message: 'name each model of a jury once, among its jurors or its reserves' })
  })
}
type ConfigFile = z.infer<ReturnType<typeof configFileSchemaFor>>

/** The settings of `panel.config.yaml` in a folder; none where there is no such file, or an empty one. What reads YAML is loaded for a file alone. */
export async function readConfigFile(
  folder: string,
  schema: ReturnType<typeof configFileSchemaFor>,
): Promise<{ value: ConfigFile } | { problems: Problem[] }> {
  const path = join(folder, configFileName)
  if (!existsSync(path)) return { value: {} }
  const text = readFileSync(path, 'utf8')
  if (text.trim() === '') return { value: {} }
  const { parseYamlWithSchema } = await import('../platform/input/yaml-problems.js')
  return parseYamlWithSchema({ text, file: configFileName, schema })
}
