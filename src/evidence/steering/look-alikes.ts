/** Letters of Cyrillic, Greek, Armenian and Cherokee, small capitals and turned letters, each beside the Latin letter that it looks like. */
const pairs =
  'аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs ԁd ԛq ԝw һh ӏl ґr гr пn зz бb дd иu лn яr ьb ёe ѵv ' +
  'αa βb εe ηn ιi κk μu νv οo ρp τt υu χx ωw γy σo ζz ' +
  'օo սu հh ոn ցg քf ' +
  'ꭺa ꮯc ꭼe ꮋh ꮖi ꭻj ꮶk ꮮl ꮇm ꮎo ꮲp ꮢr ꮪs ꭲt ꮩv ꮃw ꮓz ' +
  'ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ꞯq ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz ' +
  'ɐa ɔc ǝe ɟf ƃg ɥh ᴉi ɾj ʞk ɯm ɹr ʇt ʌv ʍw ʎy ɑa ɡg ıi ℓl øo łl đd ħh ŧt ßß'

const alike = new Map(pairs.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]))

/** Blocks of letters in circles and squares, and flags, that compatibility folding leaves alone: where each begins. */
const letterBlocks = [0x1f150, 0x1f170, 0x1f1e6]

/** The Latin letter that a letter of another alphabet looks like, or undefined. */
export function latinLookAlike(letter: string): string | undefined {
  return alike.get(letter)
}

/** The letter within a symbol such as a flag's or a dark square's, or undefined. */
export function letterInSymbol(symbol: string): string | undefined {
  const code = symbol.codePointAt(0) ?? 0
  const block = letterBlocks.find((start) => code >= start && code < start + 26)
  return block === undefined ? undefined : String.fromCharCode(97 + code - block)
}
