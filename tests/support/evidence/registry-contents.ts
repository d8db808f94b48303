import type { RegistryAnswer } from './registry-server.js'

/** A repository as the test wants it: GitHub's own object, and its files by path. */
export type RepositoryContents = {
  repository: Record<string, unknown> & { full_name: string }
  files?: Record<string, string>
  release?: Record<string, unknown>
}

/** The answers of GitHub's API and of its files by branch about a repository. */
export function gitHubAnswers({ repository, files = {}, release }: RepositoryContents): Record<string, RegistryAnswer> {
  const name = repository.full_name
  const api = `/repos/${name}`
  const answers: Record<string, RegistryAnswer> = { [api]: { body: repository } }
  for (const [path, text] of Object.entries(files)) {
    const file = fileAnswer(name, path, text, repository)
    answers[`${api}/contents/${path}`] = file
    answers[`/${name}/${String(repository.default_branch ?? 'HEAD')}/${path}`] = { body: text }
    if (/^readme/i.test(path)) answers[`${api}/readme`] = file
    if (/^licen[cs]e/i.test(path)) answers[`${api}/license`] = file
  }
  if (release !== undefined) answers[`${api}/releases/latest`] = { body: release }
  return answers
}

function fileAnswer(name: string, path: string, text: string, { license = null }: Record<string, unknown>): RegistryAnswer {
  // GitHub breaks base64 into lines of 60.
  const content = Buffer.from(text).toString('base64').replace(/.{60}/g, '$&\n')
  const html_url = `https://code.example/${name}/blob/HEAD/${path}`
  return { body: { type: 'file', name: path, path, size: text.length, encoding: 'base64', content, html_url, license } }
}
