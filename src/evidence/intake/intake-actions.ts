import type { Actor } from '../../contracts/actor.js'
import { countCharacters } from '../../contracts/limits.js'
import type { PageReport, Proposal } from '../../contracts/proposal.js'
import { UsageError } from '../../platform/errors.js'
import type { Runtime } from '../../platform/runtime.js'
import type { Intake, IntakeStore } from '../store/intakes.js'
import { mostAddresses, withoutCredentials } from './addresses.js'
import type { DraftFacts } from './draft-facts.js'

/** As long as addresses are: what no browser takes is none. */
const longestAddress = 2_000
/** How long one intake may take in all; a page has its own, shorter time. */
const longestMs = 10 * 60_000
/** How often the pages' progress is stored at most. */
const storeEveryMs = 150

export type StartIntake = {
  addresses: readonly string[]
  /** The slug of the tool that they are about, where that is known. */
  tool?: string | null
  /** The model that drafts facts; none when left out. */
  model?: string | null
  /** What it may spend, in US dollars: null for no limit; left out, as configured. */
  budgetUsd?: number | null
  /** Left out at the command line. */
  by?: Actor
}

export type IntakeDependencies = {
  intakes: IntakeStore
  runtime: Pick<Runtime, 'now' | 'newId' | 'monotonicMs' | 'log'>
  /** Lets a worker read it; its id is the job's. */
  enqueue: (id: string) => Promise<void>
  /** Throws `UsageError` for an id that names no known provider. */
  checkModel: (model: string) => unknown
  /** What a model may spend where no one says otherwise, in US dollars; null for no limit. */
  budgetUsd: number | null
  /** Reads the addresses and proposes a dossier. */
  read: (intake: Pick<Intake, 'id' | 'addresses' | 'tool' | 'model' | 'budgetUsd'>, options: ReadOptions) => Promise<Proposal>
}

export type ReadOptions = {
  onPages: (pages: PageReport[]) => void
  signal: AbortSignal
  /** Drafts facts in the place of the intake's model, such as from recordings. */
  draftFacts?: DraftFacts | undefined
}

export type IntakeActions = ReturnType<typeof createIntakeActions>

/** What people do with intakes, and what a worker does: the same for the command line, the desk and the API. */
export function createIntakeActions(dependencies: IntakeDependencies) {
  const { intakes, runtime, enqueue, read } = dependencies
  const create = async (request: StartIntake, status: 'waiting' | 'reading'): Promise<string> => {
    const intake = checkRequest(request, dependencies)
    const id = runtime.newId('int')
    const createdAt = runtime.now()
    const { addresses, tool } = intake
    const subject = { kind: 'intake' as const, id, recordId: null }
    const entry =
      request.by === undefined
        ? undefined
        : { at: createdAt.toISOString(), actor: request.by, action: 'read addresses', subject, data: { addresses, tool } }
    await intakes.create({ id, ...intake, actor: request.by ?? null, status, createdAt, entry })
    return id
  }
  const run = async (id: string, signal: AbortSignal, { onPages, draftFacts }: Partial<ReadOptions> = {}): Promise<void> => {
    const intake = await intakes.begin(id)
    if (intake === null) return
    const keeper = createProgressKeeper(dependencies, id)
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(longestMs)])
    try {
      const notify = (pages: PageReport[]) => {
        keeper.note(pages)
        onPages?.(pages)
      }
      const proposal = await read(intake, { onPages: notify, signal: bounded, draftFacts })
      await keeper.settle()
      await intakes.finish({ id, proposal, finishedAt: runtime.now() })
    } catch (error) {
      await keeper.settle()
      // The worker stops: another one reads it again.
      if (signal.aborted) throw error
      const reason = bounded.aborted
        ? 'Reading the addresses took longer than 10 minutes. Give fewer of them, and try again.'
        : 'It broke over an error of Ship Panel’s own, which its log has. Try again; if it happens again, write the dossier by hand.'
      runtime.log.error({ err: error, intake: id }, 'an intake failed')
      await intakes.fail({ id, reason, finishedAt: runtime.now() })
    }
  }
  return {
    /** Lets a worker read the addresses; returns the intake's id. Throws `UsageError` for a request that cannot be one. */
    start: async (request: StartIntake): Promise<string> => {
      const id = await create(request, 'waiting')
      await enqueue(id)
      return id
    },
    /** Reads the addresses in this process, to the end. */
    readHere: async (request: StartIntake, { signal, ...options }: ReadOptions): Promise<Intake> => {
      const id = await create(request, 'reading')
      await run(id, signal, options)
      const intake = await intakes.find(id)
      if (intake === null) throw new Error(`there is no intake ${id}`)
      return intake
    },
    /** What a worker does with one; nothing when it has ended. Rejects when the signal aborts: it is then read again. */
    run,
    find: intakes.find,
    list: intakes.list,
  }
}

function checkRequest(
  { addresses, tool = null, model = null, budgetUsd }: StartIntake,
  { checkModel, budgetUsd: configured }: Pick<IntakeDependencies, 'checkModel' | 'budgetUsd'>,
) {
  const given = [...new Set(addresses.map((address) => withoutCredentials(address.trim())).filter((address) => address !== ''))]
  if (given.length === 0) throw new UsageError('Give at least one address, such as https://example.com.')
  if (given.length > mostAddresses) throw new UsageError(`Give at most ${mostAddresses} addresses; these are ${given.length}.`)
  const long = given.find((address) => countCharacters(address) > longestAddress)
  if (long !== undefined)
    throw new UsageError(`An address has at most ${longestAddress} characters; "${long.slice(0, 60)}…" has ${countCharacters(long)}.`)
  if ([...given, model ?? '', tool ?? ''].some((text) => /[\0\p{Surrogate}]/u.test(text)))
    throw new UsageError('An address has a character that is no text (NUL, or half of a pair). Write it again.')
  if (model !== null) checkModel(model)
  return { addresses: given, tool, model, budgetUsd: budgetUsd === undefined ? configured : budgetUsd }
}

/** Stores the progress of pages, the newest alone and one write at a time: it is for show. */
function createProgressKeeper({ intakes, runtime }: Pick<IntakeDependencies, 'intakes' | 'runtime'>, id: string) {
  let newest: PageReport[] | null = null
  let writing: Promise<void> | null = null
  let wroteAt = Number.NEGATIVE_INFINITY
  const write = async () => {
    while (newest !== null) {
      const pages = newest
      newest = null
      wroteAt = runtime.monotonicMs()
      await intakes
        .progress({ id, pages })
        .catch((error: unknown) => runtime.log.warn({ err: error, intake: id }, 'progress could not be stored'))
    }
    writing = null
  }
  return {
    note: (pages: PageReport[]): void => {
      newest = pages
      if (writing === null && runtime.monotonicMs() - wroteAt >= storeEveryMs) writing = write()
    },
    settle: async (): Promise<void> => {
      await (writing ?? write())
    },
  }
}
