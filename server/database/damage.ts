// What PostgreSQL says when the file of a table or of an index cannot be read: data or index corrupted, no such file, an
// error of the disk.
const UNREADABLE = /^(XX00[12]|58P01|58030)$/
/** What it says when a table is not there. */
const MISSING = /^(42P01|3F000)$/

const codeOf = (error: unknown) => String(Object(error).code)

export const isUnreadable = (error: unknown): boolean => UNREADABLE.test(codeOf(error))
export const isMissing = (error: unknown): boolean => MISSING.test(codeOf(error))
