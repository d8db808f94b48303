import { agreementSchema } from '../../contracts/agreement.js'
import type { ApiDependencies } from './dependencies.js'
import { sendTagged } from './entity-tags.js'
import { type Api, addRoute } from './route.js'

const agreement = agreementSchema.meta({ id: 'Agreement', description: 'How alike calls are, across records: not how right.' })

/** What agreement is worth. */
export function addAgreementRoutes(api: Api, { measureAgreement }: Pick<ApiDependencies, 'measureAgreement'>): void {
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/agreement', tag: 'Agreement', scope: 'read' },
      summary: 'How alike jurors, personas, repeats and people call, across records',
      description:
        'Each figure has its 95 % interval, or is null with a `why`: none rests on fewer tools than `fewest` says, and none is of a single tool. Measured over the newest records, once a minute at most.',
      answers: { 200: { description: 'The figures, and what they rest on.', schema: agreement } },
    },
    async (c) => sendTagged(c, await measureAgreement()),
  )
}
