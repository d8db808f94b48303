import type { Invitation } from '../../accounts/store/one-time-links.js'
import type { Person } from '../../accounts/store/people.js'
import { type Role, roleSchema } from '../../contracts/role.js'
import { Address } from '../../site/pages/record/parts.js'
import { Moment } from '../desk/parts.js'
import type { FieldProblems } from '../http/field-problems.js'
import { Act, Field, Notice } from './forms.js'

export type PeoplePageProps = {
  /** Those that were searched for, and how many there are in all. */
  people: readonly Person[]
  total: number
  query: string
  invitations: readonly Invitation[]
  /** Who looks at it. */
  self: string
  problem?: string
  done?: string
  /** What was typed for an invitation that was not made, and what is wrong with it. */
  typed?: Readonly<Record<string, string>>
  problems?: FieldProblems
  /** A link just made: shown this once. */
  link?: { url: string; expiresAt: Date }
  now: Date
}

/** Who is here, with what each may do; who is invited; a form to invite more. */
export function PeoplePage({ people, total, query, invitations, self, problem, done, link, typed, problems, now }: PeoplePageProps) {
  return (
    <>
      <h1>People</h1>
      <Notice problem={problem} done={done} />
      {link === undefined ? null : (
        <div class="notice" role="status">
          <p>
            Hand on this link. It works once, until <Moment at={link.expiresAt} now={now} />, and is shown this once.
          </p>
          <p>
            <code id="made-link" data-copy="the link">
              {link.url}
            </code>
          </p>
        </div>
      )}
      <PeopleTable people={people} total={total} query={query} self={self} now={now} />
      <section aria-labelledby="invite">
        <h2 id="invite">Invite</h2>
        <form method="post" action="/auth/people/invite">
          <RoleSelect id="invite-role" value={typed?.role ?? 'reviewer'} problem={problems?.role} />
          <Field
            id="invite-email"
            label="Email (optional)"
            name="email"
            type="email"
            isOptional={true}
            value={typed?.email}
            problems={problems}
            hint="Binds the invitation to this address. No mail is sent."
          />
          <button type="submit">Make a link</button>
        </form>
        {invitations.length === 0 ? null : <Invitations invitations={invitations} now={now} />}
      </section>
      <Roles />
    </>
  )
}

function RoleSelect({ id, value, problem }: { id: string; value: string; problem?: string | undefined }) {
  return (
    <p class="field">
      <label for={id}>Role</label>
      <select
        id={id}
        name="role"
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
      >
        {roleSchema.options.map((role) => (
          <option value={role} selected={role === value}>
            {role}
          </option>
        ))}
      </select>
      {problem === undefined ? null : (
        <small class="problem" id={`${id}-problem`}>
          {problem}
        </small>
      )}
    </p>
  )
}

/** From so many on there is a search. */
const searchedFrom = 10
/** Rows shown at once: who looks for someone among more searches. */
const shownRows = 200

type TableProps = Pick<PeoplePageProps, 'people' | 'total' | 'query' | 'self' | 'now'>

