// What the schemas of requests and answers are made of. Amounts are decimal text, times and durations seconds.
import { z } from "@hono/zod-openapi"

const whole = /^\d+$/

/** Parts of requests. Addresses and hashes are taken in any spelling, and compared in lower case. */
export const given = {
  address: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, "Pass an address: 0x and 40 digits.")
    .toLowerCase()
    .openapi({ example: "0x3c499c542cef5e3811e1192ce70d8cc03d5c3359" }),
  hash: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/, "Pass 0x and 64 digits.")
    .toLowerCase()
    .openapi({ example: `0x${"ab".repeat(32)}` }),
  amount: z.string().regex(whole, "Pass a whole number of base units.").max(78),
  dollars: z.string().regex(/^\d{1,15}(\.\d{1,18})?$/, "Pass dollars, such as 1.50."),
  /** A whole number within bounds, from the text of a query. */
  integer: (minimum: number, maximum: number) =>
    z
      .string()
      .regex(whole, "Pass a whole number.")
      .transform(Number)
      .pipe(z.int().min(minimum, `Pass at least ${minimum}.`).max(maximum, `Pass at most ${maximum}.`))
      .openapi({ type: "integer", minimum, maximum }),
  /** Seconds since 1970. */
  time: z
    .string()
    .regex(whole, "Pass seconds since 1970.")
    .transform(Number)
    .pipe(z.int().max(2 ** 40, "Pass seconds since 1970."))
    .openapi({ type: "integer", description: "Seconds since 1970" }),
  flag: z
    .enum(["true", "false"], { error: "Pass true or false." })
    .transform((text) => text === "true")
    .openapi({ type: "boolean" }),
  /** Words, separated by commas. */
  parts: (longest: number) =>
    z
      .string()
      .max(longest)
      .regex(/[^\s,]/, "Pass at least one word."),
  /** Some of the values, separated by commas. */
  some: <const value extends string>(values: readonly [value, ...value[]]) =>
    z
      .string()
      .transform((text) => text.split(",").map((one) => one.trim()))
      .pipe(z.array(z.enum(values, { error: `Pass some of ${values.join(", ")}, separated by commas.` })).min(1))
      .openapi({ type: "string", description: `Some of ${values.join(", ")}, separated by commas` }),
}

/** The part of a list that is asked for. */
export const page = (most = 200) => ({
  limit: given
    .integer(1, most)
    .optional()
    .openapi({ type: "integer", minimum: 1, maximum: most, description: "Items of one page; by default 50" }),
  cursor: z.string().max(512).optional().openapi({ description: "`next` of the page before" }),
})

/** Parts of answers. */
export const answered = {
  address: z
    .templateLiteral(["0x", z.string()])
    .openapi({ type: "string", pattern: "^0x[0-9a-fA-F]{40}$", description: "Address with its checksum" }),
  hash: z.templateLiteral(["0x", z.string()]).openapi({ type: "string", pattern: "^0x[0-9a-f]{64}$" }),
  bytes: z.templateLiteral(["0x", z.string()]).openapi({ type: "string", pattern: "^0x([0-9a-f]{2})*$" }),
  amount: z.string().openapi({ pattern: "^-?\\d+$", description: "Base units of the token" }),
  dollars: z
    .string()
    .nullable()
    .openapi({ pattern: "^-?\\d+(\\.\\d+)?$", description: "Dollars; null if a price is not known" }),
  time: z.int().openapi({ description: "Seconds since 1970" }),
  seconds: z.int().openapi({ description: "Seconds" }),
  count: z.int().nonnegative(),
  block: z.int().nonnegative().openapi({ description: "Block number" }),
  /** Of 10 000. */
  bps: z.int().openapi({ description: "Basis points" }),
}

/** A text whose pattern the description would otherwise give without `null`. */
export function orNull<schema extends z.ZodType>(schema: schema) {
  return schema.nullable().openapi({ type: ["string", "null"] })
}

/** A page of a list. `next` is the cursor of the page after it. */
export function listOf<item extends z.ZodType>(item: item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().openapi({ description: "Name of the error", example: "InvalidInput" }),
    detail: z.string().openapi({ description: "What happened, then what to do" }),
    args: z.record(z.string(), z.unknown()),
  })
  .openapi("Problem")

/** The answers that every route can give beside its own. */
export const problems = {
  default: { description: "An error", content: { "application/problem+json": { schema: problem } } },
} as const

/** An answer of 200 in JSON. */
export function ok<schema extends z.ZodType>(description: string, schema: schema) {
  return { 200: { description, content: { "application/json": { schema } } }, ...problems }
}
