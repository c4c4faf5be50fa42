// What an owner's file may say: which machines the agent runs, and how. docs/host.md describes it.
import { getAddress, isAddress } from "viem"
import { z } from "zod"

import { secondsOf } from "./duration.ts"

const address = z
  .custom<`0x${string}`>((value) => typeof value === "string" && isAddress(value, { strict: false }), {
    error: "must be an address: 0x and 40 hexadecimal digits",
  })
  .transform((text) => getAddress(text))

const time = z.string({ error: "must be a time such as 30s, 10m, 8h or 30d" }).transform((text, context) => {
  const seconds = secondsOf(text)
  if (seconds !== undefined) return seconds
  context.addIssue({ code: "custom", message: "must be a time such as 30s, 10m, 8h or 30d" })
  return z.NEVER
})
const positiveTime = time.refine((seconds) => seconds > 0n, { error: "must be longer than 0s" })
/** Times that a timer of this process waits for. */
const timer = positiveTime.refine((seconds) => seconds <= 86_400n, { error: "must be at most 24h" })

const decimal = z.string({ error: 'must be a number in quotes, such as "1.50"' }).regex(/^\d{1,12}(\.\d{1,18})?$/, {
  error: 'must be a number in quotes, such as "1.50"',
})

/** A program and its arguments. A shell is used only if the owner writes one. */
const command = z
  .array(z.string())
  .min(1, 'must name a program, such as ["/usr/local/bin/start-machine"]')
  .refine(([program]) => program !== "", { error: "must name a program" })

/** The owner's commands, and how long they may take. What is set for one machine comes before what is set for all. */
const hooks = z.strictObject({
  onStart: command.optional(),
  onStop: command.optional(),
  onWipe: command.optional(),
  /** Gives a renter's SSH key to the machine. Without it, the agent gives no access. */
  onAccess: command.optional(),
  /** Succeeds while the machine can be used. */
  health: command.optional(),
  /** Time that `onStart`, `onStop`, `onWipe` and `onAccess` may take. */
  timeout: timer.optional(),
  /** Time between a hook's end signal and its being killed. */
  killAfter: timer.optional(),
  /** Attempts of `onStart` after which a paid rental is declined. */
  attempts: z.int().min(1).max(100).optional(),
  healthEvery: timer.optional(),
  healthTimeout: timer.optional(),
  /** Time of failed health checks in a row after which `onStart` is run again. */
  repairAfter: positiveTime.optional(),
})
const HOOK_DEFAULTS = {
  timeout: 300n,
  killAfter: 10n,
  attempts: 3,
  healthEvery: 30n,
  healthTimeout: 20n,
  repairAfter: 180n,
}
const REQUIRED = ["onStart", "onStop", "onWipe", "health"] as const

const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day such as 18:00, in UTC")
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))

const percent = z.int().min(1).max(1_000)

const offer = z
  .strictObject({
    /** Dollars per hour, converted by the token's price feed. */
    usd: decimal.optional(),
    /** Tokens per hour. */
    price: decimal.optional(),
    /** Symbol of a known token, or an address. */
    token: z.string().min(1),
    /** Least dollars per hour, whatever the rules say. */
    floorUsd: decimal.optional(),
    /** Percent of the price between two times of day, in UTC. */
    hours: z.array(z.strictObject({ from: clock, until: clock, percent })).default([]),
    /** Percent of the price while so many percent of the agent's machines are rented. */
    utilisation: z.array(z.strictObject({ above: z.int().min(0).max(99), percent })).default([]),
    /** Tokens of the bond. */
    bond: decimal.default("0"),
    minDuration: positiveTime.default(1n),
    maxDuration: positiveTime,
    startWindow: positiveTime.default(1_800n),
    challengeWindow: positiveTime.default(21_600n),
    rolling: z.boolean().default(false),
    payee: address.optional(),
    /** Highest platform fee, in percent. */
    maxFeePercent: z.number().min(10).max(15).optional(),
    arbiter: address.optional(),
    /** URLs that accept PUT and DELETE: `…/offers/<host>/<machine>` is added to the address of a board. */
    boards: z.array(z.url({ protocol: /^https?$/, error: "must be an http or https address" })).min(1),
    /** Time after which an offer is renewed. */
    every: timer.default(120n),
    /** Time after which an offer expires. */
    expiresIn: positiveTime.default(600n),
  })
  .refine(({ usd, price }) => (usd === undefined) !== (price === undefined), {
    path: ["usd"],
    error: "must be set, or else `price`, but not both",
  })
  .refine(({ price, floorUsd }) => price === undefined || floorUsd === undefined, {
    path: ["floorUsd"],
    error: "works only with `usd`",
  })
  .refine(({ every, expiresIn }) => every < expiresIn, {
    path: ["expiresIn"],
    error: "must be longer than `every`",
  })

