/** As many things as one bulk action takes, at the desk and in the API. */
export const mostInBulk = 500
