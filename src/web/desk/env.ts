import type { Context } from 'hono'
import type { Actor } from '../../contracts/actor.js'
import { mayActAs, type Role } from '../../contracts/role.js'
import type { AuthEnv } from '../auth/variables.js'

export type DeskContext = Context<AuthEnv>

/** Who acts. Throws where no `requireActor` comes before the route. */
export function actorOf(c: DeskContext): Actor {
  const actor = c.get('actor')
  if (actor === null || actor === undefined) throw new Error(`${c.req.path} is served without asking who it is`)
  return actor
}

/** Whether a person may do what that role may. */
export function mayAs(actor: Actor, role: Role): boolean {
  return mayActAs(actor.role, role)
}
