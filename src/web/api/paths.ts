/** Where the API is. Its links, its description and its problem types name this path. */
export const apiPath = '/api/v1'

/** The address of something in the API, from the root of this server. */
export function apiLink(...segments: readonly (string | number)[]): string {
  return [apiPath, ...segments.map((segment) => encodeURIComponent(segment))].join('/')
}
