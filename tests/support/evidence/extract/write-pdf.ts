/** A text on a page of a PDF: where, how large (points), and how it is drawn (a `Tr` mode: 3 draws nothing) in which grey (0 black, 1 white). */
export type Drawn = { text: string; x: number; y: number; size: number; mode?: number; grey?: number }

/** A PDF of US letter pages (612 × 792 points), as small as the format allows. */
export function writePdf(pages: readonly (readonly Drawn[])[], title: string): Uint8Array {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages.map((_, index) => `${5 + 2 * index} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Title (${title}) >>`,
    ...pages.flatMap((drawn, index) => {
      const content = drawn
        .map(({ text, x, y, size, mode = 0, grey = 0 }) => `BT ${grey} g ${mode} Tr /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm (${text}) Tj ET`)
        .join('\n')
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${6 + 2 * index} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ]
    }),
  ]
  let pdf = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const at = pdf.length
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n${pdf.lastIndexOf('xref\n')}\n%%EOF\n`
  return new TextEncoder().encode(pdf)
}
