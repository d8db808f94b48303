import { z } from 'zod'
import { textSchema } from './primitives.js'
import { type Role, roleSchema } from './role.js'

/** A person who acts; an API token acts as the person it belongs to. */
export const actorSchema = z.strictObject({ userId: textSchema, name: textSchema, role: roleSchema })

export type Actor = z.infer<typeof actorSchema>

/** What a state machine asks of the actor. `system` is the program itself, such as a worker that met a changed source. */
export type Acting = { userId: string; role: Role | 'system' }
