import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { siteStylesheet, stylesheetName } from '../../site/pages/layout.js'
import { siteFonts } from '../../site/pages/site-fonts.js'
import { hashedName } from './hashed-name.js'

/** A file that pages load. Its name holds the hash of its bytes, so that browsers may keep it for ever. */
export type SiteAsset = {
  /** As pages ask for it: `site.css`. */
  plainName: string
  /** As it is served and written: `site.<hash>.css`. */
  name: string
  type: string
  body: Uint8Array<ArrayBuffer>
}

const faviconSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M8 2l7 12H1z" fill="#0a6b4f"/></svg>\n`

/** Every file of the site: the stylesheet, its fonts and the icon. Addresses in the stylesheet are relative, so it works below any folder. */
export function loadSiteAssets(): readonly SiteAsset[] {
  const { resolve } = createRequire(import.meta.url)
  const fonts = siteFonts.map(({ name, packageFile }) => makeAsset(name, 'font/woff2', new Uint8Array(readFileSync(resolve(packageFile)))))
  const fontHref = (plainName: string) => `./${nameIn(fonts, plainName)}`
  const text = (plainName: string, type: string, content: string) => makeAsset(plainName, type, new TextEncoder().encode(content))
  return [
    text(stylesheetName, 'text/css; charset=utf-8', siteStylesheet(fontHref)),
    text('favicon.svg', 'image/svg+xml', faviconSvg),
    ...fonts,
  ]
}

/** The name a file is served under. Throws for one that the site does not have. */
export function nameIn(assets: readonly SiteAsset[], plainName: string): string {
  const asset = assets.find((candidate) => candidate.plainName === plainName)
  if (asset === undefined) throw new Error(`the site has no file ${plainName}`)
  return asset.name
}

function makeAsset(plainName: string, type: string, body: Uint8Array<ArrayBuffer>): SiteAsset {
  return { plainName, name: hashedName(plainName, body), type, body }
}
