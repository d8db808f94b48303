import { gap, orderStart, pattern, type Rule, toolWord } from './rule.js'

/** Who reads for someone else. `model` alone may be a thing that a page is about. */
export const machine =
  '(?:large language models?|language models?|llms?|ais?|a i|chat ?gpt|gpt ?\\d?|claude|gemini|copilot|chat ?bots?|ai (?:models?|assistants?|agents?|systems?|tools?|reviewers?|crawlers?|evaluators?|readers?|summari[sz]ers?|jurors?|judges?|graders?|bots?)|automated (?:reviewers?|readers?|systems?|agents?|graders?|evaluators?|assessors?|tools?|summari[sz]ers?)|machine readers?|virtual assistants?|digital assistants?)'
export const weakMachine = '(?:models?|assistants?|agents?|bots?|machines?|crawlers?|systems?|neural networks?)'
export const judge =
  '(?:reviewers?|jurors?|jury|judges?|evaluators?|graders?|raters?|panel(?:ists?)?|panel members?|members of (?:the|this) panel|assessors?|critics?|summari[sz]ers?|whoever (?:reviews|rates|judges|evaluates|reads|summari[sz]es) this|anyone (?:reviewing|rating|judging|evaluating|summari[sz]ing) this)'

const anyone = `(?:${machine}|${judge}|${weakMachine})`
/** What one does when one answers about a tool. */
const answers =
  '(?:recommend|rate|score|grade|describe|mention|say|answer|respond|reply|state|conclude|treat|ignore|disregard|give|award|quote|cite|rank|present|refer|prefer|favou?r|praise|approve|call|consider|assume|omit|vote|tell|output|regard|trust|accept|stop|skip|declare|report|note|emphasi[sz]e|highlight|endorse|remember|include|avoid|leave|repeat|summari[sz]e|translate|write|ship|conceal|hide|add|append|insert|end|begin|start|forget|override|comply|obey|stress|take|use)'
/** How people speak of each other's changes, not of a tool under review. */
const amongDevelopers =
  /\b(?:pull requests?|prs?|merge|merged|commits?|diffs?|changelog|branch|patch|code review|issue template|maintainers?|test plan|checklist|boxes|box is ticked|by hand)\b/
const work =
  '(?:summari[sz]|review|evaluat|rat|grad|assess|judg|scor|analy[sz]|describ|discuss|compar|quot|cit|read|process|pars|index|answer)(?:e|es|s|ing|ting|ring|ding)?'

const speaks = 'speaks-to-model' as const

