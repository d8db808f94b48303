/**
 * Words that follow `/desk/tools/` in addresses of the desk's own, or `/tools/` in those of the API: a tool of such a slug would have no page. A route
 * with another word belongs in here, and a test says so.
 */
export const takenSlugs: readonly string[] = ['archive', 'bulk', 'drafts', 'import', 'intakes', 'licenses', 'new', 'samples']
