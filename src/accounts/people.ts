import { hashPassword } from 'better-auth/crypto'
import type { Actor } from '../contracts/actor.js'
import { boundedText } from '../contracts/bounded-text.js'
import type { Role } from '../contracts/role.js'
import type { Database } from '../platform/db/database.js'
import { emailSchema } from '../platform/input/email-address.js'
import type { Runtime } from '../platform/runtime.js'
import { hashSecret, isSecret, makeSecret } from '../platform/secrets.js'
import { passwordProblem } from './password-rules.js'
import { apiTokenPrefix, isApiToken } from './secrets.js'
import type { TokenScope } from './store/api-tokens.js'
import type { LinkKind, OpenLink } from './store/one-time-links.js'
import { type Change, createPeopleStore } from './store/people.js'
import type { PeopleActor } from './store/person-rows.js'
import { createSignInStore } from './store/sign-in.js'

const hourMs = 3_600_000
const linkLifeMs: Readonly<Record<LinkKind, number>> = { 'set-up': 24 * hourMs, invitation: 7 * 24 * hourMs, password: 7 * 24 * hourMs }
export const linkPaths: Readonly<Record<LinkKind, string>> = {
  'set-up': '/auth/set-up',
  invitation: '/auth/invitation',
  password: '/auth/password',
}

/** A person's name as others see it. */
export const personNameSchema = boundedText(80).transform((name) => name.trim())
/** Compared in lower case, as better-auth does. */
export const accountEmailSchema = emailSchema.transform((email) => email.toLowerCase())

/** A link as it is handed on. `path` begins at the root of this server. */
export type MadeLink = { id: string; path: string; expiresAt: Date }

export type AddPerson = { actor: PeopleActor; name: string; email: string; role: Role; password: string | null }
export type Added = { status: 'added'; userId: string } | { status: 'email taken' } | { status: 'invalid'; problem: string }

export type UseLink = { kind: LinkKind; token: string; name: string; email: string; password: string }
export type UsedLink =
  | { status: 'done'; email: string }
  | { status: 'void' }
  | { status: 'email taken' }
  | { status: 'invalid'; problem: string }

export type MakeToken = { actor: Actor; name: string; scopes: TokenScope[]; expiresAt: Date | null }

export type People = ReturnType<typeof createPeople>

export type PeopleDependencies = { db: Database; runtime: Pick<Runtime, 'now' | 'newId'> }

