import type { Role } from '../../../contracts/role.js'
import type { Runtime } from '../../../platform/runtime.js'
import type { ReviewActions } from '../../../review/create-review-actions.js'

/** What the verdict's pages and the review queue work with. */
export type ReviewDeskDependencies = {
  review: ReviewActions
  /** For hand-over: who there is. */
  people: { list: () => Promise<readonly { id: string; name: string; role: Role; deactivatedAt: Date | null }[]> }
  runtime: Pick<Runtime, 'now'>
}
