import { z } from 'zod'
import { agreementSchema } from '../src/contracts/agreement.js'
import { bundleSchema } from '../src/contracts/bundle.js'
import { dossierFileSchema, dossierSchema } from '../src/contracts/dossier.js'
import { modelCallSchema, recordingSchema } from '../src/contracts/model-call.js'
import { personaFrontMatterSchema } from '../src/contracts/persona.js'
import { planSchema } from '../src/contracts/plan.js'
import { proposalSchema } from '../src/contracts/proposal.js'
import { recordSchema } from '../src/contracts/record.js'
import { opinionReplySchema } from '../src/contracts/second-opinion.js'
import { draftOutcomeSchema, draftSchema, replySchema } from '../src/contracts/verdict.js'

const contracts = {
  'dossier-file': { schema: dossierFileSchema, io: 'input' },
  dossier: { schema: dossierSchema, io: 'output' },
  persona: { schema: personaFrontMatterSchema, io: 'input' },
  proposal: { schema: proposalSchema, io: 'output' },
  plan: { schema: planSchema, io: 'output' },
  reply: { schema: replySchema, io: 'output' },
  'opinion-reply': { schema: opinionReplySchema, io: 'output' },
  draft: { schema: draftSchema, io: 'output' },
  'draft-outcome': { schema: draftOutcomeSchema, io: 'output' },
  'model-call': { schema: modelCallSchema, io: 'output' },
  recording: { schema: recordingSchema, io: 'output' },
  record: { schema: recordSchema, io: 'output' },
  bundle: { schema: bundleSchema, io: 'output' },
  agreement: { schema: agreementSchema, io: 'output' },
} as const

/** Each contract's JSON Schema as the text of its file `docs/schemas/<name>.schema.json`. */
export function buildJsonSchemas(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(contracts).map(([name, { schema, io }]) => [
      `${name}.schema.json`,
      `${JSON.stringify({ ...z.toJSONSchema(schema, { io }), title: `Ship Panel ${name}` }, null, 2)}\n`,
    ]),
  )
}