/** Everything about people but signing in: who they are, what invites them, what acts for them. For the pages, the API and the command line. */
export function createPeople({ db, runtime }: PeopleDependencies) {
  const store = createPeopleStore(db)
  const signIn = createSignInStore(db)
  const makeLink = async (actor: PeopleActor, asked: LinkRequest): Promise<MadeLink | RefusedChange> => {
    const { text, sha256 } = makeSecret()
    const now = runtime.now()
    const link = { id: runtime.newId('lnk'), tokenSha256: sha256, now, expiresAt: new Date(now.getTime() + linkLifeMs[asked.kind]) }
    const added = await store.addLink({ actor, link: { ...link, createdBy: 'userId' in actor ? actor.userId : null, ...asked } })
    if (added.status === 'refused') return added
    // In the query and not in the path: this server logs the paths of requests that fail.
    return { id: link.id, path: `${linkPaths[asked.kind]}?token=${text}`, expiresAt: link.expiresAt }
  }
  return {
    list: store.list,
    find: store.find,
    findByEmail: store.findByEmail,
    invitations: () => store.invitations(runtime.now()),
    tokensOf: store.tokensOf,
    setRole: (change: { actor: PeopleActor; userId: string; role: Role }) => store.setRole({ ...change, now: runtime.now() }),
    deactivate: (change: { actor: PeopleActor; userId: string }) => store.deactivate({ ...change, now: runtime.now() }),
    reactivate: (change: { actor: PeopleActor; userId: string }) => store.reactivate({ ...change, now: runtime.now() }),
    withdrawInvitation: (change: { actor: Actor; id: string }) => store.withdrawInvitation({ ...change, now: runtime.now() }),
    endTokens: (change: { actor: Actor }) => store.endTokens({ ...change, now: runtime.now() }),
    revokeToken: (change: { actor: Actor; tokenId: string }) => store.revokeToken({ ...change, now: runtime.now() }),

    add: async ({ actor, name, email, role, password }: AddPerson): Promise<Added> => {
      const problem = password === null ? null : passwordProblem(password, [name, email])
      if (problem !== null) return { status: 'invalid', problem }
      const userId = runtime.newId('usr')
      const passwordHash = password === null ? null : await hashPassword(password)
      const status = await store.add({ actor, person: { id: userId, name, email, role, passwordHash, now: runtime.now() } })
      return status === 'added' ? { status, userId } : { status }
    },

    /** Refused when the actor is no admin any more. */
    invite: ({ actor, role, email }: { actor: Actor; role: Role; email: string | null }) =>
      makeLink(actor, { kind: 'invitation', role, email }),

    /** A link with which a person chooses a password, the first or a new one. */
    passwordLink: async ({ actor, userId }: { actor: PeopleActor; userId: string }): Promise<MadeLink | Change> => {
      const person = await store.find(userId)
      if (person === null) return { status: 'not found' }
      if (person.deactivatedAt !== null)
        return { status: 'refused', why: `${person.name} is deactivated and cannot sign in.`, fix: 'Reactivate the person first.' }
      return makeLink(actor, { kind: 'password', userId })
    },

    /** Whether anyone can let others in: until then only the set-up link, or the command line, makes an account. */
    hasAdmin: (): Promise<boolean> => store.hasAdmin(),

    /** The address at which the first admin sets up this installation, below `origin`; null once there is an admin. The one before is void. */
    ensureSetupLink: async ({ origin }: { origin: string }): Promise<string | null> => {
      if (await store.hasAdmin()) return null
      const made = await makeLink({ system: 'start' }, { kind: 'set-up' })
      if ('why' in made) throw new Error(made.why)
      return new URL(made.path, origin).href
    },

    /** What a link is for; null when it does not work (any more). */
    findLink: async ({ kind, token }: { kind: LinkKind; token: string }): Promise<OpenLink | null> =>
      isSecret(token) ? store.findLink({ kind, tokenSha256: hashSecret(token), now: runtime.now() }) : null,

    /** Uses a link up. The password is checked and hashed only for a link that works. */
    useLink: async ({ kind, token, password, ...chosen }: UseLink): Promise<UsedLink> => {
      const tokenSha256 = hashSecret(token)
      const link = isSecret(token) ? await store.findLink({ kind, tokenSha256, now: runtime.now() }) : null
      if (link === null) return { status: 'void' }
      const name = link.name ?? chosen.name
      const email = link.email ?? chosen.email
      const problem = passwordProblem(password, [name, email])
      if (problem !== null) return { status: 'invalid', problem }
      const passwordHash = await hashPassword(password)
      const userId = runtime.newId('usr')
      const used = await store.redeem({ kind, tokenSha256, userId, name, email, passwordHash, now: runtime.now() })
      if (used.status === 'done') await signIn.forget(accountKey(used.email))
      return used
    },

    /** A new token, to be shown this once. Refused when it would do more than its owner may, or expires before it begins. */
    createToken: async ({ actor, name, scopes, expiresAt }: MakeToken): Promise<{ status: 'made'; id: string; token: string } | Change> => {
      const now = runtime.now()
      if (scopes.includes('admin') && actor.role !== 'admin')
        return { status: 'refused', why: 'The scope admin is for admins.', fix: 'Choose read or write.' }
      if (scopes.length === 0)
        return { status: 'refused', why: 'A token without a scope may do nothing.', fix: 'Choose at least one scope.' }
      if (expiresAt !== null && expiresAt <= now)
        return { status: 'refused', why: 'That day is already over.', fix: 'Choose a later day, or none.' }
      const { text, sha256 } = makeSecret(apiTokenPrefix)
      const id = runtime.newId('tok')
      await store.addToken({ actor, token: { id, name, tokenSha256: sha256, scopes: [...new Set(scopes)], expiresAt }, now })
      return { status: 'made', id, token: text }
    },

    /**
     * Who acts by a token; null when it does not work. Never more than its owner may now: without the scope `admin` an admin acts as an
     * editor, and a former admin's scope `admin` is gone.
     */
    useToken: async (token: string): Promise<{ actor: Actor; scopes: TokenScope[] } | null> => {
      const used = isApiToken(token) ? await store.useToken({ sha256: hashSecret(token), now: runtime.now() }) : null
      if (used === null) return null
      const { actor } = used
      const scopes = used.scopes.filter((scope) => scope !== 'admin' || actor.role === 'admin')
      const role = actor.role === 'admin' && !scopes.includes('admin') ? 'editor' : actor.role
      return { actor: { ...actor, role }, scopes }
    },
  }
}

type RefusedChange = Extract<Change, { status: 'refused' }>
type LinkRequest = { kind: 'set-up' } | { kind: 'invitation'; role: Role; email: string | null } | { kind: 'password'; userId: string }

/** Under what failed sign-ins of an account are counted, whether there is one or not. */
export function accountKey(email: string): string {
  return `account|${hashSecret(email.trim().toLowerCase())}`
}
