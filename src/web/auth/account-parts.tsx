import { passwordLength } from '../../accounts/password-rules.js'
import type { ApiToken, TokenScope } from '../../accounts/store/api-tokens.js'
import { Moment } from '../desk/parts.js'
import type { FieldProblems } from '../http/field-problems.js'
import { Act, Field } from './forms.js'

const scopeWords: Readonly<Record<TokenScope, string>> = {
  read: 'read: look at everything you may see',
  write: 'write: do with panels, verdicts and records what you may do',
  admin: 'admin: webhooks, for admins',
}

/** What was typed for a token that was not made. */
export type TypedToken = { name: string; expires: string; scopes: readonly string[] }

/** To change the password, which is asked for. */
export function PasswordForm({ email, problems }: { email: string; problems: FieldProblems }) {
  const hint = `${passwordLength.min} to ${passwordLength.max} characters; 4 unrelated words do well. All other sessions end, and all API tokens are revoked.`
  return (
    <section aria-labelledby="change-password">
      <h2 id="change-password">Change the password</h2>
      <form method="post" action="/auth/account/password">
        {/* For password managers, which pass over inputs of the type hidden. */}
        <input type="text" name="username" value={email} autocomplete="username" readonly={true} hidden={true} />
        <Field id="current" label="Current password" name="current" type="password" autocomplete="current-password" problems={problems} />
        <Field
          id="password"
          label="New password"
          name="password"
          type="password"
          autocomplete="new-password"
          hint={hint}
          problems={problems}
        />
        <Field
          id="repeated"
          label="Repeat the new password"
          name="repeated"
          type="password"
          autocomplete="new-password"
          problems={problems}
        />
        <button type="submit">Change the password</button>
      </form>
    </section>
  )
}

type TokensProps = {
  tokens: readonly ApiToken[]
  /** A token just made: shown this once. */
  made: string | null
  isAdmin: boolean
  typed: TypedToken | undefined
  problems: FieldProblems
  now: Date
}

/** The tokens there are, one that was just made, and a form for another. */
export function Tokens({ tokens, made, isAdmin, typed, problems, now }: TokensProps) {
  const scopes = (['read', 'write', 'admin'] as const).filter((scope) => scope !== 'admin' || isAdmin)
  return (
    <section aria-labelledby="tokens">
      <h2 id="tokens">API tokens</h2>
      {made === null ? null : (
        <div class="notice" role="status">
          <p>Copy the token now: it is shown this once.</p>
          <p>
            <code id="made-token" data-copy="the token">
              {made}
            </code>
          </p>
        </div>
      )}
      {tokens.length === 0 ? (
        <p>You have no tokens. One lets a program use the API in your name.</p>
      ) : (
        <TokenTable tokens={tokens} now={now} />
      )}
      <form method="post" action="/auth/account/tokens">
        <Field id="token-name" label="What it is for" name="name" value={typed?.name} problems={problems} />
        <fieldset aria-describedby={problems.scopes === undefined ? undefined : 'scopes-problem'}>
          <legend>Scopes</legend>
          {problems.scopes === undefined ? null : (
            <small class="problem" id="scopes-problem" role="alert">
              {problems.scopes}
            </small>
          )}
          {scopes.map((scope) => (
            <label>
              <input
                type="checkbox"
                name="scopes"
                value={scope}
                checked={typed === undefined ? scope === 'read' : typed.scopes.includes(scope)}
              />{' '}
              {scopeWords[scope]}
            </label>
          ))}
        </fieldset>
        <Field
          id="token-expires"
          label="Last day (optional)"
          name="expires"
          type="date"
          isOptional={true}
          value={typed?.expires}
          problems={problems}
        />
        <button type="submit">Make a token</button>
      </form>
    </section>
  )
}

function TokenTable({ tokens, now }: Pick<TokensProps, 'tokens' | 'now'>) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col">Scopes</th>
          <th scope="col">Made</th>
          <th scope="col">Last used</th>
          <th scope="col">Ends</th>
          <th scope="col">Action</th>
        </tr>
      </thead>
      <tbody>
        {tokens.map(({ id, name, scopes, createdAt, lastUsedAt, expiresAt }) => (
          <tr>
            <th scope="row">{name}</th>
            <td data-label="Scopes">{scopes.join(', ')}</td>
            <td data-label="Made">
              <Moment at={createdAt} now={now} />
            </td>
            <td data-label="Last used">{lastUsedAt === null ? 'not yet' : <Moment at={lastUsedAt} now={now} />}</td>
            <td data-label="Ends">{expiresAt === null ? 'never' : <Moment at={expiresAt} now={now} />}</td>
            <td>
              <Act action="/auth/account/tokens/revoke" fields={{ id }}>
                Revoke
              </Act>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
