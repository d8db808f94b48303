import type { Child } from 'hono/jsx'
import type { Actor } from '../../../contracts/actor.js'
import { type SettingKey, type SettingValues, settingSchemas } from '../../../settings/setting-schemas.js'
import type { Setting } from '../../../settings/settings.js'
import { actorOf, type DeskContext } from '../env.js'
import { ProblemBox, RefusedBox, SaidBox } from '../parts.js'
import { readForm, sendPage, textOf } from '../send.js'
import type { FixedSetting, SettingsDependencies } from './dependencies.js'
import { type FieldProblems, FixedBox, LastChange, SettingsPage, StaleBox } from './parts.js'

/** One setting as a page: what its form has, and how the setting is read from it. */
export type SettingForm<Key extends SettingKey> = {
  key: Key
  title: string
  path: string
  /** What of it is shown as text by field, also for someone who was too late. */
  toFields: (value: SettingValues[Key]) => Record<string, string>
  labels: Readonly<Record<string, string>>
  /** What was sent, before it is checked. Paths of problems are fields' names. */
  fromFields: (fields: Readonly<Record<string, string>>, before: SettingValues[Key]) => unknown
  /** What the schema does not say of a value that it takes. */
  check?: (value: SettingValues[Key]) => FieldProblems
  fields: (props: { fields: Readonly<Record<string, string>>; problems: FieldProblems; isFixed: (field: string) => boolean }) => Child
  /** Below the form. */
  after?: (c: DeskContext) => Promise<Child>
  intro: Child
}

type Shown<Key extends SettingKey> = {
  form: SettingForm<Key>
  stored: Setting<Key>
  /** What was sent and not saved; as stored when left out. */
  fields?: Readonly<Record<string, string>>
  problems?: FieldProblems
  notice?: Child
  status?: 200 | 403 | 409 | 422
}

/** The page of one setting, as it is stored. */
export async function showSetting<Key extends SettingKey>(
  c: DeskContext,
  dependencies: SettingsDependencies,
  form: SettingForm<Key>,
): Promise<Response> {
  const stored = await dependencies.settings.read(form.key)
  const notice = c.req.query('saved') === undefined ? undefined : <SaidBox>Saved. It holds everywhere within a few seconds.</SaidBox>
  return sendSetting(c, dependencies, { form, stored, notice })
}

/** Saves what was sent; or shows it again with what is wrong, or with what someone else saved meanwhile. */
export async function saveSetting<Key extends SettingKey>(
  c: DeskContext,
  dependencies: SettingsDependencies,
  form: SettingForm<Key>,
): Promise<Response> {
  const { settings, fixed } = dependencies
  const [sent, stored] = [await readForm(c), await settings.read(form.key)]
  const kept = form.toFields(stored.value)
  const isKept = (name: string) => fixed[form.key].some(({ field }) => field === name)
  const fields = Object.fromEntries(
    Object.keys(form.labels).map((name) => [name, isKept(name) ? (kept[name] ?? '') : textOf(sent, name).trim()]),
  )
  if (isWhollyFixed(fixed[form.key])) {
    const notice = <RefusedBox why="this is set outside the desk" fix="change it where it is set, and start the server again" />
    return sendSetting(c, dependencies, { form, stored, notice, status: 409 })
  }
  const parsed = settingSchemas[form.key].safeParse(form.fromFields(fields, stored.value))
  const value = parsed.data as SettingValues[Key] | undefined
  const problems = value === undefined ? problemsOf(parsed.error?.issues ?? []) : (form.check?.(value) ?? {})
  if (value === undefined || Object.keys(problems).length > 0) {
    const notice = <ProblemBox head="Not saved: correct the marked fields." />
    return sendSetting(c, dependencies, { form, stored, fields, problems, notice, status: 422 })
  }
  const version = Number(textOf(sent, 'version'))
  const changed = await settings.change({ actor: actorOf(c), key: form.key, version, value })
  if (changed.status === 'refused') {
    return sendSetting(c, dependencies, { form, stored, fields, notice: <RefusedBox {...changed} />, status: 403 })
  }
  if (changed.status === 'stale') {
    const { current } = changed
    const shown = Object.entries(form.toFields(current.value)).map(([name, text]) => ({
      name: form.labels[name] ?? name,
      value: text || '—',
    }))
    return sendSetting(c, dependencies, {
      ...{ form, stored: current, fields, status: 409 as const },
      notice: <StaleBox by={current.by} stored={shown} />,
    })
  }
  return c.redirect(`${form.path}?saved`, 303)
}

function isWhollyFixed(fixed: readonly FixedSetting[]): boolean {
  return fixed.some(({ field }) => field === undefined)
}

type Issue = { path: readonly PropertyKey[]; message: string }

function problemsOf(issues: readonly Issue[]): FieldProblems {
  return Object.fromEntries(issues.map(({ path, message }) => [String(path[0] ?? ''), message]).reverse())
}

async function sendSetting<Key extends SettingKey>(
  c: DeskContext,
  { fixed, runtime }: SettingsDependencies,
  { form, stored, fields, problems = {}, notice, status = 200 }: Shown<Key>,
): Promise<Response> {
  const props = {
    ...{ form, notice, problems, actor: actorOf(c), fixed: fixed[form.key], now: runtime.now() },
    fields: fields ?? form.toFields(stored.value),
    version: stored.version,
    by: stored.by,
    at: stored.at,
    after: (await form.after?.(c)) ?? null,
  }
  return sendPage(c, <SettingView {...props} />, status)
}

type ViewProps = {
  form: Pick<SettingForm<SettingKey>, 'title' | 'path' | 'intro' | 'fields'>
  actor: Actor
  fields: Readonly<Record<string, string>>
  problems: FieldProblems
  notice: Child
  fixed: readonly FixedSetting[]
  version: number
  by: string | null
  at: Date | null
  now: Date
  after: Child
}

function SettingView({ form, actor, fields, problems, notice, fixed, version, by, at, now, after }: ViewProps) {
  const isAllFixed = isWhollyFixed(fixed)
  const isFixed = (name: string) => isAllFixed || fixed.some(({ field }) => field === name)
  return (
    <SettingsPage title={form.title} actor={actor} path={form.path}>
      <p class="lede">{form.intro}</p>
      {notice}
      <FixedBox fixed={fixed} />
      <form method="post" action={form.path}>
        <input type="hidden" name="version" value={String(version)} />
        {form.fields({ fields, problems, isFixed })}
        {isAllFixed ? null : (
          <div class="actions">
            <button type="submit">Save</button>
          </div>
        )}
      </form>
      {isAllFixed ? null : <LastChange by={by} at={at} now={now} />}
      {after}
    </SettingsPage>
  )
}
