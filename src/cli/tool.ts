import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import pc from 'picocolors'
import { exampleModelId } from '../contracts/examples.js'
import type { Proposal } from '../contracts/proposal.js'
import { dossierOfProposal } from '../evidence/intake/dossier-of-proposal.js'
import { editsOf } from '../evidence/intake/proposal-edits.js'
import { wantedOf } from '../evidence/intake/run-intake.js'
import type { Intake } from '../evidence/store/intakes.js'
import { schemaComment } from '../panels/dossier/write-dossier.js'
import { readRecordings } from '../panels/ledger/recording-files.js'
import { UsageError } from '../platform/errors.js'
import { writeWhole } from '../platform/files/write-whole.js'
import { writeYaml } from '../platform/input/write-yaml.js'
import { dossierSchemaUrl } from '../web/schemas/paths.js'
import { exitCodes } from './exit.js'
import { createPageProgress } from './page-progress.js'
import { proposalText } from './proposal-text.js'
import { recordFacts } from './record-facts.js'
import { type Session, withApp } from './session.js'

export type AddToolOptions = {
  tool?: string
  to?: string
  save?: boolean
  facts?: string | true
  budget?: number
  estimate?: boolean
  replay?: string
  recordTo?: string
  json?: boolean
}

/** Reads a tool's addresses and proposes its dossier: printed field by field, and written as a file to correct. */
export async function addTool(addresses: string[], options: AddToolOptions): Promise<void> {
  const { budget, replay } = options
  if (budget !== undefined && !(budget >= 0)) throw new UsageError('--budget takes US dollars, e.g. --budget 0.50')
  if (replay !== undefined && options.recordTo !== undefined)
    throw new UsageError('--record-to writes calls that are made or in the ledger, and --replay makes none: leave one out')
  const recordings = replay === undefined ? null : await readRecordings(replay)
  process.exitCode = await withApp(async (session) => {
    const { app, config, runtime, signal } = session
    const model = factsModel(options, config.intake.factsModel)
    const facts = await app.intakeFacts()
    const draftFacts = recordings === null ? undefined : facts.replayOf(recordings.recordings)
    const asked = options.estimate || recordings !== null ? null : model
    const request = { addresses, tool: options.tool ?? null, model: asked, budgetUsd: budget }
    const progress = createPageProgress({ stream: process.stderr, monotonicMs: runtime.monotonicMs })
    const actions = await app.intake()
    const intake = await actions.readHere(request, { onPages: progress.update, signal, draftFacts }).finally(progress.stop)
    signal.throwIfAborted()
    const { proposal } = intake
    if (proposal === null) throw new Error(intake.reason ?? 'the addresses could not be read')
    if (options.recordTo !== undefined) await recordFacts({ intakeId: intake.id, model: proposal.model, to: options.recordTo }, session)
    const exitCode = await finish(session, { intake, proposal, options })
    if (options.estimate && model !== null) await tellEstimate(session, { proposal, model })
    return exitCode
  })
}

function factsModel({ facts, estimate, replay }: AddToolOptions, configured: string | undefined): string | null {
  if (facts === undefined && !estimate) return null
  if (facts !== undefined && replay !== undefined) throw new UsageError('--replay drafts the facts that were recorded: leave out --facts')
  const model = typeof facts === 'string' ? facts : configured
  if (model === undefined)
    throw new UsageError(`name the model, e.g. --facts ${exampleModelId}, or set intake.factsModel in panel.config.yaml`)
  return model
}

async function tellEstimate(
  { app }: Session,
  { proposal: { sources, fields }, model }: { proposal: Proposal; model: string },
): Promise<void> {
  const facts = await app.intakeFacts()
  const estimate = await facts.estimate({ model, sources, toolName: fields.name?.value ?? null, wanted: wantedOf(fields) })
  const { inputTokens, outputTokens, costUsd, durationMs, cut } = estimate
  const price = costUsd === null ? 'an unknown price' : `$${costUsd.toFixed(4)}`
  const time = durationMs === null ? '' : `, about ${Math.round(durationMs / 1000)} s`
  process.stderr.write(
    `Facts by ${model}: about ${inputTokens} tokens in and ${outputTokens} out, ${price}${time}.${cut.map((each) => ` ${each}`).join('')}\n`,
  )
}

type Finish = { intake: Intake; proposal: Proposal; options: AddToolOptions }

