import dictionary from 'dictionary-en'
import { LRUCache } from 'lru-cache'

/** What anyone writes with a capital and no source has to name: words of this field that name no product, days, months, and what people are. */
const allowed = new Set(
  (
    'i api apis cli gui ui ux dx sdk ide gpu cpu tpu npu ram vram ssd hdd os vm pc ai ml llm nlp rag saas paas iaas oss http https html css json yaml toml ' +
    'xml csv pdf url uri id ip tcp udp dns tls ssl ssh vpn sql orm rest rpc crud cdn ci cd pr qa it hr pm ceo cto cfo vp roi tco kpi okr faq nda ' +
    ' sla slo sre eula tos mvp poc b2b b2c r&d ok eu us uk usa usd eur gbp am pm utc gmt gb tb mb kb pb hz khz mhz ghz kwh spdx readme todo tl dr etc ' +
    'gib tib mib kib p50 p90 p95 p99 p999 fp16 fp32 int8 bf16 x86 x64 utf8 i18n l10n a11y ' +
    'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec q1 q2 q3 q4 h1 h2 english internet web christmas ship skip abstain panel dossier ' +
    'mr mrs ms dr its vcpu vgpu'
  ).split(' '),
)

/** Said aloud in capitals. */
const shouted = new Set(
  'not no yes all any only never always must and or is are do does no-one none nothing if but the a an this that one now'.split(' '),
)

/** Whether a word, folded by `nameForm`, may have a capital without being a particular. */
export function isAllowedName(word: string): boolean {
  return allowed.has(word) || shouted.has(word)
}

/** What developers write and the dictionary lacks. */
const fieldWords = new Set(
  (
    'admin async autocomplete autoscale autoscaling backend backfill backport benchmark blog boolean cache changelog chatbot checkpoint cloud cluster codebase ' +
    'codegen commit compiler config container coroutine daemon dashboard dataset debugger deduplicate dependency dev devops diff doc endpoint ' +
    'failover filesystem fork framework frontend gigabyte goodwill hostname hotfix inference infra ingest instruct kernel keyspace latency linter login ' +
    'logfile mainframe metadata microservice middleware monorepo multimodal multitenant namespace onboarding online ops orchestrator parser ' +
    'paywall permissions plugin precompute prefetch preprint pricing prod prototype pull quantization quantize quantized rebase refactor regex repo ' +
    'rerank reranker rollback roadmap runtime sandbox scalability schema scrollback self-host serverless shortlist signup startup stateless subcommand ' +
    'subprocess sysadmin telemetry templating throughput timeline timestamp timezone tokenize tokenizer toolchain tooling unmetered unpatched unscored ' +
    'upsell uptime user username vectorize webhook workflow workload'
  ).split(' '),
)

let words: Set<string> | undefined

/** The same words begin sentences again and again; of longer ones there is no end. */
const asked = new LRUCache<string, boolean>({ max: 5_000 })
const longestAsked = 40

/**
 * Whether English, or this field, has the word in lower case, in one of its usual forms. The dictionary is Hunspell's for American English,
 * read once.
 */
export function isOrdinaryWord(lower: string): boolean {
  const known = asked.get(lower)
  if (known !== undefined) return known
  const words = dictionaryWords()
  const isKnown = (word: string) => words.has(word) || fieldWords.has(word)
  const isOrdinary = isKnown(lower) || stems(lower).some(isKnown)
  if (lower.length <= longestAsked) asked.set(lower, isOrdinary)
  return isOrdinary
}

/** Whether the dictionary has the word as a proper name: `Target`, which is an ordinary word as well. */
export function isProperToo(word: string): boolean {
  return dictionaryWords().has(word)
}

function dictionaryWords(): Set<string> {
  words ??= readDictionary()
  return words
}

function readDictionary(): Set<string> {
  const lines = new TextDecoder().decode(dictionary.dic).split('\n')
  return new Set(lines.map((line) => line.split('/', 1)[0] ?? ''))
}

const prefixes = ['un', 're', 'non', 'pre', 'in', 'dis', 'de', 'over', 'mis', 'co', 'sub', 'self', 'out', 'under']
const suffixes: [ending: string, stems: readonly string[]][] = [
  ['s', ['']],
  ['es', ['']],
  ['ies', ['y']],
  ['ed', ['', 'e']],
  ['ied', ['y']],
  ['ing', ['', 'e']],
  ['ings', ['', 'e']],
  ['er', ['', 'e']],
  ['ers', ['', 'e']],
  ['est', ['', 'e']],
  ['ly', ['', 'le']],
  ['ily', ['y']],
  ['ness', ['']],
  ['iness', ['y']],
  ['less', ['']],
  ['able', ['', 'e']],
  ['ability', ['able']],
  ['ion', ['', 'e']],
  ['ions', ['', 'e']],
  ['ive', ['', 'e']],
]

/** What a word may be a form of. */
function stems(word: string): string[] {
  const shorter = suffixes.flatMap(([ending, replacements]) => {
    const stem = word.endsWith(ending) && word.length > ending.length + 2 ? word.slice(0, -ending.length) : null
    if (stem === null) return []
    // "dropped", "running"
    const undoubled = stem.at(-1) === stem.at(-2) ? [stem.slice(0, -1)] : []
    return [...replacements.map((replacement) => stem + replacement), ...undoubled]
  })
  const bare = prefixes.flatMap((prefix) => (word.startsWith(prefix) && word.length > prefix.length + 2 ? [word.slice(prefix.length)] : []))
  return [...shorter, ...bare]
}
