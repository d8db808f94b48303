import type { Invitation } from '../../accounts/store/one-time-links.js'
import type { Person } from '../../accounts/store/people.js'
import { type Role, roleSchema } from '../../contracts/role.js'
import { Address } from '../../site/pages/record/parts.js'
import { Act, Field, Moment, Notice } from './forms.js'

export type PeoplePageProps = {
  people: readonly Person[]
  invitations: readonly Invitation[]
  /** Who looks at it. */
  self: string
  problem?: string
  done?: string
  /** A link just made: shown this once. */
  link?: { url: string; expiresAt: Date }
}

/** Who is here, with what each may do; who is invited; a form to invite more. */
export function PeoplePage({ people, invitations, self, problem, done, link }: PeoplePageProps) {
  return (
    <>
      <h1>People</h1>
      <Notice problem={problem} done={done} />
      {link === undefined ? null : (
        <div class="notice" role="status">
          <p>
            Hand on this link. It works once, until <Moment at={link.expiresAt} />, and is shown this once.
          </p>
          <p>
            <code id="made-link">{link.url}</code>
          </p>
        </div>
      )}
      <PeopleTable people={people} self={self} />
      <section aria-labelledby="invite">
        <h2 id="invite">Invite</h2>
        <form method="post" action="/auth/people/invite">
          <RoleSelect id="invite-role" value="reviewer" />
          <Field
            id="invite-email"
            label="Email (optional)"
            name="email"
            type="email"
            isOptional={true}
            hint="Binds the invitation to this address. No mail is sent."
          />
          <button type="submit">Make a link</button>
        </form>
        {invitations.length === 0 ? null : <Invitations invitations={invitations} />}
      </section>
    </>
  )
}

/** `of`: whose role it is, where the column says that it is one. */
function RoleSelect({ id, value, of }: { id: string; value: Role; of?: string }) {
  return (
    <p class="field">
      <label for={id} class={of === undefined ? undefined : 'hide'}>
        {of === undefined ? 'Role' : `Role of ${of}`}
      </label>
      <select id={id} name="role">
        {roleSchema.options.map((role) => (
          <option value={role} selected={role === value}>
            {role}
          </option>
        ))}
      </select>
    </p>
  )
}

function PeopleTable({ people, self }: { people: readonly Person[]; self: string }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Email</th>
          <th scope="col">State</th>
          <th scope="col">Role</th>
          <th scope="col">Actions</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr>
            <th scope="row">
              {person.name}
              {person.id === self ? ' (you)' : ''}
            </th>
            <td>
              <Address text={person.email} />
            </td>
            <td>{person.deactivatedAt !== null ? 'deactivated' : person.hasPassword ? 'active' : 'no password yet'}</td>
            <td>
              <form method="post" action="/auth/people/role">
                <input type="hidden" name="id" value={person.id} />
                <RoleSelect id={`role-${person.id}`} value={person.role} of={person.name} />
                <button type="submit">Change</button>
              </form>
            </td>
            <td>
              <PersonActs person={person} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function PersonActs({ person: { id, deactivatedAt } }: { person: Person }) {
  if (deactivatedAt !== null)
    return (
      <Act action="/auth/people/reactivate" fields={{ id }}>
        Reactivate
      </Act>
    )
  return (
    <>
      <Act action="/auth/people/password" fields={{ id }}>
        Link for a new password
      </Act>
      <Act action="/auth/people/deactivate" fields={{ id }}>
        Deactivate
      </Act>
    </>
  )
}

function Invitations({ invitations }: { invitations: readonly Invitation[] }) {
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
            <td>{email === null ? 'anyone who has the link' : <Address text={email} />}</td>
            <td>{role}</td>
            <td>{createdBy ?? '–'}</td>
            <td>
              <Moment at={expiresAt} />
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
