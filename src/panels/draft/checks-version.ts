/**
 * The version of what finds evidence and flags in a reply: raise it with every change after which the same reply is found otherwise, so that
 * a record checked by an older version is still rebuilt (ADR 27). A draft without a version was checked by version 1.
 */
export const checksVersion = 3
