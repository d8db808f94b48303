import { packageSiteName } from '../../contracts/site-identity.js'
import { isolate } from '../../platform/text/text-direction.js'
import type { SiteLinks } from './links.js'
import { packageAccent } from './record/grounds.js'

type Named = Pick<SiteLinks, 'identity'>

/** What the site is called, as pages write it between other words. */
export function siteName({ identity }: Named): string {
  return identity === undefined ? packageSiteName : isolate(identity.name)
}

/** The one line about the site; `otherwise` where no one wrote one. */
export function siteLine({ identity }: Named, otherwise: string): string {
  return identity === undefined || identity.line === '' ? otherwise : isolate(identity.line)
}

/** The file with the site's own colours, by a name that says them; null for the package's colours. */
export function coloursName({ identity }: Named): string | null {
  if (identity === undefined || (identity.accentLight === null && identity.accentDark === null)) return null
  const digits = (colour: string) => colour.slice(1)
  return `colours-${digits(identity.accentLight ?? packageAccent.light)}-${digits(identity.accentDark ?? packageAccent.dark)}.css`
}

/** What is in the file of that name; null for a name that is none of a file with colours. The name decides it, so it may be kept for ever. */
export function coloursStylesheet(name: string): string | null {
  const [, light, dark] = /^colours-([0-9a-f]{6})-([0-9a-f]{6})\.css$/.exec(name) ?? []
  return light === undefined || dark === undefined ? null : `:root{--accent:light-dark(#${light},#${dark})}\n`
}
