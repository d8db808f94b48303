import type { SiteActions } from '../site/create-site-actions.js'
import type { VotableTool } from '../voting/confirmation.js'
import type { VoteStore } from '../voting/store/votes.js'

export type Redirect = Parameters<SiteActions['addRedirect']>[0]

/** Adds a redirect. It takes a tool's votes along, to where it leads in the end: the new slug may be an old one itself. */
export async function redirectWithVotes(
  redirect: Redirect,
  { site, votes }: { site: Pick<SiteActions, 'refresh' | 'addRedirect' | 'redirects'>; votes: Pick<VoteStore, 'renameTool'> },
) {
  // What was published since anyone last looked may be the very tool.
  await site.refresh()
  const added = await site.addRedirect(redirect)
  if (added.status !== 'done') return added
  const { from } = redirect
  const end = (await site.redirects()).find((candidate) => candidate.from === from)?.to
  if (end !== undefined) await votes.renameTool({ from, to: end })
  return added
}

/**
 * A tool that is published now, by its slug or by one it had before. What was decided since anyone last looked is applied first: a vote is not
 * taken on a tool that was retracted, nor refused on one that was just published.
 */
export async function findVotable(site: Pick<SiteActions, 'refresh' | 'tool'>, slug: string): Promise<VotableTool | null> {
  await site.refresh()
  return votableAt(site, slug)
}

async function votableAt(site: Pick<SiteActions, 'tool'>, slug: string): Promise<VotableTool | null> {
  const view = await site.tool(slug)
  if (view.kind === 'moved') return votableAt(site, view.to.replace(/^\/tools\//, ''))
  return view.kind === 'tool' ? { slug: view.current.tool.slug, name: view.current.tool.name } : null
}
