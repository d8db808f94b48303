import { z } from 'zod'
import { actorSchema } from '../../contracts/actor.js'
import { boundedText } from '../../contracts/bounded-text.js'
import { instantSchema, sha256Schema, slugSchema } from '../../contracts/primitives.js'
import { pageReportSchema, proposalSchema } from '../../contracts/proposal.js'
import { mostAddresses } from '../../evidence/intake/addresses.js'
import { proposalEditsSchema } from '../../evidence/intake/proposal-edits.js'
import { listed, said } from './answer-schemas.js'
import { budgetSchema, jurorSchema, orNull } from './schemas.js'

/** What is sent to have addresses read. */
export const intakeStart = z
  .strictObject({
    addresses: z
      .array(boundedText(2_000))
      .min(1, 'name at least one address')
      .max(mostAddresses, `name at most ${mostAddresses}`)
      .describe('Addresses of the tool’s pages; one without a scheme is read over https.'),
    tool: slugSchema.nullable().default(null).describe('The tool they are about; left out, its name tells.'),
    model: jurorSchema.nullable().default(null).describe('The model that drafts facts by number; none when left out.'),
    budgetUsd: budgetSchema
      .nullable()
      .optional()
      .describe('What the model may spend, in US dollars; null for no limit; left out, as configured.'),
  })
  .meta({ id: 'IntakeStart' })

const proposal = proposalSchema.meta({ id: 'Proposal', description: 'A dossier to be: each field with its passage, and what is missing.' })

/** A reading of addresses, in a list. */
export const intakeHead = z
  .strictObject({
    id: said,
    status: z.enum(['waiting', 'reading', 'finished', 'failed']),
    reason: said.nullable().describe('Why it failed.'),
    addresses: listed(said),
    tool: said.nullable().describe('The slug of the tool, where it was said.'),
    model: said.nullable(),
    budgetUsd: z.number().nonnegative().nullable(),
    actor: orNull(actorSchema),
    pages: listed(pageReportSchema),
    dossierSha256: sha256Schema.nullable().describe('The dossier that was made of it.'),
    createdAt: instantSchema,
    finishedAt: instantSchema.nullable(),
  })
  .meta({ id: 'IntakeHead', description: 'A reading of addresses, in a list.' })

/** A reading of addresses with what it proposes. */
export const intake = z.strictObject({ ...intakeHead.shape, proposal: orNull(proposal) }).meta({ id: 'Intake' })

/** What an editor makes of a proposal: what is left out stays as proposed. */
export const intakeEdits = proposalEditsSchema
  .partial()
  .meta({ id: 'ProposalEdits', description: 'Whole fields and lists that take the place of the proposed ones.' })
