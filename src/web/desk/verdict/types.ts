import type { Role } from '../../../contracts/role.js'
import type { Runtime } from '../../../platform/runtime.js'
import type { ReviewActions } from '../../../review/types.js'

/** What the verdict's pages and the review queue work with. */
export type ReviewDeskDependencies = {
  review: ReviewActions
  /** For hand-over: who there is. */
  people: { list: () => Promise<readonly { id: string; name: string; role: Role; deactivatedAt: Date | null }[]> }
  runtime: Pick<Runtime, 'now'>
}

/** Who a verdict can be handed to. */
export type Colleague = { userId: string; name: string }

/** What was done, or why not, told at the top of the page where it was tried. */
export type Notice =
  | { kind: 'done'; text: string; next?: { href: string; text: string } }
  | { kind: 'refused'; why: string; fix: string }
  | { kind: 'problems'; problems: readonly { path: string; message: string }[] }
