import { z } from 'zod'

/** What a person may do in the desk, the most first. An admin may do what an editor may, and manages people besides. */
export const roleSchema = z.enum(['admin', 'editor', 'reviewer'])
export type Role = z.infer<typeof roleSchema>

/** Whether a person of one role may do what another role may. */
export function mayActAs(role: Role, other: Role): boolean {
  return role === other || (role === 'admin' && other === 'editor')
}

/** Every role that may do what one of these may, the most first. */
export function rolesThatMay(...others: readonly Role[]): Role[] {
  return roleSchema.options.filter((role) => others.some((other) => mayActAs(role, other)))
}

/** A role with its article: `an editor`. */
export const roleWords: Readonly<Record<Role, string>> = { admin: 'an admin', editor: 'an editor', reviewer: 'a reviewer' }
