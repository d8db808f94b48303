import type { SiteIdentity } from '../../../contracts/site-identity.js'
import type { Logo } from '../../../panels/logo/read-logo.js'
import { packageAccent } from '../../../site/pages/record/grounds.js'
import type { FieldProblems } from '../../http/field-problems.js'
import { accentProblem, type Scheme } from './accent-contrast.js'
import type { SettingsDependencies } from './dependencies.js'
import { TextField } from './parts.js'
import { settingsPath } from './paths.js'
import type { SettingForm } from './setting-form.js'
import { dataOf, LogoSection, logoPath } from './site-logo-section.js'
import { SitePreview } from './site-preview.js'

type FieldsProps = { fields: Readonly<Record<string, string>>; problems: FieldProblems; isFixed: (field: string) => boolean }

const accents = [
  { name: 'accentLight', label: 'Accent on light pages', scheme: 'light' },
  { name: 'accentDark', label: 'Accent on dark pages', scheme: 'dark' },
] as const satisfies readonly { name: keyof SiteIdentity; label: string; scheme: Scheme }[]

const toColour = (text: string | undefined) => (text === undefined || text === '' ? null : text)

/** What the site is called, and its colours, with how it looks and its logo. `tried` is a logo that is only looked at. */
export function siteForm({ settings, runtime }: Pick<SettingsDependencies, 'settings' | 'runtime'>, tried?: Logo): SettingForm<'site'> {
  return {
    key: 'site',
    title: 'Site',
    path: `${settingsPath}/site`,
    intro:
      'What readers see: on every page of the site and of an export, in feeds, on the cards that other sites show, in mails, and in what search engines read.',
    labels: { name: 'Name', line: 'One line about it', accentLight: 'Accent on light pages', accentDark: 'Accent on dark pages' },
    toFields: ({ name, line, accentLight, accentDark }) => ({ name, line, accentLight: accentLight ?? '', accentDark: accentDark ?? '' }),
    fromFields: ({ name, line, accentLight, accentDark }) => ({
      ...{ name, line, accentLight: toColour(accentLight), accentDark: toColour(accentDark) },
    }),
    check: (value) => {
      const found = accents.map(({ name, scheme }) => {
        const colour = value[name]
        return [name, colour === null ? null : accentProblem(colour, scheme)] as const
      })
      return Object.fromEntries(found.flatMap(([name, problem]) => (problem === null ? [] : [[name, problem]])))
    },
    fields: (props) => <SiteFields {...props} />,
    preview: async (site, isStored) => {
      const { picture } = (await settings.read('logo')).value
      const stored = picture === null ? null : { ...picture, src: logoPath(picture) }
      const logo = tried === undefined ? stored : { ...tried, src: dataOf(tried) }
      return <SitePreview site={site} logo={logo} isStored={isStored && tried === undefined} />
    },
    after: async () => <LogoSection stored={await settings.read('logo')} tried={tried} now={runtime.now()} />,
  }
}

function SiteFields({ fields, problems, isFixed }: FieldsProps) {
  return (
    <>
      <TextField {...{ name: 'name', label: 'Name', problems, isFixed: isFixed('name'), max: 60 }} value={fields.name ?? ''} />
      <TextField
        {...{ name: 'line', label: 'One line about it', problems, isFixed: isFixed('line'), max: 160 }}
        value={fields.line ?? ''}
        hint="Above the first page’s heading and on its card, and what feeds say they are about. Leave it empty for the words that come with the package."
      />
      {accents.map(({ name, label, scheme }) => (
        <TextField
          {...{ name, label, problems, isFixed: isFixed(name), max: 7 }}
          value={fields[name] ?? ''}
          hint={`Of the numbers of notes, of marks and of the outline around what has the focus. # and 6 digits, such as ${packageAccent[scheme]}, which it is when left empty. Small text in it must be readable: a contrast of 4.5 to 1.`}
        />
      ))}
    </>
  )
}
