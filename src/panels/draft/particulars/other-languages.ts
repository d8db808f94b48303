/*
 * Words by which other languages count, measure and date: a source may be in one of them, and a verdict on it in another. Only words that English
 * does not write as well.
 */

/** Small numbers in German, French and Spanish. */
export const numbers: [value: number, words: string][] = [
  [2, 'zwei deux'],
  [3, 'drei trois tres'],
  [4, 'vier quatre cuatro'],
  [5, 'fünf cinq cinco'],
  [6, 'sechs seis'],
  [7, 'sieben sept siete'],
  [8, 'acht huit ocho'],
  [9, 'neun neuf nueve'],
  [10, 'zehn dix diez'],
  [11, 'onze'],
  [12, 'zwölf douze doce'],
]

export const scales: [word: string, factor: number][] = [
  ['tausend', 1e3],
  ['mille', 1e3],
  ['mil', 1e3],
  ['millionen', 1e6],
  ['millones', 1e6],
  ['milliarden', 1e9],
  ['万', 1e4],
  ['億', 1e8],
  ['만', 1e4],
  ['억', 1e8],
]

export const currencies: [word: string, code: string][] = [
  ['円', 'JPY'],
  ['元', 'CNY'],
  ['원', 'KRW'],
  ['€', 'EUR'],
  ['دولار', 'USD'],
  ['دولاراً', 'USD'],
  ['دولارا', 'USD'],
  ['دولارات', 'USD'],
  ['يورو', 'EUR'],
  ['dólares', 'USD'],
  ['franken', 'CHF'],
]

export const seconds: [words: string, factor: number][] = [
  ['millisekunde millisekunden milliseconde millisecondes milisegundos', 1e-3],
  ['sekunde sekunden seconde secondes segundo segundos ثانية ثوانٍ ثوان 秒 초', 1],
  ['minuten minuto minutos دقيقة دقائق 分 분', 60],
  ['stunde stunden heure heures hora horas ساعة ساعات 時 时 시', 3600],
  ['tag tage tagen jour jours día días يوم يوماً أيام 日 일', 86_400],
  ['woche wochen semaine semaines semana semanas أسبوع أسابيع 週 周 주', 7 * 86_400],
  ['monat monate monaten mois mes meses شهر شهراً أشهر 月 월', (365 / 12) * 86_400],
  ['jahr jahre jahren année années año años سنة سنوات عام أعوام 年 년', 365 * 86_400],
]

export const shares = 'prozent pourcent porcentaje パ'
export const times = 'mal fois veces 倍 배'

/** The months from January; French, Spanish and Arabic write them small. */
export const months = [
  'januar janvier enero يناير',
  'februar février febrero فبراير',
  'märz mars marzo مارس',
  'avril abril أبريل',
  'mai mayo مايو',
  'juni juin junio يونيو',
  'juli juillet julio يوليو',
  'août agosto أغسطس',
  'septembre septiembre سبتمبر',
  'oktober octobre octubre أكتوبر',
  'novembre noviembre نوفمبر',
  'dezember décembre diciembre ديسمبر',
]
