import type { Plan } from '../../contracts/plan.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { isolate } from '../../platform/text/text-direction.js'

/** `A vs B`: the tools of a panel by their names, by their slugs where no name is known. */
export function panelTitle({ tools }: Pick<Plan, 'tools'>, names: ReadonlyMap<string, string>): string {
  return tools.map(({ slug, dossierSha256 }) => isolate(revealInvisible(names.get(dossierSha256) ?? slug))).join(' vs ')
}
