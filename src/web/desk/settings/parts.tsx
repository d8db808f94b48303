import type { Child } from 'hono/jsx'
import type { Actor } from '../../../contracts/actor.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import type { FieldProblems } from '../../http/field-problems.js'
import type { Asset } from '../assets.js'
import { Page, PageHead } from '../layout.js'
import { Moment, ProblemBox } from '../parts.js'
import type { FixedSetting } from './dependencies.js'
import { settingsPath, settingsSections } from './paths.js'

type SettingsPageProps = { title: string; actor: Actor; path: string; script?: Asset; children: Child }

/** A page of the settings: the way to the others, and one section. */
export function SettingsPage({ title, actor, path, script, children }: SettingsPageProps) {
  return (
    <Page title={`${title} · Settings`} actor={actor} path={path} {...(script === undefined ? {} : { script })}>
      <PageHead title={title} kicker={<a href={settingsPath}>Settings</a>} />
      <nav aria-label="Settings" class="sections">
        {settingsSections.map((section) => (
          <a href={section.path} aria-current={section.path === path ? 'page' : undefined}>
            {section.name}
          </a>
        ))}
      </nav>
      {children}
    </Page>
  )
}

type TextFieldProps = {
  name: string
  label: string
  value: string
  hint?: Child
  type?: 'text' | 'number' | 'email'
  problems: FieldProblems
  isFixed?: boolean
  max?: number
  step?: string
}

/** A label, what is to be filled in, and what is wrong with it. */
export function TextField({ name, label, value, hint, type = 'text', problems, isFixed = false, max, step }: TextFieldProps) {
  const problem = problems[name]
  const described = [hint === undefined ? null : `${name}-hint`, problem === undefined ? null : `${name}-problem`].filter(
    (id) => id !== null,
  )
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        value={value}
        maxlength={max}
        step={step}
        min={type === 'number' ? 0 : undefined}
        disabled={isFixed}
        autocomplete="off"
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={described.length === 0 ? undefined : described.join(' ')}
      />
      <FieldNotes name={name} hint={hint} problem={problem} />
    </div>
  )
}

/** The hint and the problem below a field; their ids are the field's name with `-hint` and `-problem`. */
export function FieldNotes({ name, hint, problem }: { name: string; hint?: Child; problem?: string | undefined }) {
  return (
    <>
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problem === undefined ? null : (
        <p class="problem" id={`${name}-problem`}>
          {problem}
        </p>
      )}
    </>
  )
}

/** What panel.config.yaml or the environment says, so that it cannot be changed here. */
export function FixedBox({ fixed }: { fixed: readonly FixedSetting[] }) {
  if (fixed.length === 0) return null
  return (
    <div class="flag-box">
      <p>Set outside the desk, and shown here only. To change it here, take it out there and start the server again.</p>
      <ul>
        {fixed.map(({ name, where, value }) => (
          <li>
            {name}: <strong>{revealInvisible(value)}</strong>, from <span class="mono">{where}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Someone saved while this form was open: what is stored now is named, what was sent is still in the form. */
export function StaleBox({ by, stored }: { by: string | null; stored: readonly { name: string; value: string }[] }) {
  return (
    <ProblemBox head={`Not saved: ${by === null ? 'someone' : revealInvisible(by)} changed this while you had it open.`}>
      <p>Stored now:</p>
      <ul>
        {stored.map(({ name, value }) => (
          <li>
            {name}: <strong>{revealInvisible(value)}</strong>
          </li>
        ))}
      </ul>
      <p>What you sent is in the form below. Save again to put it in place of what is stored, or reload the page to drop it.</p>
    </ProblemBox>
  )
}

/** Who set it last; that no one did, where no one did. */
export function LastChange({ by, at, now }: { by: string | null; at: Date | null; now: Date }) {
  if (at === null) return <p class="meta">No one has changed this yet: the values are those of the package.</p>
  return (
    <p class="meta">
      Last changed by {revealInvisible(by ?? '')}, <Moment at={at} now={now} />
    </p>
  )
}

/** What is set, to what, and where. */
export function FixedTable({ fixed }: { fixed: readonly FixedSetting[] }) {
  return (
    <table class="list stack">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Value</th>
          <th scope="col">Where</th>
        </tr>
      </thead>
      <tbody>
        {fixed.map(({ name, where, value }) => (
          <tr>
            <th scope="row">{name}</th>
            <td data-label="Value">{revealInvisible(value)}</td>
            <td class="mono" data-label="Where">
              {where}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
