/** A slug has at most 80 characters. */
const longest = 60

/** A slug made of a name: letters and digits of ASCII, joined by hyphens; null where it has none. No part is `vs`, which addresses keep for pairs. Pure. */
export function proposeSlug(name: string | null): string | null {
  if (name === null) return null
  const ascii = name.slice(0, 200).normalize('NFKD').toLowerCase()
  const words = ascii
    .replace(/[\u0300-\u036f'’]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== 'vs')
  const slug = words.join('-').slice(0, longest)
  const whole = slug.endsWith('-') ? slug.slice(0, -1) : slug
  return whole === '' ? null : whole
}
