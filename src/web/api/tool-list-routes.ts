import { z } from 'zod'
import { archiveTools } from '../../panels/archive-tools.js'
import { isToolCursor, type ToolHead, toolArchives, toolSorts } from '../../panels/store/tool-lists.js'
import type { ApiDependencies } from './dependencies.js'
import { sendTagged } from './entity-tags.js'
import { listPlace, pageQuery, pageSchema, readPlace, sendPage } from './pages.js'
import { type Api, addRoute } from './route.js'
import { archiveAnswer, archiveBody, toolSummary } from './schemas.js'
import { invalidQuery } from './validation.js'

const tag = 'Tools'

const searched = z
  .string()
  .regex(/^[^\0\ud800-\udfff]*$/u, 'leave out what is no text')
  .max(200, 'write at most 200 characters')
const flag = z.enum(['true', 'false'])
const toolFilters = {
  q: searched.optional().describe('Words that all have to be in its name, slug, vendor, category, tagline or rivals.'),
  category: searched.optional(),
  vendor: searched.optional(),
  archived: z.enum(toolArchives).default('no').describe('`no` leaves archived tools out; `only` lists them alone.'),
  withoutRecord: flag.default('false').describe('Only tools that no record is about.'),
  sourceChanged: flag.default('false').describe('Only tools of which a published source changed or is gone.'),
  sort: z.enum(toolSorts).default('name').describe('`newest`: by their first dossier; `recent`: by their newest.'),
}

/** The list of tools as the desk has it, and its bulk action. */
export function addToolListRoutes(api: Api, { dossiers, runtime }: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/tools', tag, scope: 'read', query: { ...pageQuery, ...toolFilters } },
      summary: 'Tools with a dossier: searched, filtered and sorted',
      answers: { 200: { description: 'A page of tools.', schema: pageSchema(toolSummary) } },
    },
    async (c, { query: { limit, cursor, q, category, vendor, archived, withoutRecord, sourceChanged, sort } }) => {
      const read = readPlace(c, cursor, listPlace)
      if ('answer' in read) return read.answer
      const at = read.place?.[0]
      if (at !== undefined && !isToolCursor(at, sort)) return invalidQuery(c, [{ parameter: 'cursor', detail: 'begin at the first page' }])
      const { items, next } = await dossiers.listTools({
        ...(q === undefined ? {} : { q }),
        ...(category === undefined ? {} : { category }),
        ...(vendor === undefined ? {} : { vendor }),
        ...{ archived, sort, limit, withoutRecord: withoutRecord === 'true', sourceChanged: sourceChanged === 'true' },
        ...(at === undefined ? {} : { cursor: at }),
      })
      return sendPage(c, items.map(toSummary), next === null ? null : [next])
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'post', path: '/tools/archive', tag, scope: 'write', roles: ['editor'], body: archiveBody },
      summary: 'Put tools into the archive, or take them out of it',
      description:
        'Archived tools leave lists and kick-offs, and keep their dossiers and records. Each change is an entry of the audit log.',
      answers: { 200: { description: 'What came of each, in the order of the request.', schema: archiveAnswer } },
    },
    async (c, { actor, body: { slugs, archived } }) => {
      const items = await archiveTools(dossiers, { actor, slugs, archive: archived, at: runtime.now() })
      return sendTagged(c, { items })
    },
  )
}

function toSummary({ createdAt, updatedAt, archivedAt, ...head }: ToolHead) {
  return {
    ...head,
    createdAt: updatedAt.toISOString(),
    addedAt: createdAt.toISOString(),
    archivedAt: archivedAt?.toISOString() ?? null,
  }
}