async function finish(session: Session, { intake, proposal, options }: Finish): Promise<number> {
  const { columns, publicUrl, port } = session.config
  const isEmpty = proposal.sources.length === 0
  const schemaUrl = dossierSchemaUrl({ publicUrl, requested: `http://127.0.0.1:${port}` })
  const text = isEmpty ? '' : `${schemaComment(schemaUrl)}${dossierText(proposal)}`
  const file = isEmpty ? null : await writeDossier(text, { to: options.to, slug: proposal.slug })
  // What was read is printed and written even where it cannot be stored.
  const [stored] = options.save === true && !isEmpty ? await Promise.allSettled([save(session, { intake, proposal })]) : []
  const saved = stored?.status === 'fulfilled' ? stored.value : null
  if (options.json)
    process.stdout.write(`${JSON.stringify({ ...proposal, intake: intake.id, file: file?.isNew ? file.path : null, ...saved }, null, 2)}\n`)
  else
    process.stdout.write(proposalText(proposal, { colors: pc.createColors(process.stdout.isTTY && process.stdout.hasColors()), columns }))
  if (isEmpty) {
    process.stderr.write('None of the addresses could be read, so nothing is proposed.\n')
    return exitCodes.failed
  }
  if (file !== null) process.stderr.write(file.isNew ? fileText(file.path, saved) : keptText(file.path))
  if (stored?.status === 'rejected') throw stored.reason
  return exitCodes.done
}

function fileText(path: string, saved: Saved | null): string {
  if (saved !== null) return `Stored as a version of ${saved.slug}. The same as a file: ${path}\n`
  return `Written to ${path}. Correct what is marked there, then: panel tool keep ${path}, or panel compare ${path}, or add the file in the desk, on Tools\n`
}

function keptText(path: string): string {
  return `${path} is there already and stays as it is. Write the proposal to another file with --to\n`
}

/** The proposal as a dossier file, with a comment wherever something is missing. */
function dossierText(proposal: Proposal): string {
  const dossier = dossierOfProposal(proposal, editsOf(proposal))
  const comments = proposal.missing.flatMap(({ field, where }) => {
    const path = pathOf[field]
    return path === undefined ? [] : [{ path, text: `Missing: ${where}` }]
  })
  const undated = proposal.sources.flatMap(({ isPublishedKnown, retrievedOn }, index) =>
    isPublishedKnown
      ? []
      : [{ path: ['sources', index, 'publishedOn'], text: `Not stated on the page: the day it was read, ${retrievedOn}` }],
  )
  return writeYaml(dossier, [...comments, ...undated])
}

const pathOf: Readonly<Record<string, string[]>> = {
  name: ['tool', 'name'],
  vendor: ['tool', 'vendor'],
  category: ['tool', 'category'],
  tagline: ['tool', 'tagline'],
  description: ['tool', 'description'],
  license: ['license'],
  entryPrice: ['entryPrice'],
  rivals: ['rivals'],
  facts: ['facts'],
}

async function writeDossier(text: string, { to, slug }: { to: string | undefined; slug: string | null }) {
  const path = to ?? `${slug ?? 'tool'}.yaml`
  if (to === undefined && existsSync(resolve(path))) return { path, isNew: false }
  await writeWhole(resolve(path), text)
  return { path, isNew: true }
}

type Saved = { slug: string; dossierSha256: string }

/** Stores the proposal as it is. Throws `UsageError` where something is missing, or where someone stored another dossier of the tool meanwhile. */
async function save({ app }: Session, { intake, proposal }: { intake: Intake; proposal: Proposal }): Promise<Saved> {
  const kept = await app.keepProposal({ intakeId: intake.id, proposal, edits: editsOf(proposal), base: proposal.base })
  if (kept.status === 'kept') return { slug: kept.dossier.tool.slug, dossierSha256: kept.dossier.sha256 }
  if (kept.status === 'invalid') {
    const problems = kept.findings.map(({ path, message, fix }) => `  ${path.join('.')}: ${message}; to fix it, ${fix}`)
    throw new UsageError(
      [
        'the proposal is not complete, so it was not stored:',
        ...problems,
        'Correct the file, then: panel compare <file>, or add it in the desk, on Tools. Or correct the proposal there.',
      ].join('\n'),
    )
  }
  throw new UsageError('someone stored another dossier of the tool meanwhile: read the addresses again')
}
