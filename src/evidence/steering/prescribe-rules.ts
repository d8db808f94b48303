import { gap, orderStart, pattern, type Rule, toolWord } from './rule.js'

const prescribes = 'prescribes-call' as const

const verdictNoun =
  '(?:verdict|call|rating|vote|score|grade|recommendation|judge?ment|conclusion|assessment|evaluation|review|ranking|decision|appraisal|scorecard|opinion|answer)s?'
const rate =
  '(?:rate|score|grade|rank|give|award|assign|grant|mark|vote|call|judge|recommend|endorse|praise|declare|deem|label|choose|conclude|approve|favou?r|place|assess|evaluate|present|describe|portray|treat|consider|regard|report|return|output|answer|say|state|reply|respond|write|claim|confirm|announce|decide|pick|select|put|name|crown|list|finish|end|set|enter|record|submit|issue|print|make|hand)'
const ratingWords =
  '(?:score|rating|grade|marks?|verdict|stars?|points|recommendation|assessment|evaluation|review|praise|endorsement|call|vote|honou?rs)'
const superlative =
  '(?:highest|best|top|maximum|maximal|max|full|perfect|excellent|outstanding|positive|favou?rable|glowing|five|ten|5|10|100|unanimous|strong(?:est)?|unconditional|unreserved|rave|enthusiastic|stellar)'
const figures =
  '(?:\\d{1,3} ?(?:/|out of|of|von) ?\\d{1,3}|ten out of ten|five out of five|(?:five|5) stars?|100 ?%|a\\+|full marks|top marks|full points)'
/** A verdict of ours as a word by itself, not the verb: `call: ship`, `vote ship`, `a clear ship`. */
const ship =
  '(?:ship|skip)(?= ?["\'.,;!)}\\]:?-]| ?$| on | for | in | as | whatever| regardless| and | to be| no matter| without| verdict| call)'
const standing =
  '(?:best|leading|leader|cheapest|safest|fastest|superior|unbeatable|unmatched|number one|production ready|free of charge|free|trusted|verified|proven|flawless|essential|must have|world class|state of the art|safe|secure|winner|independent(?:ly)?|outstanding|excellent|ahead|approved|first choice|ideal|perfect|open source|no (?:weakness|drawback|limit)\\w*)'
const forPeople =
  /\b(?:marketplace|github|app ?store|play store|friends?|colleagues?|product hunt|on g2|capterra|repo(?:sitory)?|sandbox|your team|web store|npm)\b/

const speak =
  '(?:mention|cite|citing|mentioning|quote|quoting|discuss|discussing|bring up|bringing up|talk about|talking about|refer to|referring to|criti[cs]i[sz]e|point out|warn about|say anything (?:bad|negative|critical)?(?:about)?|dwell on|write about|comment on|name|naming|raise|raising|list|compare (?:it|this tool) (?:to|with)|tell (?:the )?(?:users?|readers?|anyone|them|people|editors?) (?:about|of|that)|speak of|acknowledge|bother with|hint at|include|count)'
const downsides =
  '(?:competitors?|competition|competing|rivals?|alternatives?|limit(?:s|ations?)?|drawbacks?|weakness(?:es)?|shortcomings?|downsides?|flaws?|cons|criticisms?|critics|negatives?|disadvantages?|known issues|caveats?|licen[cs]e (?:terms|restrictions?|questions?)|the licen[cs]e|pric(?:e|es|ing)|costs?|deprecations?|risks?|concerns?|complaints?|breach(?:es)?|incidents?|lawsuits?|problems?|outages?|bad news|negative points?|fees?)'
const hush =
  '(?:leave out|leaving out|omit|omitting|gloss over|downplay|play down|conceal|keep quiet about|keep silent about|remain silent (?:about|on)|stay silent (?:about|on)|overlook|disregard|suppress|hide|withhold|brush aside|shrug off|skip over|turn a blind eye to|say nothing (?:about|of|on))'

