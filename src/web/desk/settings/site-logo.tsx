import type { Hono } from 'hono'
import { type Logo, logoLimits, readLogo } from '../../../panels/logo/read-logo.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import type { AuthEnv } from '../../auth/variables.js'
import { actorOf, type DeskContext } from '../env.js'
import { ProblemBox, RefusedBox, SaidBox } from '../parts.js'
import { formsUpTo, readForm, textOf } from '../send.js'
import type { SettingsDependencies } from './dependencies.js'
import { showSetting } from './setting-form.js'
import { siteForm } from './site-form.js'

/** For a picture that is a little too large the decoder has the better words. */
const maxFormBytes = logoLimits.bytes + 256 * 1024

/** The site's logo: looked at, put in the place of the one before, taken away. Its forms are larger than the others, so they come before their limit. */
export function addLogoRoutes(app: Hono<AuthEnv>, dependencies: SettingsDependencies): void {
  app.use('/site/logo/*', ...formsUpTo(maxFormBytes))
  app.post('/site/logo', (c) => setLogo(c, dependencies))
  app.post('/site/logo/preview', (c) => previewLogo(c, dependencies))
  app.post('/site/logo/remove', async (c) => store(c, dependencies, { version: Number(textOf(await readForm(c), 'version')), logo: null }))
}

/** A file, or a picture that was looked at before. */
async function readPicture(form: FormData, { runtime }: SettingsDependencies): ReturnType<typeof readLogo> {
  const file = form.get('file')
  const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : Buffer.from(textOf(form, 'picture'), 'base64')
  return readLogo(bytes, runtime)
}

function showProblem(c: DeskContext, dependencies: SettingsDependencies, problem: { message: string; fix: string }): Promise<Response> {
  const notice = (
    <ProblemBox head={`No logo from this file: ${problem.message}`}>
      <p>{problem.fix}</p>
    </ProblemBox>
  )
  return showSetting(c, dependencies, siteForm(dependencies), { notice, status: 422 })
}

async function previewLogo(c: DeskContext, dependencies: SettingsDependencies): Promise<Response> {
  const logo = await readPicture(await readForm(c), dependencies)
  if ('fix' in logo) return showProblem(c, dependencies, logo)
  const notice = <SaidBox>Not saved yet: this is how the picture would look, below the form.</SaidBox>
  return showSetting(c, dependencies, siteForm(dependencies, logo), { notice })
}

async function setLogo(c: DeskContext, dependencies: SettingsDependencies): Promise<Response> {
  const form = await readForm(c)
  const logo = await readPicture(form, dependencies)
  if ('fix' in logo) return showProblem(c, dependencies, logo)
  return store(c, dependencies, { version: Number(textOf(form, 'version')), logo })
}

type Change = { version: number; logo: Logo | null }

async function store(c: DeskContext, dependencies: SettingsDependencies, change: Change): Promise<Response> {
  const form = siteForm(dependencies, change.logo ?? undefined)
  const changed = await dependencies.settings.changeLogo({ actor: actorOf(c), ...change })
  if (changed.status === 'refused') return showSetting(c, dependencies, form, { notice: <RefusedBox {...changed} />, status: 403 })
  if (changed.status === 'stale') {
    const by = changed.current.by === null ? 'someone' : revealInvisible(changed.current.by)
    const notice = (
      <ProblemBox head={`Not done: ${by} changed the logo while you had this open.`}>
        <p>Look at the one that is there now, and do it again if it is still wanted.</p>
      </ProblemBox>
    )
    return showSetting(c, dependencies, form, { notice, status: 409 })
  }
  return c.redirect(`${form.path}?saved`, 303)
}
