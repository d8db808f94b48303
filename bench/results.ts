import type { CpuSeconds } from './processes.js'

export type Backend = 'redis' | 'postgres'

/** How much is asked for, and how fast it is answered. `warmUp` seats go before, uncounted, in the same processes. */
export type Load = { latencyMs: number; seats: number; concurrency: number; warmUp: number }

/** Processor seconds by who used them, from just before the kick-off until its end. Workers are summed. */
export type CpuSplit = Record<'workers' | 'database' | 'redis' | 'kickOff' | 'provider', CpuSeconds>

/** One run of a contender. `windowMs`: first request to last reply, at the provider. `totalMs`: from the kick-off to its end, in hand. */
export type ContenderRun = { windowMs: number; totalMs: number; cpu: CpuSplit; workerPeakBytes: number | null }

/** The contenders at one latency, with so many workers, on one backend; the n-th runs of all three followed each other. */
export type WindowCell = {
  latencyMs: number
  workers: number
  backend: Backend
  floor: { windowMs: number; cpuSeconds: number; peakBytes: number }[]
  bare: ContenderRun[]
  panels: ContenderRun[]
}

export type WindowResult = { seats: number; concurrency: number; warmUp: number; requestBytes: number; cells: WindowCell[] }

/** Milliseconds of one panel of four seats that were not its slowest call's, one number a panel. */
export type OnePanelResult = { backend: Backend; latencyMs: number; beyondSlowestCallMs: number[] }[]

/** Who asks the provider: one that is free, or one that bills prompts, so that the first seat of each beginning goes ahead. */
export type JuryEndpoint = 'free' | 'metered'

/** One run of the crossed panel. `cacheReads`: of the provider's prompt cache, beside the estimate; null where it has none. */
export type JuryRun = Pick<ContenderRun, 'windowMs' | 'totalMs'> & { cacheReads: { read: number; estimated: number } | null }

/** The n-th runs of both followed each other. */
export type JuryCell = { backend: Backend; endpoint: JuryEndpoint; floor: WindowCell['floor']; panels: JuryRun[] }

/** A panel of personas × jurors × tools × repeats; `drafts` and `calls` are of all of them, and the floor makes as many calls. */
export type JuryResult = {
  personas: number
  jurors: number
  tools: number
  repeat: number
  seats: number
  drafts: number
  calls: number
  latencyMs: number
  concurrency: number
  warmUp: number
  cells: JuryCell[]
}

export type ScalingResult = {
  latencyMs: number
  concurrencyPerWorker: number
  points: { backend: Backend; workers: number; seats: number; seatsPerSecond: number }[]
}

/** Seats that ran together, up to so many in all: what they took, and the memory of worker and kicking process when they were done. */
export type GrowthWave = { seats: number; seconds: number; cpu: CpuSplit; workerBytes: number | null; kickOffBytes: number }

/** `bytes`: with what is stored out of line, without its indexes. */
export type TableSize = { table: string; rows: number; bytes: number; indexBytes: number; deadRows: number; vacuums: number }

export type GrowthPoint = {
  backend: Backend
  seats: number
  /** From the kick-off to the record in hand, of all seats so far. */
  seconds: number
  cpu: CpuSplit
  /** What the last tenth of the seats before this mark took, all processes but the provider together. Left out by versions that made a database for each mark. */
  atMark?: { seats: number; seconds: number; cpuSeconds: CpuSeconds }
  /** The worker's memory (resident) when so many replies had been given, and its peak at the end. */
  workerBytesAtFirstThousand: number | null
  workerBytesAtEnd: number | null
  workerPeakBytes: number | null
  databaseBytes: number
  redisBytes: number | null
  /** Jobs that are still in the queue's store afterwards, in whatever state. */
  jobsLeft: number
  /** The largest first; left out by the same versions. */
  tables?: TableSize[]
}

/** One backend's seats, all in one database. */
export type GrowthRun = { backend: Backend; points: GrowthPoint[]; waves: GrowthWave[] }

export type PromptCacheResult = {
  /** `led`: as panels run it. `at once`: the same seats with no one going ahead. Both relative to the uncached input. */
  cases: { dossier: 'long' | 'sample'; personas: number; prefixShare: number; ledRatio: number; atOnceRatio: number }[]
}

export type ReplayResult = { recordings: number; seconds: number[]; peakBytes: number; connections: string[]; foreignConnections: string[] }

export type RecoveryResult = { backend: Backend; seats: number; seconds: number[] }[]

export type StartResult = {
  firstSeconds: number
  warmSeconds: number[]
  peakMiB: number
  /** Other commands beside the demo, warm; left out by versions that measured the demo alone. */
  commands?: { command: string; seconds: number[]; peakMiB: number }[]
}

export type QueueRateResult = { backend: Backend; seats: number; seatsPerSecond: number; noopsPerSecond: number; ratio: number }[]

/** A page of the desk: server time of a request, and what it weighs. */
export type DeskPage = { page: string; medianMs: number; pageGzipBytes: number; scriptGzipBytes: number }
/** `newsroom`: the lists with thousands of tools and records; left out by versions that did not measure them. */
export type DeskResult = {
  panels: number
  requests: number
  pages: DeskPage[]
  newsroom?: { tools: number; records: number; pages: DeskPage[] }
}

/** One contender under load. Percentiles in whole milliseconds, as autocannon counts them; processor time of the server's process alone. */
export type SiteLoadRun = { requestsPerSecond: number; p50Ms: number; p99Ms: number; cpuMicrosecondsPerRequest: number | null }
/** The comparison page as it goes over the wire. Fonts are loaded once and kept. */
export type SiteWeight = { htmlBytes: number; htmlBrotliBytes: number; cssBrotliBytes: number; fontBytes: number }
/** `seconds`: the whole process, into a new folder. `againSeconds`: once more into the same, with nothing to change. */
export type ExportPoint = { comparisons: number; pages: number; bytes: number; seconds: number; againSeconds: number; peakBytes: number }
export type SiteResult = {
  page: string
  connections: number
  seconds: number
  weight: SiteWeight
  /** The n-th runs of both followed each other. */
  runs: { bare: SiteLoadRun; site: SiteLoadRun }[]
  exports: ExportPoint[]
}

/** `seconds` from the addresses to the stored proposal, `floorSeconds` to fetch the same bytes as many at a time; the n-th of both followed each other. */
export type IntakeResult = {
  pages: number
  delayMs: number
  runs: { place: 'one host' | 'eight hosts'; seconds: number[]; floorSeconds: number[] }[]
  /** Of the whole benchmark's process, pages and database client included. */
  peakBytes: number
}

/** The versions of the servers, and how surely PostgreSQL keeps a commit. */
export type ServerFacts = { postgres: string; fsync: string; synchronousCommit: string; redis: string | null }

export type Machine = { cores: number; processor: string; memoryGiB: number; system: string; node: string; servers: ServerFacts }

/** Everything one run of the benchmark found. What was not measured is not there. */
export type BenchResults = {
  schema: 'panel.benchmark/1'
  date: string
  mode: 'quick' | 'full'
  version: string
  machine: Machine
  window?: WindowResult
  onePanel?: OnePanelResult
  jury?: JuryResult
  scaling?: ScalingResult
  growth?: GrowthPoint[]
  promptCache?: PromptCacheResult
  replay?: ReplayResult
  recovery?: RecoveryResult
  start?: StartResult
  queueRate?: QueueRateResult
  desk?: DeskResult
  site?: SiteResult
  intake?: IntakeResult
}