function PeopleTable({ people, total, query, self, now }: TableProps) {
  return (
    <>
      {total < searchedFrom ? null : (
        <form method="get" action="/auth/people" class="people-search">
          <Field id="people-query" label="Name or email" name="q" value={query} isOptional={true} />
          <button type="submit">Search</button>
        </form>
      )}
      <p class="hint">
        {query === '' ? `${total} ${total === 1 ? 'person' : 'people'}` : `${people.length} of ${total} people`}
        {people.length > shownRows ? `; the first ${shownRows} are shown, search for the others` : null}
      </p>
      <table class="people">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Email</th>
            <th scope="col">Role</th>
            <th scope="col">Last seen</th>
            <th scope="col">State</th>
            <th scope="col">
              <span class="hide">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {people.slice(0, shownRows).map((person) => (
            <PersonRow person={person} isSelf={person.id === self} now={now} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function PersonRow({ person, isSelf, now }: { person: Person; isSelf: boolean; now: Date }) {
  const { name, email, role, deactivatedAt, hasPassword, lastSeenAt } = person
  const state = deactivatedAt !== null ? 'Deactivated' : hasPassword ? 'Active' : 'Active, no password yet'
  return (
    <tr class={deactivatedAt === null ? undefined : 'gone'}>
      <th scope="row">
        {name}
        {isSelf ? ' (you)' : ''}
      </th>
      <td data-label="Email">
        <Address text={email} />
      </td>
      <td data-label="Role">{role}</td>
      <td data-label="Last seen">{lastSeenAt === null ? 'Signed out' : <Moment at={lastSeenAt} now={now} />}</td>
      <td data-label="State">{state}</td>
      <td>
        <PersonMenu person={person} />
      </td>
    </tr>
  )
}

/** All that can be done about a person, behind one quiet word. */
function PersonMenu({ person: { id, name, role, deactivatedAt } }: { person: Person }) {
  return (
    <details class="menu">
      <summary>
        Actions<span class="hide"> for {name}</span>
      </summary>
      <div>
        {deactivatedAt !== null ? (
          <Act action="/auth/people/reactivate" fields={{ id }}>
            Reactivate
          </Act>
        ) : (
          <>
            <form method="post" action="/auth/people/role">
              <input type="hidden" name="id" value={id} />
              <RoleSelect id={`role-${id}`} value={role} />
              <button type="submit">Change the role</button>
            </form>
            <Act action="/auth/people/password" fields={{ id }}>
              Link for a new password
            </Act>
            <p>
              <a href={`/auth/people/deactivate?id=${id}`}>Deactivate…</a>
            </p>
          </>
        )}
      </div>
    </details>
  )
}

/** What each role may do. */
function Roles() {
  return (
    <section aria-labelledby="roles">
      <h2 id="roles">Roles</h2>
      <dl class="roles">
        {roleSchema.options.map((role) => (
          <>
            <dt>{role}</dt>
            <dd>{rolePowers[role]}</dd>
          </>
        ))}
      </dl>
    </section>
  )
}

const rolePowers: Readonly<Record<Role, string>> = {
  admin: 'All that an editor may; invites people, changes roles, settings and webhooks.',
  editor:
    'All that a reviewer may; enters tools, kicks off panels, assigns verdicts, approves and publishes records, sends the newsletter.',
  reviewer: 'Reads everything at the desk; edits, comments on and accepts verdicts.',
}

/** Asks before a person is deactivated, and says what follows. */
export function DeactivatePage({ person: { id, name, email, deactivatedAt } }: { person: Person }) {
  return (
    <>
      <h1>Deactivate {name}</h1>
      <p>
        <Address text={email} />
      </p>
      <ul class="consequences">
        <li>They are signed out everywhere at once, and cannot sign in.</li>
        <li>Their API tokens are revoked, and the links they handed out no longer work.</li>
        <li>Verdicts assigned to them wait for anyone again. Reactivated, they have those back that no one took.</li>
        <li>What they wrote and decided stays, under their name. Drafts that they had not saved stay theirs.</li>
      </ul>
      {deactivatedAt !== null ? (
        <p>This person is deactivated already.</p>
      ) : (
        <form method="post" action="/auth/people/deactivate">
          <input type="hidden" name="id" value={id} />
          <button type="submit" class="grave">
            Deactivate {name}
          </button>
        </form>
      )}
      <p>
        <a href="/auth/people">Back to all people</a>
      </p>
    </>
  )
}

function Invitations({ invitations, now }: Pick<PeoplePageProps, 'invitations' | 'now'>) {
  return (
    <table>
      <caption>Open invitations</caption>
      <thead>
        <tr>
          <th scope="col">For</th>
          <th scope="col">Role</th>
          <th scope="col">By</th>
          <th scope="col">Until</th>
          <th scope="col">Action</th>
        </tr>
      </thead>
      <tbody>
        {invitations.map(({ id, email, role, createdBy, expiresAt }) => (
          <tr>
            <td data-label="For">{email === null ? 'anyone who has the link' : <Address text={email} />}</td>
            <td data-label="Role">{role}</td>
            <td data-label="By">{createdBy ?? '–'}</td>
            <td data-label="Until">
              <Moment at={expiresAt} now={now} />
            </td>
            <td>
              <Act action="/auth/people/withdraw" fields={{ id }}>
                Withdraw
              </Act>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
