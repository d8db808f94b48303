import type { Plan } from '../../contracts/plan.js'

/** How many seats a plan has, each of them one persona on one tool, and how many drafts of them. Seats that compare two tools are not among them. Pure. */
export function countPlan({ seats }: Pick<Plan, 'seats'>): { seats: number; drafts: number } {
  const drafts = seats.filter(({ against }) => against === undefined)
  return { seats: new Set(drafts.map(({ tool, persona }) => JSON.stringify([tool, persona]))).size, drafts: drafts.length }
}
