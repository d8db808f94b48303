import { z } from 'zod'
import { boundedText } from './bounded-text.js'
import { atMost, longest } from './limits.js'

/** Why someone did something, for those who come after. */
export const reasonSchema = boundedText(2000)

/** A verdict is named by its seat. */
export const verdictIdSchema = atMost(z.string().regex(/^seat_[0-9a-z]+$/, 'name a seat, e.g. seat_1f00'), longest.id)

export const recordIdSchema = atMost(z.string().regex(/^rec_[0-9a-z]+$/, 'name a record, e.g. rec_1f00'), longest.id)

/** A person as requests name one. */
export const userIdSchema = z.string().regex(/^[a-z]{1,16}_[0-9A-Za-z]{1,80}$/, 'name a person by the id, e.g. usr_1f00')
