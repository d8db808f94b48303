import { Liquid, type LiquidError, type Template } from 'liquidjs'
import { LRUCache } from 'lru-cache'
import type { Position } from '../../platform/input/yaml-source.js'

/** Something wrong with a template; line and column count from 1 within the template. */
export type TemplateError = Position & { message: string }

/** A variable that a template expects from outside, at one place where it is used. */
export type VariableUse = Position & { name: string }

/** Tags that reach for other templates. A persona is one file; nothing it names is ever read. */
const tagsOfOtherFiles = ['include', 'render', 'layout', 'block']

/** Filters whose result depends on clock, time zone or chance; a request must be the same bytes each time. */
const unstableFilters = ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string', 'sample']

/** A worker fills the same few templates over and over: parsing them is most of the work. */
const parsedTemplates = new LRUCache<string, Template[]>({ max: 100 })
const renderingEngine = createEngine({ catchAllErrors: false })

/**
 * Fills a Liquid template. Deterministic, without access to files. Throws when the template is broken, names a variable that
 * is not given, or uses an unknown filter.
 */
export function renderTemplate(template: string, variables: Readonly<Record<string, string>>): string {
  const parsed = parsedTemplates.get(template) ?? renderingEngine.parse(template)
  parsedTemplates.set(template, parsed)
  return String(renderingEngine.renderSync(parsed, variables))
}

/**
 * Every syntax error of a template, and every use of a variable from outside (those that the template assigns itself are left out).
 * With a syntax error no uses are known. Never throws on a bad template.
 */
export function analyseTemplate(template: string): { errors: TemplateError[]; uses: VariableUse[] } {
  const engine = createEngine({ catchAllErrors: true })
  try {
    const { globals } = engine.analyzeSync(engine.parse(template), { partials: false })
    const uses = Object.entries(globals).flatMap(([name, places]) =>
      places.map(({ location }) => ({ name, line: location.row, column: location.col })),
    )
    return { errors: tryOut(engine, template, uses), uses }
  } catch (error) {
    return { errors: errorsOf(error), uses: [] }
  }
}

/** Some mistakes show only when a template is filled: a filter without its argument, a property that plain text does not have. */
function tryOut(engine: Liquid, template: string, uses: readonly VariableUse[]): TemplateError[] {
  try {
    engine.parseAndRenderSync(template, Object.fromEntries(uses.map(({ name }) => [name, 'Sample, text'])))
    return []
  } catch (error) {
    return errorsOf(error)
  }
}

function createEngine({ catchAllErrors }: { catchAllErrors: boolean }): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    memoryLimit: 1_000_000,
    // A template that loops for ever is stopped; one that is stopped renders nothing, so the bytes of a request never depend on the clock.
    renderLimit: 2_000,
    catchAllErrors,
  })
  for (const tag of tagsOfOtherFiles) delete engine.tags[tag]
  for (const filter of unstableFilters) engine.unregisterFilter(filter)
  return engine
}

function errorsOf(error: unknown): TemplateError[] {
  // Whatever is not the engine's own error came of the template's size or depth.
  if (!isLiquidError(error)) return [{ line: 1, column: 1, message: error instanceof Error ? error.message : String(error) }]
  const errors = 'errors' in error && Array.isArray(error.errors) ? error.errors.filter(isLiquidError) : [error]
  return errors.map((each) => {
    const [line = 1, column = 1] = each.token.getPosition()
    // The engine writes its own position behind the message; ours comes before it and counts from the file's start.
    return { line, column, message: (each.originalError?.message ?? each.message).replace(/, line:\d+, col:\d+$/, '') }
  })
}

function isLiquidError(error: unknown): error is LiquidError {
  return error instanceof Error && 'token' in error && typeof error.token === 'object' && error.token !== null
}
