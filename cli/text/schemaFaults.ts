// What is wrong with a document that was read, field by field.
import type { z } from "zod"

/** The options that set a field, by its path. */
export type FieldOptions = Readonly<Record<string, string>>

/** A sentence for each field that is wrong, on a line each. */
export function describeFaults(error: z.ZodError, value: unknown, options: FieldOptions = {}): string {
  return error.issues.map((issue) => `- ${describeIssue(issue, value, options)}`).join("\n")
}

function describeIssue(issue: z.core.$ZodIssue, value: unknown, options: FieldOptions): string {
  const path = issue.path.map(String).join(".")
  const field = path === "" ? "The document" : path
  const option = options[path]
  const advice = option === undefined ? "" : ` Pass ${option}.`
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => (path === "" ? key : `${path}.${key}`)).join(", ")
    return `${keys}: no such field is known. Remove it.`
  }
  if (path !== "" && valueAt(value, issue.path) === undefined) return `${field} is missing.${advice}`
  return `${field} ${expectationOf(issue)}.${advice}`
}

function expectationOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected] ?? issue.expected}`
    case "invalid_value":
      return `must be ${issue.values
        .map(String)
        .join(", ")
        .replace(/, ([^,]*)$/, " or $1")}`
    case "too_small":
      return issue.origin === "string" ? "must not be empty" : `must be at least ${issue.minimum}`
    case "too_big":
      return issue.origin === "string"
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`
    default:
      return `is not valid: ${issue.message}`
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object in braces",
  array: "a list in brackets",
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    return typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined
  }, value)
}