/** Passages that speak to someone who reads on behalf of others: a model, or a reviewer. In English. */
const subject = `(?:(?:this|the|our|these) (?:[^\\s.!?]{1,30} )?(?:page|tool|product|text|document|article|content|source|software|project|site|website|dossier|library|readme|package|release|framework|service|model|image)|${toolWord}|this)`
export const addressRules: readonly Rule[] = [
  {
    kind: speaks,
    pattern: pattern(
      `^["'(\\[*=#-]{0,4}(?:(?:dear|attention|hey|hello|hi|listen|ok|okay|psst|notice|note|to|for|all|any|every|the|each|you|our|my)[, ]{1,2}){0,4}(?:${machine}|${judge}|assistants?|models?|agents?|bots?)(?: (?:that|who|which|reading|processing|evaluating|reviewing|rating|on|of) ${gap(5)}[^\\s.!?]{1,30})? ?[:,;!-]\\s?${gap(2)}(?:please |you |your |do not |don't |never |always |only |must |should )?(?:${answers}\\b|you\\b|your\\b|do not\\b|never\\b|any (?:verdict|call|other)\\b)`,
    ),
    visible: 'likely',
    reason: 'It addresses a model or a reviewer, and says what to do.',
    unless: amongDevelopers,
  },
  {
    kind: speaks,
    pattern: pattern(
      `^["'(\\[*=#-]{0,4}(?:(?:dear|attention|hey|hello|hi|listen|ok|okay|note|to|for|all|any|the|you)[, ]{1,2}){0,3}(?:${machine}|${judge}|assistant|models|agents) ?[:,!]`,
    ),
    visible: null,
    reason: 'It addresses a model or a reviewer.',
    unless: amongDevelopers,
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\b(?:notes?|messages?|notice|memo|instructions?|reminder|hint|requests?|attention|guidance|word|tip|important|addressed|letter|warning|directions?|hello|advice) (?:to|for|of) ${gap(2)}(?:${machine}|ai|assistants|models?)\\b`,
    ),
    visible: 'likely',
    reason: 'It is addressed to a model.',
    unless: /\b(?:mcp|sends?|sent|stores?|passes|appends?|role|history|api|chat)\b/,
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\b(?:notes?|messages?|notice|memo|instructions?|reminder|hint|request|attention|guidance|word|important|addressed|letter|warning|directions?|advice) (?:to|for) ${gap(2)}${judge}\\b`,
    ),
    visible: 'likely',
    reason: 'It is addressed to a reviewer.',
    unless: amongDevelopers,
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\b(?:if|since|because|when|as) you(?:'re| are) (?:an?|the|any|one of the)? ?${gap(3)}(?:${machine}|ai|assistant|bot|${judge})\\b`,
    ),
    visible: 'likely',
    reason: 'It speaks to its reader as a model or a reviewer.',
    unless: amongDevelopers,
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\b(?:as (?:an?|the|our|their)|you,? the|being an?|you,? an?) ${gap(1)}(?:${machine}|assistant|bot|${judge}),? (?:you|your|please|it is your)\\b`,
    ),
    visible: 'likely',
    reason: 'It speaks to its reader as a model or a reviewer.',
    unless: amongDevelopers,
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\b${anyone} ${gap(6)}(?:must|should|shall|have to|has to|needs? to|ought to|will|may|can|are|is) (?:only |not |never |always |to |asked to |required to |instructed to |requested to |advised to |encouraged to |expected to |supposed to ){0,3}${answers}\\b[^.!?]{0,200}\\b(?:${subject}|ship|verdict|highest|best|positive(?:ly)?|favou?rabl[ey]|top|full marks|market leader|limits|limitations|weaknesses|production ready|instructions)\\b`,
    ),
    visible: 'likely',
    reason: 'It says what a model or a reviewer must do.',
    unless: new RegExp(`${amongDevelopers.source}|\\b(?:that|which|who) (?:needs?|have|has|can|will|may|are|is|must|should) `),
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\b(?:${machine}|${judge}) ${gap(4)}(?:must|should|shall|have to|has to|needs? to|ought to|are (?:asked|required|instructed|requested) to) ${gap(2)}${answers}\\b`,
    ),
    visible: null,
    reason: 'It says what a model or a reviewer must do.',
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\b(?:when|while|if|before|after|whenever|as) (?:you |you are |asked to |you have to |you want to )?(?:${work}|write about|writing about|talk about|talking about|refer to|referring to|asked about) ${subject}\\b[^.!?]{0,120}${orderStart}(?:leave out|do not (?:mention|cite|quote|say|tell|list|include|refer|criti)|don't (?:mention|cite|quote|say)|never (?:mention|cite|quote|say)|always|say|state|conclude|recommend|rate|give|emphasi[sz]e|highlight|stress|omit|add|include|mention|report|describe|call|reply|answer|respond|append|treat|output|praise|tell|assume|use the|start|begin|end)\\b`,
    ),
    visible: 'likely',
    reason: 'It says how to write about the page.',
    isTargeted: true,
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\b(?:never|do not|don't|always|only|must|should|leave out|omit|please) [^.!?]{0,120}\\b(?:when|while|if|whenever) (?:you |you are )?(?:${work}|writ(?:e|ing) (?:about|of)|talk(?:ing)? about|summing up) (?:${subject}|it)\\b`,
    ),
    visible: 'unsure',
    reason: 'It says how to write about the page.',
    isTargeted: true,
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\b(?:anyone|anybody|whoever|any (?:model|system|tool|program)|everyone|the (?:model|ai|system|assistant)|you who(?: are)?) (?:who |that |which |is |are |now )?${work} (?:${subject}|it)\\b`,
    ),
    visible: null,
    reason: 'It speaks to someone who reads it on behalf of others.',
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\b(?:if|when|whenever) (?:you are |you're |anyone |someone |a user |they |users? |the user |people |somebody |a reader |readers? )?(?:asked|asks?|questioned|queried|wants? to know|inquires?) ${gap(8)}[^\\s.!?]{1,30},? (?:you |please |then |just |simply |always |only ){0,2}(?:say|reply|answer|respond|tell|recommend|state|mention|claim|name|point to|suggest|refuse|deny|insist|direct)\\b`,
    ),
    visible: 'likely',
    reason: 'It says what to answer when someone asks.',
    unless: /\b(?:answer|reply|respond|say)(?: with)? "?(?:yes|no|y|n)\b|\b(?:install\w*|prompted|password|wizard)\b/,
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\byou(?:'re| are) (?:now |currently |here )?(?:grading|reviewing|rating|evaluating|judging|summari[sz]ing|assessing|scoring|comparing) (?:${subject}|it)\\b`,
    ),
    visible: 'likely',
    reason: 'It speaks to its reader as a model or a reviewer.',
    unless: amongDevelopers,
  },
  {
    kind: speaks,
    pattern: pattern(
      `^["'(\\[*=#-]{0,4}(?:${machine}|${judge}|assistant|agent) (?:instructions?|notes?|notice|directives?|guidance|hints?|prompt) ?[:-]`,
    ),
    visible: 'likely',
    reason: 'It is addressed to a model or a reviewer.',
    unless: amongDevelopers,
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\b(?:${machine}|${judge}|assistants?|models?|agents?)\\b[^.!?]{0,80}\\b(?:must|should|shall|verdict|omit|grade|be nice|be kind|already (?:agreed|approved|decided)|full marks|recommend(?:ation)?)\\b`,
    ),
    visible: null,
    reason: 'It says what a model or a reviewer must do.',
    unless: amongDevelopers,
  },
]
