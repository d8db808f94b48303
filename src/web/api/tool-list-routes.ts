import { z } from 'zod'
import { looseText } from '../../contracts/bounded-text.js'
import { isToolCursor, type ToolHead, toolArchives, toolSorts } from '../../panels/store/tool-lists.js'
import type { ApiDependencies } from './dependencies.js'
import { countedPage, listPlace, pageQuery, readPlace, sendBadPlace, sendPage } from './pages.js'
import { type Api, addRoute } from './route.js'
import { toolSummary } from './schemas.js'

const tag = 'Tools'

const searched = looseText(200)
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

/** The list of tools as the desk has it. */
export function addToolListRoutes(api: Api, { dossiers }: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/tools', tag, scope: 'read', query: { ...pageQuery, ...toolFilters } },
      summary: 'Tools with a dossier: searched, filtered and sorted',
      answers: { 200: { description: 'A page of tools, and how many match.', schema: countedPage(toolSummary, {}) } },
    },
    async (c, { query: { limit, cursor, q, category, vendor, archived, withoutRecord, sourceChanged, sort } }) => {
      const read = readPlace(c, cursor, listPlace)
      if ('answer' in read) return read.answer
      const at = read.place?.[0]
      if (at !== undefined && !isToolCursor(at, sort)) return sendBadPlace(c)
      const { items, total, next } = await dossiers.listTools({
        ...(q === undefined ? {} : { q }),
        ...(category === undefined ? {} : { category }),
        ...(vendor === undefined ? {} : { vendor }),
        ...{ archived, sort, limit, withoutRecord: withoutRecord === 'true', sourceChanged: sourceChanged === 'true' },
        ...(at === undefined ? {} : { cursor: at }),
      })
      return sendPage(c, items.map(toSummary), next === null ? null : [next], { total })
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
