import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import type { ComparisonReply } from '../../../../src/contracts/head-to-head.js'
import { comparisonReplySchema } from '../../../../src/contracts/head-to-head.js'
import { usualForm } from '../../../../src/contracts/request-form.js'
import { buildComparisonRequest } from '../../../../src/panels/duel/build-comparison-request.js'
import { comparisonReply, rivalDossier } from '../../../support/panels/duel/sample-duel.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

/* What a local server holds a comparison to. */

const pair = { first: sampleDossier(), second: rivalDossier(), persona: samplePersona() }
const ajv = new Ajv2020({ strict: false })
const compiled = (['full', 'compact'] as const).map((brief) => {
  const { replySchema } = buildComparisonRequest({ ...pair, form: { ...usualForm, brief, grammar: true } })
  return { brief, accepts: ajv.compile(replySchema.grammar ?? false) }
})

const evidence: ComparisonReply['evidence'] = [
  { tool: 'first', source: 'readme', from: 2, to: 2, shows: 'Small teams pay nothing for it.' },
  { tool: 'second', source: 'readme', from: 2, to: 2, shows: 'A seat costs some dollars.' },
]
const good = comparisonReply({
  evidence,
  argument: 'One is free for small teams and the other has a price.',
  quote: 'Small teams pay [1] nothing for it.',
})

it.each(compiled)('takes a good reply, $brief', ({ accepts }) => {
  expect(accepts(good)).toBe(true)
  expect(comparisonReplySchema.safeParse(good).success).toBe(true)
})

it.each([
  ['a choice that is none', { choice: 'third' }],
  ['a tool in no place', { evidence: evidence.map((item) => ({ ...item, tool: 'third' })) }],
  ['a source that does not exist', { evidence: evidence.map((item) => ({ ...item, source: 'blog' })) }],
  ['a sentence that does not exist', { evidence: evidence.map((item) => ({ ...item, from: 9, to: 9 })) }],
  ['a marker without evidence', { quote: 'Small teams pay [9] nothing for it.' }],
  ['a call', { call: 'ship' }],
])('takes no reply with %s', (_what, change) => {
  for (const { accepts } of compiled) expect(accepts({ ...good, ...change })).toBe(false)
})

it('is left out where the server takes none', () => {
  expect(buildComparisonRequest(pair).replySchema).not.toHaveProperty('grammar')
})
