import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/**
 * A json column whose parts PostgreSQL can take out with `->`. It refuses to on a document that holds a NUL or half of a surrogate pair
 * anywhere, both of which a model may write; here the replacement character stands for them. Written as escapes by JSON.stringify, and an
 * escaped backslash before such letters stays valid JSON, too.
 */
export function readableJson(column: SQLWrapper): SQL {
  return sql`regexp_replace(${column}::text, '\\\\u(0000|d[89a-f]..)', '\\\\ufffd', 'gi')::json`
}
