import { expect, test } from 'vitest'
import { webHosts } from '../../../../src/evidence/registries/hosts.js'
import {
  isSameKnown,
  nameInRegistry,
  packageAddress,
  recogniseAddress,
  recogniseRepository,
} from '../../../../src/evidence/registries/recognise-address.js'

const { github, githubRaw, githubApi, npm, npmRegistry, pypi, crates, cratesDocs, cratesIndex, huggingFace, huggingFaceShort } = webHosts

const known: [address: string, registry: string, name: string][] = [
  [`https://${github}/acme/kiln`, 'github', 'acme/kiln'],
  [`http://www.${github}/acme/kiln/`, 'github', 'acme/kiln'],
  [`  https://${github}/acme/kiln.git  `, 'github', 'acme/kiln'],
  [`https://${github.toUpperCase()}./acme/Kiln.js`, 'github', 'acme/Kiln.js'],
  [`${github}/acme/kiln`, 'github', 'acme/kiln'],
  [`https://${github}/acme/kiln/tree/main/packages/core`, 'github', 'acme/kiln'],
  [`https://${github}/acme/kiln/blob/main/README.md?plain=1#install`, 'github', 'acme/kiln'],
  [`https://${github}/acme/kiln/releases/tag/v1.0`, 'github', 'acme/kiln'],
  [`git+https://${github}/acme/kiln.git`, 'github', 'acme/kiln'],
  [`git+ssh://git@${github}/acme/kiln.git`, 'github', 'acme/kiln'],
  [`ssh://git@${github}/acme/kiln.git`, 'github', 'acme/kiln'],
  [`git://${github}/acme/kiln.git#main`, 'github', 'acme/kiln'],
  [`git@${github}:acme/kiln.git`, 'github', 'acme/kiln'],
  ['github:acme/kiln', 'github', 'acme/kiln'],
  ['github:acme/kiln#semver:^2', 'github', 'acme/kiln'],
  [`https://${githubRaw}/acme/kiln/main/README.md`, 'github', 'acme/kiln'],
  [`https://${githubApi}/repos/acme/kiln/readme`, 'github', 'acme/kiln'],
  [`https://www.${npm}/package/kiln`, 'npm', 'kiln'],
  [`https://${npm}/package/@acme/kiln`, 'npm', '@acme/kiln'],
  [`https://www.${npm}/package/%40acme%2Fkiln`, 'npm', '@acme/kiln'],
  [`https://www.${npm}/package/@acme/kiln/v/1.2.3?activeTab=readme`, 'npm', '@acme/kiln'],
  [`https://${npmRegistry}/@acme%2fkiln`, 'npm', '@acme/kiln'],
  [`https://${pypi}/project/kiln-ml/`, 'pypi', 'kiln-ml'],
  [`https://${pypi}/project/Kiln_ML/1.2.3/#history`, 'pypi', 'Kiln_ML'],
  [`https://${crates}/crates/kiln`, 'crates', 'kiln'],
  [`https://${crates}/crates/kiln/1.0.0/dependencies`, 'crates', 'kiln'],
  [`https://${cratesDocs}/kiln/latest/kiln/`, 'crates', 'kiln'],
  [`https://${cratesDocs}/crate/kiln/1.0.0`, 'crates', 'kiln'],
  [`https://${cratesIndex}/crates/kiln`, 'crates', 'kiln'],
  [`https://${huggingFace}/acme/kiln-7B-v0.1`, 'hugging-face', 'acme/kiln-7B-v0.1'],
  [`https://${huggingFace}/acme/kiln-7B/tree/main`, 'hugging-face', 'acme/kiln-7B'],
  [`https://${huggingFace}/acme/kiln-7B/blob/main/README.md`, 'hugging-face', 'acme/kiln-7B'],
  [`https://${huggingFaceShort}/acme/kiln-7B`, 'hugging-face', 'acme/kiln-7B'],
]

test.each(known)('%s is known to %s as %s', (address, registry, name) => {
  const recognised = recogniseAddress(address)
  expect(recognised && [recognised.registry, nameInRegistry(recognised)]).toEqual([registry, name])
})

test.each([
  '',
  'kiln',
  'acme/kiln',
  'https://kiln.example/acme/kiln',
  `https://${github}`,
  `https://${github}/acme`,
  `https://${github}/pricing`,
  `https://${github}/features/actions`,
  `https://${github}/orgs/acme/repositories`,
  `https://${github}/marketplace/kiln`,
  `https://${github}/acme/kiln/issues/12`,
  `https://${github}/acme/kiln/wiki`,
  `https://${github}/acme/..`,
  `https://${github}/acme/%2e%2e`,
  `https://${github}/acme/%2e%2e%2fsecrets`,
  `https://${github}/acme/ki%00ln`,
  `https://${github}/acme/%zz`,
  `https://${github}/-acme/kiln`,
  `https://gist.${github}/acme/kiln`,
  `https://docs.${github}/en/rest`,
  `https://${github}.evil.example/acme/kiln`,
  `https://evil-${github}/acme/kiln`,
  `https://${github}:8443/acme/kiln`,
  `https://user:secret@${github}/acme/kiln`,
  `https://${github}@evil.example/acme/kiln`,
  `ftp://${github}/acme/kiln`,
  `javascript:alert('${github}/acme/kiln')`,
  `https://www.${npm}/~acme`,
  `https://www.${npm}/package/`,
  `https://www.${npm}/package/@acme`,
  `https://www.${npm}/package/../secrets`,
  `https://docs.${npm}/package/kiln`,
  `https://${pypi}/search/?q=kiln`,
  `https://${pypi}/project/`,
  `https://${crates}/keywords/kiln`,
  `https://${cratesDocs}/about`,
  `https://${huggingFace}/acme`,
  `https://${huggingFace}/datasets/acme/kiln`,
  `https://${huggingFace}/spaces/acme/kiln`,
  `https://${huggingFace}/docs/transformers`,
  `https://${huggingFace}/blog/kiln`,
  `https://${huggingFace}/pricing`,
  `https://${huggingFace}/papers/2401.00001`,
  `https://${github}/acme/${'k'.repeat(3_000)}`,
])('%s is not known to a registry', (address) => {
  expect(recogniseAddress(address)).toBeNull()
})

test('a manifest may name a repository of GitHub by owner and name alone', () => {
  expect(recogniseRepository('acme/kiln')?.url).toBe(`https://${github}/acme/kiln`)
  expect(recogniseRepository(`git+https://${github}/acme/kiln.git`)?.url).toBe(`https://${github}/acme/kiln`)
  expect(recogniseRepository('packages/core/src')).toBeNull()
})

test('a package has an address where its name can be one', () => {
  expect(packageAddress('npm', '@acme/kiln')?.url).toBe(`https://www.${npm}/package/@acme/kiln`)
  expect(packageAddress('npm', '@acme/../kiln')).toBeNull()
  expect(packageAddress('npm', 'a b')).toBeNull()
  expect(packageAddress('pypi', 'kiln')?.url).toBe(`https://${pypi}/project/kiln/`)
  expect(packageAddress('crates', '__proto__')).toBeNull()
})

test('names are compared without case', () => {
  const [one, other] = [recogniseAddress('github:acme/kiln'), recogniseAddress('github:Acme/Kiln')]
  expect(one !== null && other !== null && isSameKnown(one, other)).toBe(true)
})
