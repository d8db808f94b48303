/**
 * Text from outside (sources, names, a model's own reply) on its way into a request. A tokenizer may read `<|im_start|>` or `[INST]` in
 * it as the start of a turn, and a model may read `</dossier>` as the end of the data. No list of such tokens is ever complete, so what
 * every one of them begins with is replaced: `<` becomes `‹`, and a `[` that opens a word becomes `⁅`. `findPassage` folds both back, so a
 * quote copied from the request is still found in the source. What readers cannot see does not reach the model either.
 */

/** Line ends of every kind; one of them inside a name would also give the prompt a line of its own. */
const lineEnd = /\r\n?|[\v\f\u0085\u2028\u2029]/g
/** Controls, and what Unicode draws as nothing: zero-width and bidirectional marks, tag characters, variation selectors. */
const unseen = /(?![\t\n])[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu
/** Half of a character: some servers refuse a request that holds one. */
const loneSurrogate = /\p{Cs}/gu
/** `<`, and the characters that compatibility normalization makes one of. */
const angle = /[<\uff1c\ufe64]/g
/** `[INST]`, `[/INST]`, `[gMASK]`, `[|user|]`, but neither a marker such as `[1]` nor a list of JSON. */
const bracket = /[[\uff3b\ufe47](?=[^\S\n]*[\p{L}/|_@!~])/gu
/** The few tokens that begin with a closing bracket: `]~b]`. */
const closingBracket = /\](?=~)/g
/** A line such as `Human:` or `### Response:` opens a turn in templates of plain text; behind a space it does not. */
const lineOfWords = /^(?=[\p{L}#])/gmu
const heading = /^( #+) (?=\S)/gm

/** The text with every character that could open a control token or a tag replaced, and the invisible ones taken out. Linear, pure. */
export function defuse(text: string): string {
  return text
    .replace(lineEnd, '\n')
    .replace(unseen, '')
    .replace(loneSurrogate, '\ufffd')
    .replace(angle, '‹')
    .replace(bracket, '⁅')
    .replace(closingBracket, '⁆')
    .replace(lineOfWords, ' ')
    .replace(heading, '$1  ')
}

/** A value on one line and at most `max` UTF-16 code units long, the cut shown by an ellipsis. */
export function defuseLine(value: string, max: number): string {
  const line = defuse(value.slice(0, 4 * max))
    .replace(/\s+/g, ' ')
    .trim()
  return line.length <= max ? line : `${line.slice(0, max - 1).replace(loneSurrogate, '')}…`
}

/** An attribute's value: as `defuseLine`, and unable to close its quotes. */
export function defuseAttribute(value: string, max: number): string {
  return defuseLine(value, max).replaceAll('"', "'")
}
