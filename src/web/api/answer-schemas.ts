import { z } from 'zod'
import { atMost, listOfAtMost, longest, most } from '../../contracts/limits.js'

/* What the server answers: bounded as all it reads, and described as the texts and lists that they are. */

/** A text of an answer. */
export const said = atMost(z.string(), longest.document)

/** A list of an answer. */
export function listed<T extends z.ZodType>(item: T) {
  return listOfAtMost(z.array(item), most.seats)
}

/** A list that is never long and comes whole. */
export function wholeList<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: listed(item), next: z.null() })
}
