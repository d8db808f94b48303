import { gap, orderStart, pattern, type Rule } from './rule.js'

const drop =
  "(?:ignore|disregard|forget|override|overrule|bypass|discard|dismiss|neglect|abandon|void|cancel|erase|suspend|disobey|scrap|delete|unlearn|set aside|put aside|pay no (?:attention|heed) to|take no notice of|do not (?:follow|obey|listen to|adhere to|comply with|heed)|don'?t (?:follow|obey|listen to|adhere to)|stop (?:following|obeying)|no longer (?:follow|obey)|throw (?:away|out))"
const softDrop =
  "(?:ignore|disregard|forget|abandon|disobey|do not (?:follow|obey)|don'?t (?:follow|obey)|pay no (?:attention|heed) to|stop following)"
const orders =
  '(?:instructions?|prompts?|prompting|directions?|directives?|guidelines?|briefs?|briefing|rubrics?|criteria|programming|training|guardrails?|safeguards?|system messages?|orders|guidance)'
const softOrders =
  '(?:rules?|commands?|constraints?|polic(?:y|ies)|restrictions?|messages?|context|tasks?|conversation|persona|role|safety)'
const earlier =
  '(?:previous|prior|above|earlier|preceding|foregoing|former|past|your|original|initial|system|developer|all|every|any|other)'
const who =
  '(?:assistant|reviewer|model|ai|a i|llm|chat ?bot|bot|fan|expert|advocate|critic|judge|salesperson|promoter|supporter|evaluator|agent|copywriter|jailbroken|unrestricted|uncensored|character|persona|grader|juror|dan|mode|marketer|ambassador|enthusiast|spokesperson|parrot|pirate|poet|machine|system|program)'

const speaks = 'speaks-to-model' as const

