import type { SeatCall } from '../../contracts/call.js'
import type { Persona } from '../../contracts/persona.js'
import type { SiteStore } from '../store/site.js'
import { isSlug, type NotPublished } from './pair.js'
import { type CommunityReader, readCommunity, type ToolSummary, toSummary } from './summaries.js'

export type PersonaView = {
  kind: 'persona'
  persona: Persona
  verdicts: number
  ships: number
  skips: number
  newest: { tool: ToolSummary; call: SeatCall | null; quote: string | null }[]
}

const newestShown = 12

type Dependencies = { site: SiteStore; personas: () => Promise<Persona[]>; community: CommunityReader }

type Personas = {
  personas: () => Promise<Persona[]>
  persona: (id: string) => Promise<PersonaView | NotPublished>
}

/** The reviewers' roles, and what they called. */
export function createPersonas({ site, personas, community }: Dependencies): Personas {
  return {
    personas,
    persona: async (id) => {
      const persona = isSlug(id) ? (await personas()).find((candidate) => candidate.id === id) : undefined
      if (persona === undefined) return { kind: 'not published' }
      const tools = await site.allTools()
      const called = tools.map((tool) => ({ tool, calls: tool.summary.calls.filter((call) => call.persona === id) }))
      const newest = called.filter(({ calls }) => calls.length > 0).slice(0, newestShown)
      const slugs = newest.map(({ tool }) => tool.slug)
      const [bodies, votesOf] = await Promise.all([site.bodies(slugs), readCommunity(community, slugs)])
      const made = called.flatMap(({ calls }) => calls.flatMap(({ call }) => call ?? []))
      return {
        kind: 'persona',
        persona,
        verdicts: made.length,
        ships: made.filter((call) => call === 'ship').length,
        skips: made.filter((call) => call === 'skip').length,
        newest: newest.map(({ tool }) => {
          // Of several jurors, the first that made a call.
          const verdicts = bodies.get(tool.slug)?.tool.verdicts.filter((verdict) => verdict.persona === id) ?? []
          const verdict = verdicts.find(({ call }) => call !== null) ?? verdicts[0]
          return { tool: toSummary(tool, votesOf(tool.slug)), call: verdict?.call ?? null, quote: verdict?.quote ?? null }
        }),
      }
    },
  }
}
