/** Where each registry's data is read from. Base addresses without a slash at their end; a mirror's or a test's may stand in for any. */
export type RegistryBases = {
  github: string
  /** Files of a repository by branch, which no limit counts; null asks the API for them. */
  githubRaw: string | null
  npm: string
  npmDownloads: string
  pypi: string
  crates: string
  huggingFace: string
}

export const registryKinds = ['github', 'npm', 'pypi', 'crates', 'hugging-face'] as const
export type RegistryKind = (typeof registryKinds)[number]

/** The public registries: the one place where their addresses are written. */
const publicBases: RegistryBases = {
  github: 'https://api.github.com',
  githubRaw: 'https://raw.githubusercontent.com',
  npm: 'https://registry.npmjs.org',
  npmDownloads: 'https://api.npmjs.org',
  pypi: 'https://pypi.org',
  crates: 'https://crates.io',
  huggingFace: 'https://huggingface.co',
}

/** Where people read about what a registry holds, by what is in the address. Host names without `www.`. */
export const webHosts = {
  github: 'github.com',
  githubRaw: 'raw.githubusercontent.com',
  githubApi: 'api.github.com',
  npm: 'npmjs.com',
  npmRegistry: 'registry.npmjs.org',
  pypi: 'pypi.org',
  crates: 'crates.io',
  cratesDocs: 'docs.rs',
  cratesIndex: 'lib.rs',
  huggingFace: 'huggingface.co',
  huggingFaceShort: 'hf.co',
} as const

/** How a registry is called in sentences, and the variable of the environment that holds its token; null where none raises a limit. */
export const registryNames: Readonly<Record<RegistryKind, { title: string; tokenName: string | null }>> = {
  github: { title: 'GitHub', tokenName: 'GITHUB_TOKEN' },
  npm: { title: 'npm', tokenName: null },
  pypi: { title: 'PyPI', tokenName: null },
  crates: { title: 'crates.io', tokenName: null },
  'hugging-face': { title: 'Hugging Face', tokenName: 'HF_TOKEN' },
}

/**
 * The bases to read from: the public ones but for those given. Where a registry's own base is given, its second one is the same server:
 * files come from GitHub's API, and npm's download counts from the mirror.
 */
export function registryBases(given: Partial<RegistryBases> = {}): RegistryBases {
  const bases = { ...publicBases }
  if (given.github !== undefined) bases.githubRaw = null
  if (given.npm !== undefined) bases.npmDownloads = given.npm
  return { ...bases, ...defined(given) }
}

function defined(given: Partial<RegistryBases>): Partial<RegistryBases> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, base]) => {
      if (base === undefined) return []
      return [[name, base?.endsWith('/') ? base.slice(0, -1) : base]]
    }),
  )
}
