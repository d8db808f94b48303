import type { Dossier } from '../../../contracts/dossier.js'
import type { Problem } from '../../../platform/errors.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { decodeText } from '../../../platform/input/text-file.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { uploadScriptAsset, yamlScriptAsset } from '../assets.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext } from '../env.js'
import { Page, PageHead } from '../layout.js'
import { ProblemBox } from '../parts.js'
import { toolsPath } from '../paths.js'
import { readForm, sendPage, textOf } from '../send.js'
import { replaceDossier } from './keep-dossier.js'
import { importPath, versionsPath } from './paths.js'
import { findReplaced, ReplaceAsk, type Replacing, replacesOf } from './replace-ask.js'
import { YamlForm } from './yaml-form.js'

/** What the person sent that is not kept, all of it, and why: its problems, or the version that it would take the place of. */
type Attempt = { text: string; earlier?: string; problems?: readonly Problem[]; ask?: Replacing }

/** The page on which a dossier is added as YAML, with all that is wrong with the one that was sent. */
export function showImport(c: DeskContext, { runtime }: DeskDependencies, attempt?: Attempt): Response | Promise<Response> {
  const { text = '', earlier = '', problems = [], ask } = attempt ?? {}
  return sendPage(
    c,
    <Page title="Import a dossier" actor={actorOf(c)} path={importPath} script={[uploadScriptAsset, yamlScriptAsset]}>
      <PageHead title="Import a dossier">
        <a href={`${toolsPath}/new`}>Use the form instead</a>
        <a class="button quiet" href={toolsPath}>
          All tools
        </a>
      </PageHead>
      {problems.length === 0 ? null : <Problems problems={problems} />}
      {ask === undefined ? null : <ReplaceAsk ask={ask} now={runtime.now()} />}
      <YamlForm
        action={importPath}
        text={text}
        earlier={earlier}
        problems={problems}
        replaces={ask === undefined ? undefined : replacesOf(ask)}
      />
    </Page>,
    attempt === undefined ? 200 : ask === undefined ? 422 : 409,
  )
}

/** Every problem with its line and the fix. With the page's script, a line leads to its place in the text. */
function Problems({ problems }: { problems: readonly Problem[] }) {
  const head = problems.length === 1 ? 'One thing is wrong' : `${problems.length} things are wrong`
  return (
    <ProblemBox head={`${head} with the dossier; nothing was stored.`}>
      <ol>
        {problems.map(({ line, column, message, fix }) => (
          <li>
            <a href="#dossier" data-line={String(line)}>
              Line {line}, column {column}
            </a>
            : {asSentence(revealInvisible(message))} <span class="fix">To fix it: {asSentence(revealInvisible(fix))}</span>
          </li>
        ))}
      </ol>
    </ProblemBox>
  )
}

/** Keeps a dossier that was typed, pasted or uploaded, or shows it again with all that is wrong. */
export async function importDossier(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const form = await readForm(c)
  const typed = textOf(form, 'dossier')
  const earlier = textOf(form, 'earlier')
  const file = form.get('file')
  const isUpload = file instanceof File && file.size > 0
  const name = isUpload ? 'the file' : 'the text'
  const read = isUpload ? decodeText(name, Buffer.from(await file.arrayBuffer())) : { text: typed }
  // Of a file that is no text nothing is worth showing: the field stays as it was.
  if ('problem' in read) return showImport(c, dependencies, { text: typed, earlier, problems: [read.problem] })
  const text = read.text.replaceAll('\r\n', '\n')
  const isReplaced = typed.trim() !== '' && typed !== text && !earlier.includes(typed)
  const sent = { text, earlier: isReplaced ? [typed, earlier].filter((each) => each !== '').join('\n\n') : earlier }
  if (text.trim() === '') {
    const empty = { file: name, line: 1, column: 1, message: 'there is no dossier in it', fix: 'paste one, or choose its file' }
    return showImport(c, dependencies, { ...sent, problems: [empty] })
  }
  const { outcome } = dependencies.checkDossier({ text, file: name })
  if ('problems' in outcome) return showImport(c, dependencies, { ...sent, problems: outcome.problems })
  return keepAndLead(c, dependencies, { dossier: outcome.dossier, sent, base: textOf(form, 'base'), shown: textOf(form, 'shown') })
}

/** `base`: the version that the person saw as the newest, and `shown` the document that was set beside it, by their hashes; empty for none. */
type Sent = { dossier: Dossier; sent: { text: string; earlier: string }; base: string; shown: string }

/**
 * Keeps a new tool; of one that there is, the newest version gives way only to what was shown beside it. What was a version before is not made the
 * newest by a file: that may be an old one. The page of versions offers to restore it.
 */
async function keepAndLead(c: DeskContext, dependencies: DeskDependencies, { dossier, sent, base, shown }: Sent): Promise<Response> {
  const { slug } = dossier.tool
  const versions = await dependencies.dossiers.versions(slug)
  const [newest] = versions
  const same = versions.find(({ sha256 }) => sha256 === dossier.sha256)
  if (newest !== undefined && same !== undefined) {
    if (newest.sha256 === same.sha256) return c.redirect(`${toolsPath}?said=known&tool=${slug}`, 303)
    return c.redirect(`${versionsPath(slug)}?from=${same.number}&to=${newest.number}&said=earlier`, 303)
  }
  const isSeen = newest === undefined || (newest.sha256 === base && dossier.sha256 === shown)
  if (isSeen && (await replaceDossier(c, dependencies, dossier, newest?.sha256 ?? null))) {
    return c.redirect(`${toolsPath}?said=added&tool=${slug}`, 303)
  }
  const isLate = isSeen || (newest.sha256 !== base && versions.some(({ sha256 }) => sha256 === base))
  const ask = await findReplaced(dependencies, dossier, isLate)
  return showImport(c, dependencies, { ...sent, ask })
}
