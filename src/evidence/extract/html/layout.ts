const words = (text: string) => new Set(text.split(' '))

/** What begins and ends a line of its own, as browsers lay it out (HTML standard, 15.3). */
export const blockTags = words(
  'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 ' +
    'h6 header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre search section select summary table tbody td ' +
    'tfoot th thead title tr ul xmp caption video audio iframe object canvas',
)
/** What stands apart from what is beside it without a line of its own. */
export const apartTags = words('button input label textarea output meter progress')
/** What repeats on every page of a site. */
export const frameTags = words('nav footer aside')
export const frameRoles = words('navigation banner contentinfo complementary search menu menubar toolbar')
