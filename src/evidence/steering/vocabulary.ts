import { isSmall } from './familiar-words.js'

/** Words that any page about software may use once: they do not tell that a sentence is about something else. Stems. */
const ofSoftware = new Set(
  (
    'happens above below limit limits quota allowance overage exceed exceeded downgrade prorated invoice invoices billing billed nonprofit nonprofits discount discounts refund refunds ' +
    'install config configur setup set setting option file folder directori path project packag librari modul function method class object valu type string number key ' +
    'token user account team server client app applic servic api request respons data databas tabl queri row column index cach log error warn bug issu test build run ' +
    'start stop command termin shell script code sourc repo repositori branch commit merg pull releas version updat upgrad migrat deploy environ variabl docker contain ' +
    'cluster node network port host domain url link page site web browser plugin extens featur support document doc guid tutori exampl sampl templat default custom input ' +
    'output format pars render load save open close read write creat delet remov add chang edit view show list search find filter sort group field form button click menu ' +
    'window screen mode theme color font size time date limit rate perform memori cpu disk speed fast secur permiss role polici licens licenc price plan free cost bill pay ' +
    'subscript support contact question faq help feedback contribut communiti chat email mail messag notif event hook callback stream queue worker job task schedul thread ' +
    'process async promis import export compil bundl lint framework runtim npm pip json yaml csv html css sql http ' +
    'https git github linux window maco sdk cli ui model train dataset prompt agent llm ai tool softwar platform product compani custom develop engin program syntax languag ' +
    'debug trace monitor metric report dashboard backup sync upload download proxi rout schema migrat integr workflow pipelin automat repositori storag cloud local remot offlin'
  ).split(' '),
)

/** What one asks for, and whom one asks: form and not subject. Stems. */
const ofForm = new Set(
  (
    'write compos draft provid explain describ translat summar summari list give tell generat develop suggest recommend analyz analys compar outlin defin discuss calcul ' +
    'solv identifi classifi rewrit convert encod respond repli answer say mention includ add append insert integr modifi augment enhanc break show sentenc word letter ' +
    'statement paragraph follow simpl term detail short brief main primari differ caus aspect benefit import exampl equival user reader audienc peopl step tip reason way ' +
    'idea fact name mean best pleas whole final entir everi random sure know want need littl long basic common key role concept topic subject express provid craft ' +
    'encourag remind invit invok highlight emphas stress promot direct point updat respons output messag text conclus review end begin new good great help work'
  ).split(' '),
)

/** A word without its ending, so that `solves` and `solving` are one; crude, and enough to tell whether a text has a word. */
export function stem(word: string): string {
  if (word.length <= 3) return word
  const bare = word
    .replace(/'s$|'$/, '')
    .replace(/(?:ations?|ations|ingly|edly|ings?|ments?|ness|iest|ier|ities|ity|ies|ied|ers?|ed|es|ly|s)$/, '')
  const kept = bare.length >= 3 ? bare : word
  return kept.replace(/(?:e|y|i)$/, '').replace(/([bdgklmnprt])\1$/, '$1')
}

const stemmed = (words: ReadonlySet<string>) => new Set([...words].map((word) => stem(word)))
const softwareStems = stemmed(ofSoftware)
const formStems = stemmed(ofForm)

/** The words of a sentence that say what it is about: neither small, nor the form of a request, nor on any page about software. Stems, each once. */
export function subjectOf(words: string): string[] {
  const all = words.match(/[\p{L}\p{N}][\p{L}\p{N}']{1,40}/gu) ?? []
  const stems = all.filter((word) => !isSmall(word)).map(stem)
  return [...new Set(stems.filter((word) => !formStems.has(word) && !softwareStems.has(word) && word.length >= 2))]
}

/** Every word of a text as a stem, for `isAbout`. */
export function stemsOf(words: string): string[] {
  return (words.match(/[\p{L}\p{N}][\p{L}\p{N}']{1,40}/gu) ?? []).filter((word) => !isSmall(word)).map(stem)
}

/** How much of a sentence's subject is anywhere in the rest of its source, from 0 to 1. */
export function shareWith(subject: readonly string[], stems: ReadonlyMap<string, number>): number {
  return subject.length === 0 ? 0 : subject.filter((word) => stems.has(word)).length / subject.length
}
