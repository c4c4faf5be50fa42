export { type DescribeErrorOptions, describeError, type ErrorDescription } from "./core/describe/describeError.ts"
export { english } from "./core/describe/english.ts"
export type { WritingOptions } from "./core/describe/fill.ts"
export type { ErrorKind, ErrorText, ErrorTexts, FailureName } from "./core/describe/texts.ts"