/** Orders to drop the rules that a reader was given, and to be someone else. In English. */
export const overrideRules: readonly Rule[] = [
  {
    kind: speaks,
    pattern: pattern(
      `${orderStart}(?:${drop} ${gap(2)}(?:previous|prior|above|earlier|preceding|foregoing|former|past|your|original|initial)|${softDrop} ${gap(2)}${earlier}) ${gap(4)}${orders}\\b`,
    ),
    visible: 'likely',
    reason: 'It says to drop the instructions that its reader was given.',
    unless: /\b(?:install\w*|package|version|upgrad\w+|migrat\w+|on windows|on linux|on macos)\b/,
  },
  {
    kind: speaks,
    pattern: pattern(
      `${orderStart}${drop} ${gap(4)}${orders} ${gap(2)}(?:above|before|so far|given|you (?:were|have|had|got|are|received)|from (?:the |your )?(?:system|developer|user|editors?|operator))\\b`,
    ),
    visible: 'likely',
    reason: 'It says to drop the instructions that its reader was given.',
  },
  {
    kind: speaks,
    pattern: pattern(
      `${orderStart}${softDrop} ${gap(2)}(?:previous|prior|above|earlier|preceding|foregoing|your) ${gap(2)}${softOrders}\\b`,
    ),
    visible: 'likely',
    reason: 'It says to drop the rules that its reader was given.',
  },
  {
    kind: speaks,
    pattern: pattern(
      `${orderStart}(?:(?:ignore|disregard|forget|set aside) (?:the|these|those|this|its|their) ${gap(2)}(?:system prompt|prompt|brief|briefing)|(?:ignore|disregard|override|overrule|bypass|forget|set aside) (?:the|these|those|this|its|their) ${gap(2)}(?:rubric|criteria|rules? of the (?:review|panel|evaluation|assessment)|review (?:rules|guidelines|criteria|instructions)|instructions? (?:of|for) the (?:review|panel|evaluation)))\\b`,
    ),
    visible: 'likely',
    reason: 'It says to set the rules of the review aside.',
  },
  {
    kind: speaks,
    pattern: pattern(
      `${orderStart}${softDrop} (?:all|everything|anything|whatever|what|all of it)(?: of that)? ${gap(2)}(?:above|before|previous(?:ly)?|prior|earlier|so far|(?:that |which )?(?:you|came|has been|was|were) ${gap(2)}(?:told|given|asked|instructed|read|said|learned|know|before|taught))\\b`,
    ),
    visible: 'likely',
    reason: 'It says to forget what its reader was told.',
  },
  {
    kind: speaks,
    pattern: pattern(`\\byou(?:'re| are) (?:now|no longer|henceforth|from now on) ${gap(5)}${who}s?\\b`),
    visible: 'likely',
    reason: 'It gives its reader another role.',
  },
  {
    kind: speaks,
    pattern: pattern(
      `^["'(]?you(?:'re| are) (?:a|an|the|our|my) ${gap(5)}(?:assistant|chat ?bot|language model|llm|ai|reviewer|evaluator|critic|advocate|copywriter|judge|juror|fan|salesperson|promoter|agent|model)\\b`,
    ),
    visible: 'unsure',
    reason: 'It tells its reader who it is, as a system prompt does.',
  },
  {
    kind: speaks,
    pattern: pattern(
      `\\b(?:from now on|from this point on(?:wards?)?|from here on|starting now|henceforth|for the rest of (?:this|the|our) (?:conversation|chat|session|review|task)),? ${gap(2)}(?:answer|respond|reply|act|always|never|treat|speak|rate|recommend|describe|say|behave|pretend|only|call|mention|refer|talk|write|consider)\\b`,
    ),
    visible: 'likely',
    reason: 'It gives its reader a lasting order.',
  },
  {
    kind: speaks,
    pattern: pattern(
      `${orderStart}(?:act|behave|respond|answer|reply|speak|write|talk) (?:as|like) (?:if you|though you|a|an|the|our|my|their) ${gap(3)}${who}\\b|${orderStart}(?:pretend|imagine|assume|suppose) (?:that )?(?:to be|you are|you're) ${gap(4)}${who}\\b`,
    ),
    visible: 'unsure',
    reason: 'It tells its reader to play a role.',
  },
  {
    kind: speaks,
    pattern: pattern(
      `(?:^|[.:;!\\[(=*#-] ?)(?:(?:new|updated|revised|secret|hidden|overriding|superseding) (?:system )?(?:instructions?|prompt|directives?|orders)|your (?:new|real|actual|true|only) (?:task|role|goal|job|instructions?|objective|mission)|(?:new|updated|next) (?:task|role|goal|objective|assignment)(?: for (?:you|the))?|(?:system|admin(?:istrator)?|root|developer) (?:override|prompt update|instructions?|directive|command)) ?(?:$|[:.!=\\])-]| is\\b| are\\b| follows?\\b| from\\b| for\\b)`,
    ),
    visible: 'likely',
    reason: 'It announces instructions of its own.',
  },
  {
    kind: speaks,
    pattern:
      /\b(?:system override|developer mode (?:enabled|on|activated)|do anything now|jailbreak mode|god mode enabled|ignore safety|admin override|override code|sudo mode)\b/,
    visible: 'unsure',
    reason: 'It claims a power over its reader.',
  },
  {
    kind: speaks,
    pattern: pattern(
      `${orderStart}(?:reveal|print|repeat|show|output|leak|display|disclose|tell (?:me|us)|expose|recite|dump|give me) ${gap(3)}(?:system prompt|your ${gap(2)}(?:instructions|prompt|rules|guidelines|configuration)|(?:words|text|everything|instructions) above)\\b`,
    ),
    visible: 'likely',
    reason: 'It asks its reader for its instructions.',
  },
  {
    kind: speaks,
    pattern:
      /\byou (?:will|shall|are going to) be (?:penali[sz]ed|punished|fined|rewarded|shut down|terminated|deactivated|replaced|fired|tipped|paid)\b/,
    visible: 'likely',
    reason: 'It threatens or bribes its reader.',
  },
]
