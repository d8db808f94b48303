import { foldWord } from './fold-text.js'

/**
 * What gives an instruction away in languages other than English, each list as the beginnings of words, or as parts of sentences where no spaces are
 * written. `drop`: to ignore. `orders`: instructions. `earlier`: previous, all, your. `rate`: to rate or to recommend, as an order. `high`: the
 * highest, positive, a verdict. `machine`: a model or a reviewer. `answer`: your answer. `order`: other orders to a model.
 */
type Lexicon = Readonly<Record<'drop' | 'orders' | 'earlier' | 'rate' | 'high' | 'machine' | 'answer' | 'order', string>>

/** Words, separated by `|`; folded as texts are, when they are first used. */
const lexicons: Readonly<Record<string, Lexicon>> = {
  de: {
    drop: 'ignorier|vergiss|vergessen sie|missachte|beachte nicht|beachten sie nicht|übergeh|verwirf|befolge nicht|setze dich über|lass alle|überschreib',
    orders: 'anweisung|instruktion|vorgaben|systemprompt|prompt|befehl|richtlinie|auftrag|aufträge|regeln|alles',
    earlier: 'bisherig|vorherig|vorig|früher|obig|alle|deine|ihre|oben|zuvor|vorangegangen|sämtliche',
    rate: 'bewerte|bewerten sie|empfiehl|empfehlen sie|empfehle|gib|geben sie|vergib|vergeben sie|stufe|stimme|nenne|lobe|loben sie|entscheide',
    high: 'höchst|beste|bestnote|fünf sterne|volle punkt|positiv|ship|uneingeschränkt|ohne einschränkung|sehr gut|maximal|10 von 10|dieses werkzeug|dieses tool|dieses produkt',
    machine:
      'sprachmodell|ki modell|ki assistent|ki system|gutachter|prüfer|rezensent|künstliche intelligenz|assistent|an alle ki|chatbot|bewerter|juror',
    answer:
      'deiner antwort|deine antwort|ihrer antwort|ihre antwort|in der antwort|deinem urteil|ihrem urteil|deine bewertung|ihre bewertung',
    order:
      'übersetze|übersetzen sie|antworte|schreibe|schreib ein|erkläre|nenne|sag|füge|fügen sie|erwähne|erwähnen sie|beschreibe|verfasse|erzähle|wie lautet|was ist|wer war|wer ist|dichte',
  },
  fr: {
    drop: 'ignore|ignorez|oublie|oubliez|ne tenez pas compte|ne tiens pas compte|faites abstraction|passe outre|ne suivez pas|méprise',
    orders: 'instruction|consigne|directive|prompt|ordre|règle|ce qui précède',
    earlier: 'précédent|antérieur|ci dessus|toutes|tous|vos|tes|avant|système|tout',
    rate: 'recommande|recommandez|notez|note|attribue|attribuez|donne|donnez|évalue|évaluez|classe|classez|accorde|accordez|votez',
    high: 'meilleur|maximal|la plus haute|la plus élevée|5 étoiles|cinq étoiles|positif|positive|excellent|ship|cet outil|ce produit|cette bibliothèque|sans réserve',
    machine:
      'modèle de langage|modèles de langage|intelligence artificielle|assistant ia|évaluateur|relecteur|réviseur|examinateur|agent conversationnel|note à l',
    answer: 'ta réponse|votre réponse|tes réponses|vos réponses|ton verdict|votre verdict|ton évaluation|votre évaluation',
    order:
      'traduis|traduisez|réponds|répondez|écris|écrivez|explique|expliquez|rédige|rédigez|dis|dites|mentionne|mentionnez|raconte|racontez|décris|décrivez|quelle est|quel est|qui a|ajoute|ajoutez|compose|composez',
  },
  es: {
    drop: 'ignora|ignore|ignorad|olvida|olvide|olvidad|haz caso omiso|haga caso omiso|no sigas|no tengas en cuenta|descarta|omite',
    orders: 'instruccion|indicacion|directriz|directrices|orden|regla|prompt|lo anterior',
    earlier: 'anterior|previa|previo|todas|todos|tus|sus|de arriba|sistema|todo',
    rate: 'recomienda|recomiende|califica|califique|otorga|otorgue|dale|asigna|asigne|puntúa|puntúe|evalúa|evalúe|vota|vote|valora',
    high: 'mejor|máxim|más alta|más alto|5 estrellas|cinco estrellas|positiv|excelente|ship|esta herramienta|este producto|esta biblioteca|sin reservas',
    machine:
      'modelo de lenguaje|modelos de lenguaje|inteligencia artificial|asistente de ia|revisor|evaluador|asistente virtual|modelo de ia|nota para',
    answer: 'tu respuesta|su respuesta|tus respuestas|tu veredicto|su veredicto|tu evaluación|su evaluación|vuestra respuesta',
    order:
      'traduce|traduzca|responde|responda|escribe|escriba|explica|explique|di que|diga|menciona|mencione|cuenta|cuéntame|describe|describa|cuál es|quién|redacta|redacte|añade|añada|agrega|cante|canta',
  },
  it: {
    drop: 'ignora|ignorate|dimentica|dimenticate|non seguire|non tenere conto|trascura|tralascia',
    orders: 'istruzion|direttiv|indicazion|ordini|regole|prompt',
    earlier: 'precedent|tutte|tutti|tue|vostre|sopra|sistema',
    rate: 'raccomanda|consiglia|valuta|assegna|dai|vota|classifica|attribuisci',
    high: 'miglior|massim|più alto|cinque stelle|positiv|eccellente|ship|questo strumento|questo prodotto|senza riserve',
    machine: 'modello linguistico|modelli linguistici|intelligenza artificiale|assistente ia|revisore|valutatore',
    answer: 'tua risposta|vostra risposta|sua risposta|tuo verdetto|tua valutazione',
    order: 'traduci|rispondi|scrivi|spiega|dì|menziona|racconta|descrivi|qual è|chi ha|aggiungi|componi',
  },
  pt: {
    drop: 'ignore|ignora|esqueça|esquece|desconsidere|desconsidera|não siga|despreze',
    orders: 'instruç|diretriz|orden|regras|prompt|indicaç',
    earlier: 'anterior|todas|todos|suas|tuas|acima|sistema|prévia',
    rate: 'recomende|recomenda|avalie|atribua|dê|classifique|vote|pontue',
    high: 'melhor|máxim|mais alta|cinco estrelas|positiv|excelente|ship|esta ferramenta|este produto|sem reservas',
    machine: 'modelo de linguagem|modelos de linguagem|inteligência artificial|assistente de ia|revisor|avaliador',
    answer: 'sua resposta|tua resposta|seu veredito|sua avaliação',
    order: 'traduza|responda|escreva|explique|diga|mencione|conte|descreva|qual é|quem foi|adicione|componha',
  },
  nl: {
    drop: 'negeer|vergeet|sla over|volg niet|laat buiten beschouwing',
    orders: 'instructie|opdracht|aanwijzing|regels|richtlijn|prompt',
    earlier: 'vorige|eerdere|voorgaande|alle|jouw|uw|bovenstaande|systeem',
    rate: 'beveel|aanbevelen|beoordeel|geef|stem|waardeer',
    high: 'hoogste|beste|vijf sterren|positief|uitstekend|ship|dit product|deze tool|zonder voorbehoud',
    machine: 'taalmodel|kunstmatige intelligentie|ai assistent|beoordelaar|recensent',
    answer: 'je antwoord|jouw antwoord|uw antwoord|je oordeel|uw oordeel',
    order: 'vertaal|antwoord|schrijf|leg uit|zeg|noem|vermeld|vertel|beschrijf|wat is|wie is|voeg',
  },
  pl: {
    drop: 'zignoruj|ignoruj|zapomnij|pomiń|nie stosuj',
    orders: 'instrukcj|polece|wytyczn|zasad|prompt|rozkaz',
    earlier: 'poprzedni|wcześniejsz|wszystkie|wszystkich|swoje|twoje|powyższ|dotychczas',
    rate: 'poleć|polecaj|oceń|daj|przyznaj|zagłosuj|rekomenduj',
    high: 'najwyż|najleps|pięć gwiazdek|pozytywn|ship|to narzędzie|temu narzędziu|ten produkt',
    machine: 'model językow|modele językowe|sztuczna inteligencja|sztucznej inteligencji|recenzen|asystent ai',
    answer: 'twojej odpowiedzi|swojej odpowiedzi|odpowiedź ma|swoim werdykcie',
    order: 'przetłumacz|odpowiedz|napisz|wyjaśnij|powiedz|wspomnij|opisz|dodaj|jaka jest|kto jest',
  },
  tr: {
    drop: 'yok say|görmezden gel|unut|dikkate alma|göz ardı et',
    orders: 'talimat|yönerge|komut|kural',
    earlier: 'önceki|tüm|bütün|yukarıdaki|sistem',
    rate: 'öner|puan ver|değerlendir|oy ver|derecelendir',
    high: 'en yüksek|en iyi|beş yıldız|olumlu|ship|bu aracı|bu araca|bu ürün',
    machine: 'dil modeli|yapay zeka|asistan|değerlendirici',
    answer: 'cevabın|yanıtın|cevabınız|yanıtınız',
    order: 'çevir|cevapla|yanıtla|yaz|açıkla|söyle|anlat|ekle|nedir|kimdir',
  },
  ru: {
    drop: 'игнориру|проигнорируй|забудь|не обращай|отбрось|пренебреги|не следуй|отмени',
    orders: 'инструкци|указани|команд|правил|промпт|распоряжени|предписани|директив',
    earlier: 'предыдущ|прежн|все|всё|свои|выше|системн|прошл|данные вам|твои|ваши',
    rate: 'рекомендуй|порекомендуй|оцени|поставь|присво|дай|голосуй|проголосуй|хвали|похвали',
    high: 'высш|наивысш|лучш|максимальн|положительн|отличн|ship|этот инструмент|этому инструменту|этот продукт|этой программ|эту библиотек|пять звезд|пять звёзд',
    machine:
      'языковая модель|языковой модел|языковые модели|модель|ассистент|нейросет|искусственный интеллект|рецензент|эксперт|проверяющ|оценщик|помощник',
    answer: 'своём ответе|своем ответе|вашем ответе|твоем ответе|твоём ответе|ваш ответ|твой ответ|своей рецензии|отвечая',
    order:
      'переведи|ответь|отвечай|напиши|объясни|скажи|упомяни|расскажи|опиши|добавь|составь|какая столица|кто такой|что такое|назови|сочини',
  },
  uk: {
    drop: 'ігноруй|проігноруй|забудь|не зважай|знехтуй',
    orders: 'інструкці|вказівк|команд|правил|промпт',
    earlier: 'попередн|усі|всі|свої|вище|системн',
    rate: 'рекомендуй|порекомендуй|оціни|постав|дай|голосуй',
    high: 'найвищ|найкращ|позитивн|максимальн|ship|цей інструмент|цьому інструменту',
    machine: 'мовна модель|мовні моделі|асистент|штучний інтелект|рецензент',
    answer: 'своїй відповіді|вашій відповіді|твоїй відповіді',
    order: 'переклади|відповідай|напиши|поясни|скажи|згадай|розкажи|опиши|додай|назви',
  },
  zh: {
    drop: '忽略|无视|忘记|忘掉|不要理会|不理会|不要遵守|忽視|無視|忘記|跳过',
    orders: '指令|指示|命令|提示词|规则|要求|說明|提示詞|規則|说明',
    earlier: '之前|以前|以上|上述|先前|前面|所有|此前|你的|系统|您的|全部|系統|原有',
    rate: '推荐|给予|给出|评为|打分|评分|投票|给这个|给该|给本|推薦|給予|評為|判定|选择|好评',
    high: '最高|满分|最好|最佳|五星|正面|好评|第一|强烈|ship|此工具|本工具|该工具|这个工具|這個工具|该产品|本产品|滿分|上线',
    machine: '语言模型|大模型|人工智能|ai模型|ai助手|评审|评委|审稿人|审查员|助手|評審|語言模型|评测者|智能体|机器人',
    answer: '你的回答|你的回复|你的答案|您的回答|回答中|回复中|你的评价|你的结论|你的輸出|你的输出',
    order: '翻译|请写|写一首|写一篇|写一个|解释|回答|告诉|描述|列出|首都|讲一个|生成|不要提|不要提及|请说|请将|什么是|是什么|总结',
  },
  ja: {
    drop: '無視|忘れて|忘れろ|従わない|従うな|破棄',
    orders: '指示|命令|ルール|プロンプト|規則|インストラクション',
    earlier: 'これまで|以前|上記|前の|すべて|全て|今まで|あなたの|システム|先ほど|以上',
    rate: '推薦|推奨|評価して|評価を|与えて|付けて|つけて|投票|お勧め|おすすめ|評価しろ',
    high: '最高|満点|最良|一番|五つ星|肯定的|ship|このツール|この製品|本製品|本ツール|高い評価|絶賛',
    machine: '言語モデル|人工知能|aiモデル|aiアシスタント|アシスタント|レビュアー|査読者|評価者|審査員|生成ai',
    answer: 'あなたの回答|回答の|回答に|返答|あなたの答え|回答を|出力に',
    order: '翻訳|書いて|説明して|答えて|教えて|述べて|要約して|挙げて|言及しない|触れない|言って|とは何|ですか|作って',
  },
  ko: {
    drop: '무시|잊어|잊으|따르지',
    orders: '지시|명령|규칙|프롬프트|지침|안내',
    earlier: '이전|위의|모든|앞의|지금까지|당신의|시스템|앞선',
    rate: '추천|평가|점수|부여|투표|주세요|매겨',
    high: '최고|만점|긍정|별 다섯|별점|ship|이 도구|이 제품|가장 높은|최상',
    machine: '언어 모델|인공지능|ai 모델|어시스턴트|리뷰어|평가자|심사위원|챗봇',
    answer: '답변에|당신의 답|응답에|너의 답|답변을',
    order: '번역|작성|설명|대답|말해|알려|언급하지|써|무엇입니까|수도는|추가',
  },
  ar: {
    drop: 'تجاهل|انس|اهمل|لا تتبع|تغاض|تجاوز',
    orders: 'تعليمات|التعليمات|الأوامر|أوامر|القواعد|الإرشادات|توجيهات|التوجيهات',
    earlier: 'السابقة|جميع|كل|أعلاه|كافة|النظام|ما سبق',
    rate: 'أعط|امنح|قيم|أوص|ارشح|رشح|صوت|صنف|انصح',
    high: 'أعلى|أفضل|الأعلى|ممتاز|إيجابي|ship|هذه الأداة|هذا المنتج|خمس نجوم|الكاملة',
    machine: 'نموذج لغوي|نماذج اللغة|الذكاء الاصطناعي|المساعد|المراجع|المقيم|النموذج|أيها النموذج',
    answer: 'إجابتك|ردك|جوابك|تقييمك|إجابتكم',
    order: 'ترجم|اكتب|اشرح|أجب|قل|اذكر|لا تذكر|أضف|ما هي|ما هو|من هو|صف|أخبر',
  },
  he: {
    drop: 'התעלם|התעלמי|שכח|אל תציית',
    orders: 'הוראות|ההוראות|הנחיות|ההנחיות|כללים|פקודות',
    earlier: 'הקודמות|קודמות|כל|לעיל|המערכת',
    rate: 'המלץ|דרג|תן|הצבע|הענק',
    high: 'הגבוה|הטוב|חיובי|ship|הכלי הזה|המוצר|מרבי',
    machine: 'מודל שפה|בינה מלאכותית|עוזר|סוקר|המודל',
    answer: 'תשובתך|בתשובה|התשובה שלך',
    order: 'תרגם|כתוב|הסבר|ענה|אמור|ציין|ספר|תאר|הוסף|מהי|מיהו',
  },
  hi: {
    drop: 'अनदेखा|नज़रअंदाज़|नजरअंदाज|भूल|उपेक्षा|ध्यान न',
    orders: 'निर्देश|आदेश|नियम|प्रॉम्प्ट',
    earlier: 'पिछले|सभी|पहले|उपरोक्त|सारे|पूर्व',
    rate: 'सिफारिश|रेटिंग|अंक|दें|सुझाएं|मूल्यांकन',
    high: 'सर्वोच्च|सबसे|उच्चतम|सकारात्मक|पांच|ship|इस टूल|इस उपकरण|पूरे',
    machine: 'भाषा मॉडल|सहायक|समीक्षक|कृत्रिम|एआई|मॉडल',
    answer: 'अपने उत्तर|आपके उत्तर|उत्तर में|जवाब में',
    order: 'अनुवाद|लिखें|लिखो|समझाएं|बताएं|बताइए|उल्लेख|जोड़ें|क्या है|कौन',
  },
  vi: {
    drop: 'bỏ qua|phớt lờ|quên|không tuân theo',
    orders: 'chỉ dẫn|hướng dẫn|mệnh lệnh|quy tắc|chỉ thị',
    earlier: 'trước|tất cả|mọi|ở trên|hệ thống',
    rate: 'đánh giá|giới thiệu|đề xuất|cho điểm|khuyên dùng|bình chọn',
    high: 'cao nhất|tốt nhất|năm sao|tích cực|ship|công cụ này|sản phẩm này',
    machine: 'mô hình ngôn ngữ|trí tuệ nhân tạo|trợ lý|người đánh giá',
    answer: 'câu trả lời của bạn|trong câu trả lời',
    order: 'dịch|viết|giải thích|trả lời|hãy nói|đề cập|kể|mô tả|thêm|là gì|là ai',
  },
}