const machine = z.strictObject({
  /** The machine's document, made with `gpuflow-escrow machine`. The path is relative to the settings file. */
  document: z.string().min(1),
  hooks: hooks.default({}),
  /** What the hooks need to know, as the owner's commands define it. They get it as JSON. */
  options: z.record(z.string(), z.json()).default({}),
  offer: offer.optional(),
})

const policy = z.strictObject({
  grace: time.default(0n),
  declineBefore: time.default(120n),
  wipeAfter: time.default(60n),
  refund: z.boolean().default(true),
  refundMinimum: positiveTime.default(60n),
  refundEvery: positiveTime.default(600n),
  /** Most time that is given back of one rental, and within a day of all rentals. Default: no limit. */
  refundPerRental: positiveTime.optional(),
  refundPerDay: positiveTime.optional(),
  claim: z.boolean().default(true),
  claimEvery: positiveTime.default(86_400n),
  evidence: z.boolean().default(true),
  /** Where the owner publishes the agent's folder `evidence`, for the arbiter. */
  evidenceUrl: z.url({ protocol: /^(https?|ipfs)$/, error: "must be an http, https or ipfs address" }).optional(),
})

/** What the agent may spend on gas. */
const gas = z.strictObject({
  /** POL of all transactions of the last 24 hours. */
  polPerDay: decimal.default("50"),
  polPerTransaction: decimal.default("5"),
  /** Highest fee per gas. */
  maxGwei: z.int().min(30, "must be at least 30, because nodes accept no lower tip").max(100_000).default(500),
})

const door = z
  .strictObject({
    /** Address and port on which the door listens. */
    listen: z
      .string()
      .regex(/^[^\s]+:\d{1,5}$/, "must be an address and a port, such as 127.0.0.1:9466")
      .default("127.0.0.1:9466"),
    /** PEM files of the door's TLS certificate and key. Without them the agent makes its own. */
    certificate: z.string().min(1).optional(),
    key: z.string().min(1).optional(),
    /** HTTP instead of HTTPS, behind the owner's own proxy or tunnel on this computer. */
    plain: z.boolean().default(false),
    /** Name of the header in which that proxy or tunnel passes on the client's address. */
    clientHeader: z
      .string()
      .regex(/^[\w-]+$/, "must be the name of a header, such as x-forwarded-for")
      .optional(),
  })
  .refine(({ certificate, key }) => (certificate === undefined) === (key === undefined), {
    path: ["key"],
    error: "must be set together with `certificate`",
  })
  .refine(({ plain, certificate }) => !plain || certificate === undefined, {
    path: ["plain"],
    error: "cannot be set together with `certificate`",
  })
  .refine(({ plain, listen }) => !plain || /^(127\.0\.0\.1|localhost|\[::1\]):/.test(listen), {
    path: ["plain"],
    error: "needs a door that listens on 127.0.0.1 alone",
  })

export const schema = z.strictObject({
  chainId: z.int().positive().default(137),
  escrow: address.optional(),
  /** The owner of the bond and the offers. Default: the account. */
  host: address.optional(),
  /** Folder of the agent's state. Default: `$STATE_DIRECTORY`, or the user's own. */
  state: z.string().min(1).optional(),
  /** Time between two polls. */
  poll: timer.default(2n),
  /** Address and port of `/healthz`, `/readyz` and `/metrics`. */
  monitoring: z
    .string()
    .regex(/^[^\s]+:\d{1,5}$/, "must be an address and a port, such as 127.0.0.1:9467")
    .default("127.0.0.1:9467"),
  logLevel: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  hooks: hooks.default({}),
  policy: policy.prefault({}),
  gas: gas.prefault({}),
  door: door.optional(),
  machines: z.array(machine).min(1, "must list at least one machine"),
})

type GivenHooks = z.output<typeof hooks>
type Present<fields> = { readonly [field in keyof fields]-?: Exclude<fields[field], undefined> }

export type OfferSettings = z.output<typeof offer>
export type DoorSettings = z.output<typeof door>
export type GasSettings = z.output<typeof gas>
export type Hooks = Present<Omit<GivenHooks, "onAccess">> & Pick<GivenHooks, "onAccess">

/** A machine's hooks, and the names of those that are missing. */
export function resolveHooks(all: GivenHooks, own: GivenHooks): { readonly hooks: Hooks; readonly missing: string[] } {
  const set = (given: GivenHooks) => Object.entries(given).filter(([, value]) => value !== undefined)
  const merged: GivenHooks = { ...HOOK_DEFAULTS, ...Object.fromEntries([...set(all), ...set(own)]) }
  // Whoever finds one missing does not use the others.
  return { hooks: merged as Hooks, missing: REQUIRED.filter((name) => merged[name] === undefined) }
}
