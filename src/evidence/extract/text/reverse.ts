/** A text from its last character to its first, marks with the letters that they are on. Linear. */
export function reverseGraphemes(text: string): string {
  return (text.match(/[\s\S]\p{M}{0,20}/gu) ?? []).reverse().join('')
}
