/**
 * JSON that may be inside a script element: `<`, `>` and `&` are escaped, so that no text in it can close the element or open a comment
 * (HTML standard, "restrictions for contents of script elements"); the line separators too, which are no JSON trouble but were one in scripts.
 */
export function scriptJson(value: object): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
