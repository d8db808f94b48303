/** In characters as people count them: UTF-16 code units would make an emoji two. */
export const passwordLength = { min: 12, max: 128 } as const

/** What must be left of a password once its owner's names and all that is common are taken out of it. */
const minOwn = 6

/** What the lists of leaked passwords are made of, longest first; written as `plain` leaves it. */
const common = [
  ...['correcthorsebatterystaple', 'passwort', 'password', 'passphrase', 'trustnoone', 'shippanel', 'startrek', 'starwars', 'superman'],
  ...['michael', 'jordan', 'princess', 'sunshine', 'football', 'baseball', 'iloveyou', 'computer', 'internet', 'liverpool', 'chocolate'],
  ...['administrator', 'letmein', 'welcome', 'freedom', 'whatever', 'changeme', 'dragon', 'monkey', 'shadow', 'master', 'secret'],
  ...['summer', 'winter', 'spring', 'autumn', 'charlie', 'batman', 'pokemon', 'hunter', 'killer', 'access', 'default', 'example'],
  ...['qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'zxcvbnm', 'yxcvbnm', 'qwerty', 'qwertz', 'azerty', 'asdfgh', 'asdf', 'zxcv'],
  ...['1q2w3e4r5t6y', '1q2w3e4r5t', '1q2w3e4r', 'q1w2e3r4t5y6', 'q1w2e3r4', '1qaz2wsx3edc', '1qaz2wsx', 'zaq12wsx', 'zaq1xsw2'],
  ...['qazwsxedc', 'qazwsx', 'admin', 'login', 'hello', 'guest', 'panel', 'test', 'pass', 'user', 'root', 'love', 'ship'],
].sort((a, b) => b.length - a.length)

/** As people disguise letters. */
const disguises: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** Why a password will not do, as a sentence that says what to do instead; null when it will. `names` are those of its owner. */
export function passwordProblem(password: string, names: readonly string[]): string | null {
  const length = [...password].length
  if (length < passwordLength.min) return `Choose a password of at least ${passwordLength.min} characters; 4 words in a row do well.`
  if (length > passwordLength.max) return `Choose a password of at most ${passwordLength.max} characters.`
  if (/[\p{Surrogate}\0]/u.test(password)) return 'Choose a password without control characters.'
  if (new Set(password.toLowerCase()).size < 5) return 'Choose a password of more different characters; 4 words in a row do well.'
  const bare = password.toLowerCase()
  const parts = names.flatMap((name) => [name, ...name.split(/[^\p{L}\p{N}]+/u)]).filter((part) => part.length >= 3)
  const words = [...parts.map((part) => part.toLowerCase()).sort((a, b) => b.length - a.length), ...common]
  // Looked at as typed and without the disguises: a digit is part of a sequence in the one and of a word in the other.
  const own = Math.min(...[bare, plain(bare)].map((text) => ownLength(text, words)))
  return own < minOwn
    ? 'This password is easily guessed: it is made of your name, of common words, or of keys in a row. Choose 4 unrelated words.'
    : null
}

function plain(text: string): string {
  return [...text].map((character) => disguises[character] ?? character).join('')
}

/** How many characters are neither a known word, nor a sequence, nor a repetition, nor mere punctuation. */
function ownLength(text: string, words: readonly string[]): number {
  // Each leaves a gap, so that two halves do not join into a word.
  const left = words.reduce((rest, word) => rest.split(word).join(' '), text)
  const pieces = left.split(/[^\p{L}\p{N}]+/u).map(withoutRuns)
  return isRepetition(text) ? 0 : pieces.join('').length
}

/** `abcabcabcabc` and `hunter2hunter2`: one short piece again and again. */
function isRepetition(text: string): boolean {
  const match = /^(.{1,8}?)\1+$/su.exec(text)
  return match !== null
}

/** Without four or more characters that count up, count down or stay the same. */
function withoutRuns(text: string): string {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0)
  const inRun = codes.map(() => false)
  for (let start = 0; start + 3 < codes.length; start += 1) {
    const steps = [0, 1, 2].map((offset) => (codes[start + offset + 1] ?? 0) - (codes[start + offset] ?? 0))
    const isRun = Math.abs(steps[0] ?? 9) <= 1 && steps.every((step) => step === steps[0])
    if (isRun) inRun.fill(true, start, start + 4)
  }
  return [...text].filter((_, index) => inRun[index] !== true).join('')
}
