import { type Logo, logoLimits } from '../../../panels/logo/read-logo.js'
import type { SettingValues } from '../../../settings/setting-schemas.js'
import type { Setting } from '../../../settings/settings.js'
import { LastChange } from './parts.js'
import { settingsPath } from './paths.js'

/** Where the forms of the site's logo are sent to. */
const siteLogoPath = `${settingsPath}/site/logo`

/** Where the site's logo is served. */
export function logoPath({ name }: NonNullable<SettingValues['logo']['picture']>): string {
  return `/logos/${name}`
}

/** A picture that is kept nowhere yet, as an address. */
export function dataOf({ type, bytes }: Pick<Logo, 'type' | 'bytes'>): string {
  return `data:${type};base64,${bytes.toString('base64')}`
}

type SectionProps = {
  stored: Setting<'logo'>
  /** A picture that is only looked at; left out where there is none. */
  tried: Logo | undefined
  now: Date
}

/** The site's logo: what there is, and the forms that change it. */
export function LogoSection({ stored: { value, version, by, at }, tried, now }: SectionProps) {
  const hasLogo = value.picture !== null
  return (
    <section class="block" aria-labelledby="logo-title">
      <h2 id="logo-title">Logo</h2>
      <p>
        {hasLogo
          ? 'It is in the head of the site and of the desk, beside the name.'
          : 'There is none yet. It is shown in the head of the site and of the desk, beside the name.'}
      </p>
      {tried === undefined ? null : <KeepForm tried={tried} version={version} />}
      <form method="post" action={siteLogoPath} enctype="multipart/form-data">
        <input type="hidden" name="version" value={String(version)} />
        <div class="field">
          <label for="file">{hasLogo || tried !== undefined ? 'Another picture' : 'A picture'}</label>
          <input id="file" type="file" name="file" accept=".png,.jpg,.jpeg,.webp,.gif,.svg,.ico" required aria-describedby="file-hint" />
          <p class="hint" id="file-hint">
            PNG, JPEG, WebP, GIF, SVG or ICO, at most {Math.floor(logoLimits.bytes / 1024 ** 2)} MiB and {logoLimits.side} pixels a side. It
            is redrawn, small and without what is hidden in the file. On dark pages it is shown on white.
          </p>
        </div>
        <div class="actions">
          <button type="submit">Use this picture</button>
          <button type="submit" class="quiet" formaction={`${siteLogoPath}/preview`}>
            Preview the picture
          </button>
        </div>
      </form>
      {hasLogo ? (
        <form method="post" action={`${siteLogoPath}/remove`}>
          <input type="hidden" name="version" value={String(version)} />
          <div class="actions">
            <button type="submit" class="quiet">
              Remove the logo
            </button>
          </div>
        </form>
      ) : null}
      {at === null ? null : <LastChange by={by} at={at} now={now} />}
    </section>
  )
}

/** The picture that was looked at, sent back as it was redrawn: nothing of it was kept. */
function KeepForm({ tried, version }: { tried: Logo; version: number }) {
  return (
    <form method="post" action={siteLogoPath}>
      <input type="hidden" name="version" value={String(version)} />
      <input type="hidden" name="picture" value={tried.bytes.toString('base64')} />
      <div class="actions">
        <button type="submit">Use the picture above</button>
      </div>
    </form>
  )
}
