import { logoLimits } from '../../../panels/logo/read-logo.js'
import type { ToolLogo } from '../../../panels/store/tool-logos.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { Address } from '../../../site/pages/record/parts.js'
import { Logo, logoFile } from '../../../site/pages/record/tool-logo.js'
import { Moment, SaidBox } from '../parts.js'
import { toolPath } from '../paths.js'

type BlockProps = {
  /** With every invisible character written out. */
  tool: { slug: string; name: string; website?: string | undefined }
  logo: ToolLogo | null
  mayEdit: boolean
  now: Date
}

/** A tool's logo, and for editors the forms that change it; nothing where there is nothing to see or do. */
export function LogoBlock({ tool, logo, mayEdit, now }: BlockProps) {
  if (logo === null && !mayEdit) return null
  return (
    <section class="block" aria-labelledby="logo-title">
      <h2 id="logo-title">Logo</h2>
      {logo === null ? (
        <p>It has none yet. Readers see one on its page and beside its verdicts.</p>
      ) : (
        <>
          <Logo logo={{ ...logo, name: logoFile(logo) }} name={tool.name} href={(path) => path} />
          <p class="meta">
            {'system' in logo.by ? null : <>set by {revealInvisible(logo.by.name)}, </>}
            <Moment at={logo.at} now={now} />
            {logo.source === null ? ', from a file' : null}
          </p>
          {logo.source === null ? null : (
            <p class="meta address">
              from <Address text={revealInvisible(logo.source)} />
            </p>
          )}
        </>
      )}
      {mayEdit ? <LogoForms tool={tool} base={logo?.sha256 ?? ''} /> : null}
    </section>
  )
}

/** `base`: the hash of the logo that is shown, empty for none: each form changes that one and no other. */
function LogoForms({ tool: { slug, website }, base }: { tool: BlockProps['tool']; base: string }) {
  const path = `${toolPath(slug)}/logo`
  const hasLogo = base !== ''
  const shown = <input type="hidden" name="base" value={base} />
  return (
    <>
      <form method="post" action={path} enctype="multipart/form-data">
        {shown}
        <p class="field">
          <label for="logo-file">{hasLogo ? 'Another picture' : 'A picture'}</label>
          <input id="logo-file" type="file" name="file" accept=".png,.jpg,.jpeg,.webp,.gif,.svg,.ico" required />
        </p>
        <button type="submit" class="quiet">
          Use this picture
        </button>
        <p class="meta">
          PNG, JPEG, WebP, GIF, SVG or ICO, at most {Math.floor(logoLimits.bytes / 1024 ** 2)} MiB and {logoLimits.side} pixels a side. It
          is redrawn, small and without what is hidden in the file.
        </p>
      </form>
      <div class="actions">
        {website === undefined ? null : (
          <form method="post" action={`${path}/from-page`}>
            {shown}
            <button type="submit" class="quiet">
              Take it from its website
            </button>
          </form>
        )}
        {hasLogo ? (
          <form method="post" action={`${path}/remove`}>
            {shown}
            <button type="submit" class="quiet">
              Remove the logo
            </button>
          </form>
        ) : null}
      </div>
    </>
  )
}

/** What came of a change of the logo. */
export function LogoSaid({ said }: { said: string | undefined }) {
  if (said === 'logo') return <SaidBox>The logo is set. Readers see it in a moment.</SaidBox>
  if (said === 'no-logo') return <SaidBox>The logo is removed.</SaidBox>
  return null
}
