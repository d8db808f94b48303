import { z } from 'zod'

/** The product's own name: what a site is called where no one has called it otherwise. */
export const packageSiteName = 'Ship Panel'

const maxNameLength = 60
const maxLineLength = 160

/** What would end a name in a mail's header, in an attribute or in a README, and what cannot be seen. */
const onOneLine = (text: string) => !/[<>"[\]\\\p{C}\p{Zl}\p{Zp}]/u.test(text)
const onOneLineWords = 'write it on one line, without < > [ ] \\ " and without invisible characters'
const accentSchema = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'write a colour as # and 6 digits from 0 to f, e.g. #1f3fbf')
  .toLowerCase()
  .nullable()

/** What a site is called, and its colours. */
export const siteIdentitySchema = z.strictObject({
  /** On every page, in feeds, on cards, in mails. */
  name: z
    .string()
    .trim()
    .min(1, 'write a name')
    .max(maxNameLength, `write at most ${maxNameLength} characters`)
    .refine(onOneLine, onOneLineWords)
    .default(packageSiteName),
  /** One line about it; empty for the package's own words. */
  line: z.string().trim().max(maxLineLength, `write at most ${maxLineLength} characters`).refine(onOneLine, onOneLineWords).default(''),
  /** The accent on light pages, `#rrggbb`; null for the package's own. */
  accentLight: accentSchema.default(null),
  /** The accent on dark pages. */
  accentDark: accentSchema.default(null),
})

export type SiteIdentity = z.infer<typeof siteIdentitySchema>

/** The picture in the heads of site and desk: its file under `/logos/`, and its size in pixels; null for none. */
export const siteLogoSchema = z.strictObject({
  picture: z
    .strictObject({ name: z.string().regex(/^[0-9a-f]{64}\.(?:png|webp)$/), width: z.int().positive(), height: z.int().positive() })
    .nullable()
    .default(null),
})

/** All that a site is known by. */
export type SiteBrand = SiteIdentity & { logo?: z.infer<typeof siteLogoSchema>['picture'] }
