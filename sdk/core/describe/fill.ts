// Fills the arguments of an error into a text, in the forms in which people read them.
import { RESERVED } from "../../generated/constants.ts"

/** How amounts and times are written. */
export type WritingOptions = {
  /** Decimals of the rental's token. Without it, amounts are left out. */
  readonly decimals?: number | undefined
  /** Symbol of the rental's token. */
  readonly symbol?: string | undefined
  /** A language tag such as `de-CH`. Default: the runtime's. */
  readonly locale?: string | undefined
  /** An IANA time zone such as `Europe/Zurich`. Default: the runtime's. */
  readonly timeZone?: string | undefined
}

type Filling = WritingOptions & {
  readonly args: Readonly<Record<string, unknown>>
  readonly names: Readonly<Record<string, string>>
}

const COIN_DECIMALS = 18

export function fill(text: string, filling: Filling): string {
  const known = text.replace(/\[([^\]]*)\]/g, (_, part: string) => replace(part, filling) ?? "")
  return replace(known, filling) ?? known.replace(/\s*\{[^}]*\}/g, "")
}

/** Undefined if an argument is not known. */
function replace(text: string, filling: Filling): string | undefined {
  let isWhole = true
  const filled = text.replace(/\{(\w+), (\w+)\}/g, (_, name: string, form: string) => {
    const written = write(filling.args[name], form, filling)
    if (written === undefined) isWhole = false
    return written ?? ""
  })
  return isWhole ? filled : undefined
}

function write(value: unknown, form: string, filling: Filling): string | undefined {
  if (form === "name") return Object.hasOwn(filling.names, String(value)) ? filling.names[String(value)] : undefined
  if (form === "text") return isHarmless(value) ? String(value) : undefined
  if (form === "account") return shortened(value)
  const whole = wholeOf(value)
  if (whole === undefined) return undefined
  switch (form) {
    case "time":
      return writeTime(whole, filling)
    case "duration":
      return writeDuration(whole, filling)
    case "percent":
      return numbers(filling, { style: "percent", maximumFractionDigits: 2 }).format(decimal(whole, 4))
    case "coin":
      return writeAmount(whole, COIN_DECIMALS, filling)
    default:
      return writeToken(whole, filling)
  }
}

/** Errors that came as JSON have decimal strings. */
function wholeOf(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined
  return typeof value === "string" && /^\d{1,78}$/.test(value) ? BigInt(value) : undefined
}

/** A machine that is reserved is busy until no time that is known. */
function writeTime(seconds: bigint, options: WritingOptions): string | undefined {
  if (seconds === 0n || seconds >= RESERVED) return undefined
  return withLocale(
    options,
    (locale, zone) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", ...zone }),
  ).format(Number(seconds) * 1_000)
}

const UNITS = [
  ["day", 86_400n],
  ["hour", 3_600n],
  ["minute", 60n],
  ["second", 1n],
] as const

/** The two largest units. */
function writeDuration(seconds: bigint, options: WritingOptions): string {
  let left = seconds
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = left / size
    left %= size
    const isShown = count > 0n || (unit === "second" && seconds === 0n)
    return isShown ? [numbers(options, { style: "unit", unit, unitDisplay: "long" }).format(count)] : []
  })
  return parts.slice(0, 2).join(" ")
}

function writeToken(amount: bigint, options: WritingOptions): string | undefined {
  const { decimals, symbol } = options
  if (decimals === undefined || !Number.isInteger(decimals) || decimals < 0 || decimals > 100) return undefined
  const written = writeAmount(amount, decimals, options)
  return symbol !== undefined && /^[^\s/\\:]{1,20}$/.test(symbol) ? `${written} ${symbol}` : written
}

function writeAmount(amount: bigint, decimals: number, options: WritingOptions): string {
  return numbers(options, { maximumFractionDigits: decimals }).format(decimal(amount, decimals))
}

/** A number loses digits; `Intl` takes decimal strings as they are. */
function decimal(amount: bigint, decimals: number): `${number}` {
  const digits = String(amount).padStart(decimals + 1, "0")
  const whole = digits.slice(0, digits.length - decimals)
  return `${whole}.${digits.slice(digits.length - decimals) || "0"}` as `${number}`
}

function numbers(options: WritingOptions, form: Intl.NumberFormatOptions): Intl.NumberFormat {
  return withLocale(options, (locale) => new Intl.NumberFormat(locale, form))
}

/** A description never fails. An unknown language or time zone is replaced by the runtime's. */
function withLocale<format>(
  { locale, timeZone }: WritingOptions,
  make: (locale: string | undefined, zone: { readonly timeZone: string | undefined }) => format,
): format {
  for (const [language, zone] of [
    [locale, timeZone],
    [undefined, timeZone],
    [locale, undefined],
  ]) {
    try {
      return make(language, { timeZone: zone })
    } catch {}
  }
  return make(undefined, { timeZone: undefined })
}

function shortened(value: unknown): string | undefined {
  return typeof value === "string" && /^0x[\da-f]{40}$/i.test(value)
    ? `${value.slice(0, 6)}…${value.slice(-4)}`
    : undefined
}

/** Words of this SDK, such as a field and what was expected of it. Not an address of an endpoint, and not a key. */
function isHarmless(value: unknown): boolean {
  return (
    typeof value === "string" && /^[\w ,.^\-[\]()]{1,80}$/.test(value) && !/[\da-f]{32}|\w\.\w+\.\w{2,}/i.test(value)
  )
}
