/** Words that no license of a kind needs more often than it has them: added, they say who may use the work or for what. */
const restricting = new Set([
  ...[
    'noncommercial',
    'commercial',
    'commercially',
    'personal',
    'academic',
    'educational',
    'research',
    'evaluation',
    'competing',
    'competitor',
  ],
  ...[
    'competitive',
    'competes',
    'hosted',
    'saas',
    'resell',
    'military',
    'evil',
    'ethical',
    'weapons',
    'surveillance',
    'revenue',
    'employees',
  ],
  ...['subscription', 'enterprise', 'nonprofit', 'train', 'training', 'advertising', 'companies', 'corporations', 'profit', 'governments'],
])
/** Rights of a permissive license: a text without one gives less. */
const rights = new Set([
  'use',
  'copy',
  'modify',
  'merge',
  'publish',
  'distribute',
  'sublicense',
  'sell',
  'redistribution',
  'charge',
  'modification',
])

/** What stands beside a license, in words of its own, and takes something back. */
const riders = [
  /\b(?:(?:additional|supplemental|further|special) (?:terms|conditions|restrictions|limitations|requirements)|following (?:restrictions|limitations|additional))\b/,
  /\b(?:may|must|shall|can|do|does|is|are) not\b|\bcannot\b|\bnot (?:permitted|allowed|granted|licensed|include)\b|\bno (?:right|license|commercial)\b/,
  /\bprohibited\b|\bforbidden\b|\bexcept(?:ion|ions)?\b|\bexclud(?:es|ing)\b|\bwith the exception\b/,
  /\bnon ?commercial\b|\bcommercial (?:use|purposes?)\b|\bcommercially\b|\bpersonal use\b|\bresearch (?:use|purposes?|only)\b|\bacademic\b/,
  /\bcompet(?:ing|itor|itors|itive|es?)\b|\bmanaged service\b|\bhosted\b|\bas a service\b|\bsaas\b|\bresell\b|\binternal (?:use|business)\b/,
  /\bportions of this (?:software|repository|project) are licensed\b|\benterprise (?:license|edition|directory|folder|features?)\b|\bee license\b/,
  /\b(?:annual )?revenue\b|\bmonthly active users\b|\bfewer than \d+\b|\bmore than \d+ (?:employees|users|people)\b/,
  /\bmust (?:obtain|purchase|request|display|show|credit|retain the logo)\b|\bgood not evil\b|\bto train\b/,
]

/** Wordings of owners that many files have, and that take nothing back. */
const harmless = [
  /\bmay not use (?:this|these|the) \w{2,12} except in compliance\b/g,
  /\b(?:may|must|shall|can) not be used (?:to endorse|in advertising)\b/g,
  /\bexcept as (?:documented|noted|otherwise noted|stated|described|expressly stated)\b|\bexcept where (?:otherwise )?noted\b/g,
  /\bnot limited to\b|\bnot affiliated\b|\bis not endorsed\b|\bdoes not (?:include|constitute)\b|\bas is\b/g,
  /\bnon infringement\b|\bwithout restrictions?\b/g,
]

/** The words that turn a license into another text, or null: what was added that restricts, or a right that was dropped. */
export function changedClause({ added, dropped, between }: Record<'added' | 'dropped' | 'between', readonly string[]>): string | null {
  const rider = between.map(findRider).find((one) => one !== null)
  if (rider !== undefined) return rider
  const word = added.find((one) => restricting.has(one))
  if (word !== undefined) return `adds "${word}"`
  const right = dropped.find((one) => rights.has(one))
  return right === undefined ? null : `leaves out "${right}"`
}

/** The words, in lower case and joined by spaces, with which a text beside a license takes something back; null where there are none. */
export function findRider(words: string): string | null {
  const read = harmless.reduce((text, wording) => text.replace(wording, ' '), words)
  for (const rider of riders) {
    const found = rider.exec(read)
    if (found !== null) return found[0]
  }
  return null
}