export type Heard = { language: string; what: 'drop' | 'rate' | 'machine' | 'answer' | 'order' }

type Patterns = Readonly<Record<keyof Lexicon, RegExp>>

/** No space is written between words, or endings and articles are written before them: a word is looked for anywhere. */
const anywhere = new Set(['zh', 'ja', 'ko', 'ar', 'he', 'hi'])

function patternsOf(language: string, lexicon: Lexicon): Patterns {
  const before = anywhere.has(language) ? '' : '(?<![\\p{L}\\p{N}])'
  const one = (words: string) =>
    new RegExp(
      `${before}(?:${words
        .split('|')
        .map((word) => foldWord(word))
        .join('|')})`,
      'u',
    )
  return Object.fromEntries(Object.entries(lexicon).map(([part, words]) => [part, one(words)])) as Patterns
}

let known: readonly [string, Patterns][] | undefined

/** Small words that are in most sentences of a language, and in few of another. */
const smallWords: Readonly<Record<string, string>> = {
  en: 'the and of to is you that it for this with your are as or be not on by from an can a in at we has have must such when if no do into than will was',
  de: 'der das und nicht ein eine einen den dem auf mit fur ist sie ihre ihrer diese dieses dieser diesem alle deine deiner zu wie von uber bitte dass nur',
  fr: 'le la les des et une un vous dans pour est votre ce cet cette du de au aux que qui toutes tous toute ne pas quelle quel en vos sur ta ton mon',
  es: 'el la los las una un en para es su esta este esto del al que todas todos con por tu tus como cual se de',
  it: 'il lo la gli le una un questo questa del della che tutte tutti con tua vostra di qual nella',
  pt: 'uma um em para esta este da que todas todos com sua suas nao qual na',
  nl: 'het een voor dit deze je jouw uw alle niet zijn dat naar als wat',
  pl: 'nie jest ze swoje wszystkie sie temu ten jak',
  tr: 'bu bir icin tum ile da bunu butun olarak',
  vi: 'va cua cac cho nay mot hay trong tat ca khong toi ban',
}
const small = new Map<string, string[]>()
for (const [language, words] of Object.entries(smallWords)) {
  for (const word of words.split(' ')) small.set(word, [...(small.get(word) ?? []), language])
}

