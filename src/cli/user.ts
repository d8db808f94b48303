import { accountEmailSchema, type MadeLink, type People, personNameSchema } from '../accounts/people.js'
import type { Origin } from '../app/server-note.js'
import { type Role, roleSchema } from '../contracts/role.js'
import { UsageError } from '../platform/errors.js'
import { isolate } from '../platform/text/text-direction.js'
import { answer, type JsonOption } from './json-option.js'
import { renderTable } from './table.js'

/** Who the command line is in the audit log. */
const actor = { system: 'panel user' }
const maxPasswordBytes = 4096

/** What the commands work with. `originFor` is this installation's address, with which links begin; data goes to `write`, the rest to `note`. */
export type UserContext = {
  people: People
  originFor: (port: number | undefined) => Promise<Origin>
  columns: number
  write: (text: string) => void
  note: (text: string) => void
}

/** Where a link leads when the server does not run where it is assumed to. */
export type LinkOptions = JsonOption & { port?: number }

export type AddOptions = LinkOptions & { name: string; role: string; passwordStdin?: boolean }

/** Adds a person, with the password from `input`, or prints a link with which the person chooses one. */
export async function addUser(
  context: UserContext,
  address: string,
  { name, role, port, json, passwordStdin = false, input }: AddOptions & { input: AsyncIterable<Buffer | string> },
): Promise<void> {
  const { people, write } = context
  const person = {
    actor,
    email: parse(accountEmailSchema, address, 'the address'),
    name: parse(personNameSchema, name, '--name'),
    role: parseRole(role),
  }
  const password = passwordStdin ? await readPassword(input) : null
  const added = await people.add({ ...person, password })
  if (added.status === 'email taken')
    throw new UsageError(`${person.email} has an account already. A link for a new password: panel user link ${person.email}`)
  if (added.status === 'invalid') throw new UsageError(added.problem)
  const link = password === null ? await makeLink(context, { userId: added.userId, port }) : null
  const { email } = person
  const document = { schema: 'panel.user/1', userId: added.userId, email, name: person.name, role: person.role, link: link?.shown ?? null }
  answer(write, { json }, { document, text: `${isolate(person.name)} <${email}> is added as ${person.role}.\n${link?.text ?? ''}` })
}

/** Lists everyone, as a table or as JSON. */
export async function listUsers({ people, columns, write }: UserContext, { json = false }: { json?: boolean }): Promise<void> {
  const list = await people.list()
  if (json) return write(`${JSON.stringify({ users: list }, null, 2)}\n`)
  if (list.length === 0) return write('There is no one yet. Add the first: panel user add <email> --name <name> --role admin\n')
  const rows = list.map(({ name, email, role, deactivatedAt, hasPassword }) => [
    email,
    role,
    deactivatedAt !== null ? 'deactivated' : hasPassword ? 'active' : 'no password yet',
    name,
  ])
  write(renderTable({ head: ['email', 'role', 'state', 'name'], rows, columns }))
}

/** Prints a link with which a person chooses a new password; the one before is void. */
export async function linkUser(context: UserContext, address: string, { port, json }: LinkOptions = {}): Promise<void> {
  const { id } = await findUser(context, address)
  const { shown, text } = await makeLink(context, { userId: id, port })
  answer(context.write, { json }, { document: { schema: 'panel.user-link/1', userId: id, link: shown }, text })
}

/** Ends a person's sessions and tokens, and keeps them from signing in. */
export async function deactivateUser(context: UserContext, address: string, options: JsonOption = {}): Promise<void> {
  const { id, name } = await findUser(context, address)
  const change = await context.people.deactivate({ actor, userId: id })
  if (change.status === 'refused') throw new UsageError(`${change.why} ${change.fix}`)
  const text = `${isolate(name)} is deactivated: signed out everywhere, tokens revoked.\n`
  answer(context.write, options, { document: { schema: 'panel.user-deactivation/1', userId: id }, text })
}

async function findUser({ people }: UserContext, address: string) {
  const person = await people.findByEmail(parse(accountEmailSchema, address, 'the address'))
  if (person === null) throw new UsageError(`No one has the address ${address}. Who is here: panel user list`)
  return person
}

/** A new link, as one JSON document shows it and in words. Says apart from both where its address is only assumed. */
async function makeLink({ people, originFor, note }: UserContext, { userId, port }: { userId: string; port: number | undefined }) {
  const link: MadeLink | NoLink = await people.passwordLink({ actor, userId })
  if (!('path' in link)) throw new UsageError([link.why, link.fix].filter((part) => part !== undefined).join(' ') || link.status)
  const { url, isAssumed } = await originFor(port)
  if (isAssumed) note(`No server runs in this home, so the link assumes ${url}. For another address: --port, or PANEL_PUBLIC_URL.\n`)
  const shown = { url: new URL(link.path, url).href, expiresAt: link.expiresAt.toISOString() }
  return { shown, text: `Choose a password here, once, until ${shown.expiresAt}:\n${shown.url}\n` }
}

type NoLink = { status: string; why?: string; fix?: string }

function parseRole(text: string): Role {
  const role = roleSchema.safeParse(text)
  if (!role.success) throw new UsageError(`--role takes ${roleSchema.options.join(', ')}, not ${JSON.stringify(text)}`)
  return role.data
}

function parse(schema: typeof accountEmailSchema | typeof personNameSchema, text: string, what: string): string {
  const parsed = schema.safeParse(text)
  if (!parsed.success) throw new UsageError(`${what}: ${parsed.error.issues[0]?.message ?? 'not as expected'}`)
  return parsed.data
}

/** The first line: editors and `echo` end it with a line break, which belongs to no password. */
async function readPassword(input: AsyncIterable<Buffer | string>): Promise<string> {
  let text = ''
  for await (const chunk of input) {
    text += String(chunk)
    if (text.length > maxPasswordBytes) throw new UsageError('--password-stdin takes one line with the password')
  }
  const [line = ''] = text.split(/\r?\n/)
  if (line === '') throw new UsageError('--password-stdin found nothing on stdin')
  return line
}
