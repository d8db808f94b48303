import type { Dossier } from '../../contracts/dossier.js'
import { siteOf } from '../../evidence/site-of.js'
import { isGeneric, wordsOf } from './name-rules.js'
import { textsOf } from './word-use.js'

/** An address that is the tool's or its vendor's: a domain, or an account with or without what it holds. */
export type OwnAddress = { kind: 'domain'; domain: string; label: string } | { kind: 'account'; owner: string | null; name: string | null }

/** Sites that everyone has an account at: the first part of the path is the account, the second what it holds. */
const hosts =
  'github.com|gitlab.com|bitbucket.org|codeberg.org|huggingface.co|hub.docker.com/r|ghcr.io|npmjs.com/package|pypi.org/project|crates.io/crates|x.com|twitter.com|linkedin.com/company|rubygems.org/gems|pkg.go.dev/github.com'
const link = new RegExp(String.raw`(?<![\w.-])(?:www\.)?(?:${hosts.replaceAll('.', '\\.')})/(@?[\w.-]{1,100})(?:/([\w.-]{1,100}))?`, 'gi')
/** Sites of many, and addresses that lead nowhere. */
const shared =
  /(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co|docker\.com|ghcr\.io|npmjs\.com|pypi\.org|crates\.io|x\.com|twitter\.com|linkedin\.com|rubygems\.org|pkg\.go\.dev|medium\.com|youtube\.com|reddit\.com|wikipedia\.org|ycombinator\.com|archive\.org|example|example\.(?:com|net|org)|test|invalid|localhost)$/i
const noAccounts = new Set(
  'www docs blog about orgs topics features sponsors marketplace apps explore settings search login pricing datasets spaces models papers home share intent'.split(
    ' ',
  ),
)
const holdsItsOwn = new Set(['repository', 'release-notes', 'registry', 'model-card'])

/**
 * The addresses of a dossier's tool: those that its fields give, of its sources those that it publishes itself, and accounts in any text that hold
 * what is called as the tool is. `isKnown` says whether a name is one of the tool's or its vendor's. Pure; linear.
 */
export function ownAddresses(dossier: Dossier, isKnown: (name: string) => boolean): OwnAddress[] {
  const { tool, sources } = dossier
  const published = sources.filter(({ publisher }) => isKnown(publisher))
  const urls = [tool.website, tool.repository, ...published.flatMap(({ url, capture }) => [url, capture?.finalUrl])]
  const domains = urls.flatMap((url) => {
    const domain = url === undefined ? null : siteOf(url)
    return domain === null || shared.test(domain) || !domain.includes('.') ? [] : [domain]
  })
  const own = [tool.repository, tool.website, ...sources.filter(({ kind }) => holdsItsOwn.has(kind)).map(({ url }) => url)]
  const accounts = [
    ...own.flatMap((url) => (url === undefined ? [] : accountsIn(url))),
    ...textsOf(dossier)
      .flatMap(accountsIn)
      .filter(({ owner, name }) => (owner !== null && isKnown(owner)) || (name !== null && isKnown(name))),
  ]
  return [
    ...[...new Set(domains)].map((domain) => ({ kind: 'domain' as const, domain, label: domain.split('.')[0] ?? '' })),
    ...accounts.map(({ owner, name }) => ({ kind: 'account' as const, owner, name })),
  ]
}

function accountsIn(text: string): { owner: string | null; name: string | null }[] {
  return [...text.matchAll(link)].flatMap(({ 0: whole, 1: first = '', 2: second }) => {
    if (noAccounts.has(first.toLowerCase())) return []
    // A package by itself has no account in its address, but for its scope.
    const isPackage = /\/(?:package|project|crates|gems)\//i.test(whole) && !first.startsWith('@')
    return [
      isPackage ? { owner: null, name: first } : { owner: first.replace(/^@/, ''), name: second?.replace(/(?:\.git|\.)$/i, '') ?? null },
    ]
  })
}

/** Whether an account or a package may be masked by its name alone: `google` and `docs` tell no one tool. */
export function isOwnAlone(name: string): boolean {
  return !isGeneric(wordsOf(name).join('')) && !noAccounts.has(name.toLowerCase())
}
