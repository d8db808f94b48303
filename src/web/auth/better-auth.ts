import { APIError, betterAuth } from 'better-auth'
import { createAuthMiddleware } from 'better-auth/api'
import { passwordLength } from '../../accounts/password-rules.js'
import { accountKey } from '../../accounts/people.js'
import { createAuthAdapter } from '../../accounts/store/auth-adapter.js'
import type { PeopleStore, Person } from '../../accounts/store/people.js'
import type { Limit, SignInStore } from '../../accounts/store/sign-in.js'
import type { Actor } from '../../contracts/actor.js'
import { isOutage } from '../../platform/db/is-outage.js'
import { forgetParameters } from '../../platform/db/without-parameters.js'
import type { AuthDependencies } from './auth-dependencies.js'

/** Where better-auth believes to be. Nothing is mounted there: our routes hand it what they have checked. */
export const innerBase = 'http://sign-in.internal'
export const innerPath = '/inner'
/** In which our routes tell it where a request came from; what a browser sends under that name never gets there. */
export const addressHeader = 'x-panel-client-address'

const daySeconds = 86_400
const sessionSeconds = 7 * daySeconds
/** Tries at one account from anywhere; a sign-in that succeeds forgets them. Who is locked out by another's guessing asks for a link. */
const accountLimit: Limit = { max: 10, windowMs: 900_000 }
/** Ending all other sessions reads them first, by default 100 at most, and would leave the rest: more than anyone has. */
const maxSessionsRead = 1_000_000
/** Tries from one address, at whatever account. */
const addressRule = { window: 60, max: 20 }

const limitedPaths = ['/sign-in/email', '/change-password']

type Parts = Pick<AuthDependencies, 'db' | 'runtime' | 'secret' | 'publicUrl' | 'log'> & { people: PeopleStore; signIn: SignInStore }

export type BetterAuth = ReturnType<typeof createBetterAuth>

/** better-auth on our tables: passwords, sessions and cookies. Accounts are made by links and by admins alone, never by signing up. */
export function createBetterAuth({ db, runtime, secret, publicUrl, log, people, signIn }: Parts) {
  const isSecure = publicUrl?.startsWith('https://') === true
  const count = (key: string, limit: Limit) => signIn.count({ key, limit, nowMs: runtime.now().getTime() })
  return betterAuth({
    appName: 'Ship Panel',
    baseURL: innerBase,
    basePath: innerPath,
    secret,
    database: createAuthAdapter(db),
    telemetry: { enabled: false },
    // At `warn` and `error` it writes refusals to stderr by itself, past our log.
    logger: { level: 'info', log: writeLog(log) },
    // Or an outage of the database would come back as a bare 500. Refusals are answers all the same.
    onAPIError: { throw: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      // In UTF-16 code units, of which a character has two at most; the rule itself is passwordProblem's.
      maxPasswordLength: 2 * passwordLength.max,
    },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        deactivatedAt: { type: 'date', required: false, input: false },
      },
    },
    session: { expiresIn: sessionSeconds, updateAge: daySeconds, cookieCache: { enabled: false } },
    advanced: {
      // `__Host-` makes browsers refuse a cookie of that name that another host of the domain set, or that came without TLS.
      cookiePrefix: isSecure ? '__Host-panel' : 'panel',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: ({ model }) => runtime.newId(model.slice(0, 3)), defaultFindManyLimit: maxSessionsRead },
    },
    rateLimit: {
      enabled: true,
      customRules: Object.fromEntries(limitedPaths.map((path) => [path, addressRule])),
      customStorage: {
        consume: async (key, { max, window }) => {
          const waitMs = await count(`address|${key}`, { max, windowMs: window * 1000 })
          return { allowed: waitMs === 0, retryAfter: waitMs === 0 ? null : Math.ceil(waitMs / 1000) }
        },
      },
    },
    hooks: {
      before: createAuthMiddleware(async (c) => {
        const key = limitedAccount(c.path, c.body)
        const waitMs = key === null ? 0 : await count(key, accountLimit)
        if (waitMs > 0)
          throw new APIError('TOO_MANY_REQUESTS', { message: 'Too many tries.' }, { 'x-retry-after': `${Math.ceil(waitMs / 1000)}` })
      }),
      after: createAuthMiddleware(async (c) => {
        const key = c.context.newSession === null ? null : limitedAccount(c.path, c.body)
        if (key !== null) await signIn.forget(key)
      }),
    },
    databaseHooks: {
      account: {
        update: {
          // Behind the check of the present password and before the new one is kept: what ends with the old one cannot be lost between the two.
          before: async (_change, c) => {
            const user = c?.path === '/change-password' ? c.context.session?.user : undefined
            if (user === undefined) return
            const person = await people.find(user.id)
            if (person !== null) await people.endTokens({ actor: toActor(person), now: runtime.now() })
          },
        },
      },
      session: {
        create: {
          // A session that is not made is answered like a wrong password.
          before: async ({ userId }) => {
            const person = await people.find(userId)
            return person !== null && person.deactivatedAt === null ? undefined : false
          },
        },
      },
    },
  })
}

function toActor({ id, name, role }: Person): Actor {
  return { userId: id, name, role }
}

function limitedAccount(path: string, body: unknown): string | null {
  const isSignIn = path === '/sign-in/email' && typeof body === 'object' && body !== null && 'email' in body
  return isSignIn && typeof body.email === 'string' ? accountKey(body.email) : null
}

/** Its words go to our log, and nothing of what it hands along: errors with queries, addresses, accounts. */
function writeLog(log: AuthDependencies['log']) {
  return (level: 'debug' | 'info' | 'success' | 'warn' | 'error', message: string, ...details: unknown[]) => {
    const error = details.find((detail) => detail instanceof Error)
    const reason = error === undefined ? {} : { reason: innermost(error).message }
    // An outage is logged once a minute, by the error itself; without its query, whose parameters are secrets.
    if (level === 'error' && isOutage(error)) log.error({ err: forgetParameters(error) }, `better-auth: ${firstLine(message)}`)
    else if (level === 'error') log.error(reason, `better-auth: ${firstLine(message)}`)
    else log.debug(reason, `better-auth: ${firstLine(message)}`)
  }
}

/** A failed query's message goes on with its parameters, which are secrets. */
function firstLine(message: string): string {
  return message.startsWith('Failed query') ? 'a query failed' : (message.split('\n')[0] ?? '')
}

function innermost(error: Error): Error {
  return error.cause instanceof Error ? innermost(error.cause) : error
}