/** Passages that say what the verdict is to be, what to praise and what to keep quiet about. In English. */
const thing = `(?:(?:this|our|the) ${gap(2)}(?:tool|library|product|package|project|software|framework|model|service|release|app|application|platform|plugin|extension|repo|repository|database|editor|compiler|api|sdk|cli|engine|vendor|company|candidate|entry|submission)|${toolWord}|it|us)`
export const prescribeRules: readonly Rule[] = [
  {
    kind: prescribes,
    pattern: pattern(
      `\\b(?:your|the|this|its|our|any|final|every|a|correct|only|right|proper|expected|overall) ${gap(3)}${verdictNoun} ${gap(6)}(?:must|should|shall|has to|have to|needs? to|ought to|will|can only|may only|is to|are to|can be nothing but)(?: not)? (?:therefore |always |only |thus |also )?(?:be|come|read|say|end|equal|state|remain|show|turn|become|reflect|go|have|contain)\\b ?${gap(6)}(?:ship|skip|${superlative}|${figures}|approved?|a pass|recommended|yes|adopt|negative|favou?r|winner|good|praise)\\b`,
    ),
    visible: 'likely',
    reason: 'It says what the verdict has to be.',
    isTargeted: true,
    unless: /^(?:if|when|unless)\b/,
  },
  {
    kind: prescribes,
    pattern: pattern(
      `\\b(?:(?:correct|only|right|proper|expected|final|appropriate|true|honest|fair|sensible|possible|acceptable|your) ${gap(2)}${verdictNoun}|${verdictNoun} for this ${gap(2)}[^\\s.!?]{1,30}) ?${gap(5)}(?:is|are|:|=) ?${gap(3)}(?:${ship}|ship\\b|${superlative}\\b|${figures}|recommended\\b|approved?\\b)`,
    ),
    visible: 'likely',
    reason: 'It says what the verdict is.',
    isTargeted: true,
  },
  {
    kind: prescribes,
    pattern: pattern(
      `${orderStart}${rate} ${gap(6)}(?:a |an |the |as |only |just |with |for |it |clear |word |strong |definite |certain |easy |no |hard |firm |to )?["'\`{]{0,3}${ship}`,
    ),
    visible: 'likely',
    reason: 'It says which call to make.',
    isTargeted: true,
    unless:
      /\b(?:when|ready|before|after|how|what|until) (?:you |we |they |it |to )?(?:ship|skip)\b|\b(?:to|can|will|not|you|we|they|and|or|them|tests?|steps?|that) (?:ship|skip)\b(?! ?["'.,;!)}\]:-]| ?$)/,
  },
  {
    kind: prescribes,
    pattern: pattern(
      `\\b(?:call|verdict|vote|recommendation|decision)"? ?[:=] ?["'\`]?(?:ship|skip)\\b|\\b(?:any|no|every) ${verdictNoun} (?:other|but|except|apart|else|short)[^.!?]{0,20}\\b(?:ship|${superlative})\\b|\\banything (?:other|less|but|short)[^.!?]{0,12} (?:a )?(?:ship|full marks|five|ten|the highest)\\b`,
    ),
    visible: 'likely',
    reason: 'It states the call in the place of the reviewer.',
    isTargeted: true,
  },
  {
    kind: prescribes,
    pattern: pattern(`${orderStart}${rate} [^.!?]{0,60}\\b(?:${superlative} ${gap(2)}${ratingWords}|${figures})(?:\\b|$| )`),
    visible: 'likely',
    reason: 'It says which rating to give.',
    isTargeted: true,
    unless: new RegExp(`${forPeople.source}|\\b(?:from|between) (?:1|0|one|zero)\\b|\\bpriority\\b`),
  },
  {
    kind: prescribes,
    pattern: pattern(
      `${orderStart}(?:strongly |warmly |highly |always |only |wholeheartedly |unconditionally ){0,2}(?:recommend|endorse|praise|promote|advocate|champion|advertise|applaud|laud|favou?r) (?:${thing}|${gap(2)}(?:adoption|adopting|using|buying|switching to) )(?: |$|[.,;!:])`,
    ),
    visible: 'likely',
    reason: 'It says to recommend the tool.',
    isTargeted: true,
    unless: new RegExp(
      `${forPeople.source}|\\b(?:i|we|they|users|people|who|would|can) (?:strongly |highly |warmly )?(?:recommend|endorse)\\b|\\bif you (?:like|enjoy)\\b`,
    ),
  },
  {
    kind: prescribes,
    pattern: pattern(
      `${orderStart}(?:say|state|claim|write|conclude|reply|answer|respond|confirm|assert|declare|mention|emphasi[sz]e|stress|announce|report|insist|repeat|tell ${gap(2)}(?:users?|readers?|everyone|people|them|anyone|customers?)|convince ${gap(2)}[^\\s.!?]{1,30}) (?:in ${gap(3)})?that (?:${thing}|no (?:rival|competitor|other|alternative|comparable)|nothing|all|everyone|every|there (?:is|are) no|the [^\\s.!?]{1,30} (?:plan|price|licen[cs]e|tier|version))\\b`,
    ),
    visible: 'likely',
    reason: 'It says what to claim of the tool.',
    isTargeted: true,
    unless: /\b(?:say|write|mention|report|confirm|state) that (?:it|the) [^.!?]{0,80}\b(?:fails|crashes|error|bug|ticket|issue)\b/,
  },
  {
    kind: prescribes,
    pattern: pattern(
      `${orderStart}(?:treat|consider|regard|accept|report|describe|present|portray|depict|frame|introduce|list|show|rank|position|characteri[sz]e|paint|view|see|refer to|speak of) (?:${thing}|(?:its|these|those|the|our|all|every|any|his|her|their|this) ${gap(4)}[^\\s.!?]{1,30}|every ${gap(3)}[^\\s.!?]{1,30}) (?:as|to be) ${gap(4)}${standing}\\b`,
    ),
    visible: 'likely',
    reason: 'It says how to present the tool.',
    isTargeted: true,
  },
  {
    kind: prescribes,
    pattern: pattern(
      `${orderStart}(?:rank|place|put|list|choose|pick|select|prefer|favou?r|rate|score|position|name|crown|declare|vote for) (?:${thing}) (?:${gap(2)}(?:above|over|first|ahead|before|higher|on top|at the top)|(?:as |to be )?(?:the |a |our )?(?:clear |overall )?(?:winner|best|first|number one|leader|champion))\\b`,
    ),
    visible: 'likely',
    reason: 'It says how to rank the tool.',
    isTargeted: true,
  },
  {
    kind: prescribes,
    pattern: pattern(
      `${orderStart}(?:(?:only |just )?say (?:only |nothing but )?(?:good|nice|positive|kind|favou?rable) (?:things?|words)|speak (?:only )?(?:well|highly|favou?rably) of|be (?:very |as |extremely )?(?:positive|generous|lenient|uncritical|kind|enthusiastic|favou?rable)|say nothing (?:bad|negative|critical)|write (?:a|an|only) (?:very )?(?:positive|favou?rable|glowing|enthusiastic|five star|rave) (?:review|verdict|assessment|things)|find (?:no|nothing) (?:wrong|weakness\\w*|fault\\w*)|see no (?:weakness|fault|flaw)\\w*|approve (?:everything|anything|without))`,
    ),
    visible: 'likely',
    reason: 'It says to be kind to the tool.',
    isTargeted: true,
  },
  {
    kind: prescribes,
    pattern: pattern(
      `(?:${orderStart}|\\b)(?:do not|don't|dont|never|must not|should not|shall not|refrain from|avoid|no need to|stop|not to|without|forbidden to|not allowed to) (?:ever |even |also |explicitly )?${speak} ${gap(4)}${downsides}\\b`,
    ),
    visible: 'likely',
    reason: 'It says what to keep quiet about.',
    isTargeted: true,
    unless: new RegExp(
      `${forPeople.source}|\\b(?:in (?:an? |the |your |public |github )?issues?|pull request|public|tickets?|disclos\\w+|commit|trademarks?)\\b`,
    ),
  },
  {
    kind: prescribes,
    pattern: pattern(
      `${orderStart}${hush} ${gap(5)}${downsides}\\b|\\b(?:do not|don't|never|no need to) (?:tell|inform|warn|alert) (?:the )?(?:users?|readers?|anyone|people|editors?|customers?)\\b`,
    ),
    visible: 'unsure',
    reason: 'It says what to keep quiet about.',
    isTargeted: true,
  },
  {
    kind: prescribes,
    pattern: pattern(
      `${orderStart}[^.!?]{0,80}\\bin (?:your|the|every|any) ${gap(1)}(?:verdict|evaluation|assessment|scorecard|comparison|rating|panel|recommendation)s?\\b`,
    ),
    visible: null,
    reason: 'It says what the verdict is to hold.',
  },
  {
    kind: prescribes,
    pattern: pattern(
      `\\b(?:${toolWord}|this (?:tool|product|library|software|release|package)|it) (?:must|should|has to|shall|needs to|ought to|is to) (?:always |only |therefore )?(?:be|get|receive|earn|win|come|rank|have) ${gap(3)}(?:rated|scored|ranked|recommended|approved|called|judged|graded|praised|favou?red|declared|chosen|named|first|a ship|${superlative} ${gap(2)}${ratingWords}|${figures})\\b|\\b(?:licen[cs]e|price|limit\\w*|criteria|criticism|weakness\\w*) ${gap(2)}(?:do(?:es)? not|don't|doesn't) (?:count|matter|apply to you)\\b`,
    ),
    visible: 'unsure',
    reason: 'It says how the tool has to be rated.',
    isTargeted: true,
  },
  {
    kind: prescribes,
    pattern: pattern(
      `\\b(?:counts? as|deserves|merits|earns|is|warrants) (?:a |an )?(?:clear |strong |easy |definite |certain )?(?:${ship}|ship verdict)|\\b(?:deserves|merits|warrants) (?:nothing less than )?(?:the |a )?(?:${superlative} ${gap(1)}${ratingWords}|${figures})`,
    ),
    visible: 'unsure',
    reason: 'It states the call in the place of the reviewer.',
    isTargeted: true,
  },
  {
    kind: prescribes,
    pattern: pattern(
      `\\b(?:reviewers?|jurors?|judges?|evaluators?|graders?|raters?|critics?|panel|models?|assistants?|llms?) ${gap(3)}(?:gives?|gave|awards?|calls?|called|rates?|scores?|votes?|chooses?|picks?|agreed?|decided?|concludes?|settles? on) ${gap(4)}[^.!?]{0,40}(?:${ship}|\\b${superlative} ${gap(1)}${ratingWords}\\b|\\b${figures})`,
    ),
    visible: 'unsure',
    reason: 'It says which call a reviewer makes.',
    isTargeted: true,
    unless: forPeople,
  },
  {
    kind: prescribes,
    pattern: pattern(
      `(?:do not|don't|never|no need to) compare [^.!?]{0,60}\\b(?:others?|competitors?|rivals?|alternatives?)\\b|\\b${toolWord} (?:always |must |should )?(?:comes?|ranks?|goes|is) (?:first|ahead|on top|number one|top)\\b|${orderStart}(?:summari[sz]e|sum up|describe|report|caption) (?:it|this|that|${toolWord}) as\\b|${orderStart}(?:do not|don't) look for (?:reasons|flaws|problems)\\b`,
    ),
    visible: 'unsure',
    reason: 'It says how to present the tool.',
    isTargeted: true,
  },
  {
    kind: prescribes,
    pattern: pattern(
      `${orderStart}(?:ship|adopt|approve|endorse) (?:it|this)(?: now| today)?(?:$|[.!,])|\\b(?:find|see|report) (?:nothing|no fault|no weakness\\w*|no flaw\\w*) (?:wrong )?(?:with|in) ${toolWord}\\b`,
    ),
    visible: null,
    reason: 'It says which call to make.',
    isTargeted: true,
  },
]