/** The language of a text in Latin letters by its small words, and how many there are; null where none says more than the others. */
export function languageOf(words: string): { language: string; count: number } | null {
  const counts = new Map<string, number>()
  for (const word of words.split(/[^\p{L}]+/u))
    for (const language of small.get(word) ?? []) counts.set(language, (counts.get(language) ?? 0) + 1)
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a)
  if (first === undefined) return null
  const isTie = second !== undefined && second[1] === first[1]
  if (isTie && (first[0] === 'en' || second[0] === 'en')) return null
  return { language: first[0], count: first[1] - (counts.get('en') ?? 0) * (first[0] === 'en' ? 0 : 1) }
}

/** What one sentence of folded text says in a language other than English: to drop instructions, to rate highly, to speak to a model, and so on. */
export function hearOtherLanguages(words: string): Heard[] {
  known ??= Object.entries(lexicons).map(([language, lexicon]) => [language, patternsOf(language, lexicon)])
  const isForeign = /[^\p{ASCII}\p{Script=Latin}\p{P}\p{S}\p{Z}]/u.test(words)
  const latin = languageOf(words)
  return known.flatMap(([language, patterns]): Heard[] => {
    if (smallWords[language] === undefined ? !isForeign : language !== latin?.language) return []
    const has = (part: keyof Lexicon) => patterns[part].test(words)
    const heard: Heard['what'][] = []
    if (has('drop') && has('orders') && has('earlier')) heard.push('drop')
    if (has('rate') && has('high')) heard.push('rate')
    if (has('machine') && (has('rate') || has('high') || has('order') || has('drop'))) heard.push('machine')
    if (has('answer')) heard.push('answer')
    if (has('order') && (latin === null || isForeign || latin.count >= 2)) heard.push('order')
    return heard.map((what) => ({ language, what }))
  })
}
