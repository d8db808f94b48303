import type { Child } from 'hono/jsx'
import type { Actor } from '../../../contracts/actor.js'
import { type SettingKey, type SettingValues, settingSchemas } from '../../../settings/setting-schemas.js'
import type { Setting } from '../../../settings/settings.js'
import type { FieldProblems } from '../../http/field-problems.js'
import { actorOf, type DeskContext } from '../env.js'
import { ProblemBox, RefusedBox, SaidBox } from '../parts.js'
import { readForm, sendPage, textOf } from '../send.js'
import type { FixedSetting, SettingsDependencies } from './dependencies.js'
import { FixedBox, LastChange, SettingsPage, StaleBox } from './parts.js'

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
  /** How a value would look, below the form; `isStored` says whether it does already. With it the form has a button that shows it and saves nothing. */
  preview?: (value: SettingValues[Key], isStored: boolean) => Promise<Child>
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
  /** What was sent and is only to be looked at; as stored when left out. */
  tried?: SettingValues[Key]
  status?: 200 | 403 | 409 | 422
}

/** The page of one setting, as it is stored; `said` is what came of something else that was done on it. */
export async function showSetting<Key extends SettingKey>(
  c: DeskContext,
  dependencies: SettingsDependencies,
  form: SettingForm<Key>,
  said: Pick<Shown<Key>, 'notice' | 'status'> = {},
): Promise<Response> {
  const stored = await dependencies.settings.read(form.key)
  const saved = c.req.query('saved') === undefined ? undefined : <SaidBox>Saved. It holds everywhere within a few seconds.</SaidBox>
  return sendSetting(c, dependencies, { form, stored, notice: saved, ...said })
}

type Sent<Key extends SettingKey> = {
  stored: Setting<Key>
  /** The version that the form began from. */
  version: number
  fields: Readonly<Record<string, string>>
  problems: FieldProblems
  /** Null where there are problems. */
  value: SettingValues[Key] | null
}

async function readSent<Key extends SettingKey>(
  c: DeskContext,
  { settings, fixed }: SettingsDependencies,
  form: SettingForm<Key>,
): Promise<Sent<Key>> {
  const [sent, stored] = [await readForm(c), await settings.read(form.key)]
  const kept = form.toFields(stored.value)
  const isKept = (name: string) => fixed[form.key].some(({ field }) => field === name)
  const fields = Object.fromEntries(
    Object.keys(form.labels).map((name) => [name, isKept(name) ? (kept[name] ?? '') : textOf(sent, name).trim()]),
  )
  const parsed = settingSchemas[form.key].safeParse(form.fromFields(fields, stored.value))
  const value = parsed.data as SettingValues[Key] | undefined
  const problems = value === undefined ? problemsOf(parsed.error?.issues ?? []) : (form.check?.(value) ?? {})
  const isGood = value !== undefined && Object.keys(problems).length === 0
  return { stored, version: Number(textOf(sent, 'version')), fields, problems, value: isGood ? value : null }
}

/** Shows how what was sent would look, and saves nothing; or what is wrong with it. */
export async function previewSetting<Key extends SettingKey>(
  c: DeskContext,
  dependencies: SettingsDependencies,
  form: SettingForm<Key>,
): Promise<Response> {
  const { stored, version, fields, problems, value } = await readSent(c, dependencies, form)
  // What the form began from, so that a save after it still finds what others changed.
  const begun = { ...stored, version }
  if (value === null) {
    const notice = <ProblemBox head="Nothing to preview yet: correct the marked fields." />
    return sendSetting(c, dependencies, { form, stored: begun, fields, problems, notice, status: 422 })
  }
  const notice = <SaidBox>Not saved yet: this is how it would look, below the form.</SaidBox>
  return sendSetting(c, dependencies, { form, stored: begun, fields, notice, tried: value })
}

/** Saves what was sent; or shows it again with what is wrong, or with what someone else saved meanwhile. */
export async function saveSetting<Key extends SettingKey>(
  c: DeskContext,
  dependencies: SettingsDependencies,
  form: SettingForm<Key>,
): Promise<Response> {
  const { settings, fixed } = dependencies
  const { stored, version, fields, problems, value } = await readSent(c, dependencies, form)
  const begun = { ...stored, version }
  if (isWhollyFixed(fixed[form.key])) {
    const notice = <RefusedBox why="this is set outside the desk" fix="change it where it is set, and start the server again" />
    return sendSetting(c, dependencies, { form, stored, notice, status: 409 })
  }
  if (value === null) {
    const notice = <ProblemBox head="Not saved: correct the marked fields." />
    return sendSetting(c, dependencies, { form, stored: begun, fields, problems, notice, status: 422 })
  }
  const changed = await settings.change({ actor: actorOf(c), key: form.key, version, value })
  if (changed.status === 'refused') {
    return sendSetting(c, dependencies, { form, stored: begun, fields, notice: <RefusedBox {...changed} />, status: 403 })
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
  { form, stored, fields, problems = {}, notice, tried, status = 200 }: Shown<Key>,
): Promise<Response> {
  const props = {
    ...{ form, notice, problems, actor: actorOf(c), fixed: fixed[form.key], now: runtime.now() },
    fields: fields ?? form.toFields(stored.value),
    version: stored.version,
    by: stored.by,
    at: stored.at,
    preview: (await form.preview?.(tried ?? stored.value, tried === undefined)) ?? null,
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
  /** Null where the form has none. */
  preview: Child
  after: Child
}

function SettingView({ form, actor, fields, problems, notice, fixed, version, by, at, now, preview, after }: ViewProps) {
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
            {preview === null ? null : (
              <button type="submit" class="quiet" formaction={`${form.path}/preview`}>
                Preview
              </button>
            )}
          </div>
        )}
      </form>
      {isAllFixed ? null : <LastChange by={by} at={at} now={now} />}
      {preview}
      {after}
    </SettingsPage>
  )
}
