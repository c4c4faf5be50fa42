// Amounts, times and counts as the reader writes them: by the device's region, in the page's language.
import { formatUnits } from "viem"

import type { Language } from "../settings/preferences.ts"
import type { Texts } from "../texts/texts.ts"
import { listFormat } from "./listFormat.ts"
import { toMicroDollars } from "./microDollars.ts"

export type Formats = ReturnType<typeof makeFormats>

const MINUTE = 60
const HOUR = 3_600
const DAY = 86_400

const DOLLARS = { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" } as const

/** Made when it is first used: a phone takes up to four milliseconds for each format, and 30 for the names of countries. */
function later<made>(make: () => made): () => made {
  let made: made | undefined
  return () => {
    made ??= make()
    return made
  }
}

export function makeFormats(language: Language, texts: Texts) {
  // The region decides on commas and dates: a reader of English in Germany has both.
  const locale = navigator.languages.find((tag) => tag.toLowerCase().startsWith(language) && isLocale(tag)) ?? language
  const whole = later(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }))
  const cut = later(
    () =>
      new Intl.NumberFormat(locale, {
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
        roundingMode: "trunc",
      }),
  )
  const significant = later(() => new Intl.NumberFormat(locale, { maximumSignificantDigits: 2, roundingMode: "trunc" }))
  const tenth = later(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))
  const exact = later(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 18 }))
  const currency = later(
    () => new Intl.NumberFormat(locale, { ...DOLLARS, minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  )
  const wholeCurrency = later(() => new Intl.NumberFormat(locale, { ...DOLLARS, maximumFractionDigits: 0 }))
  const share = later(() => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }))
  const exactShare = later(() => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }))
  const clock = later(() => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }))
  const seconds = later(
    () => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  )
  const weekday = later(() => new Intl.DateTimeFormat(locale, { weekday: "short", hour: "2-digit", minute: "2-digit" }))
  const date = later(
    () =>
      new Intl.DateTimeFormat(locale, {
        weekday: "short",
        day: "numeric",
        month: "short",
        hour: "2-digit",
        minute: "2-digit",
      }),
  )
  const relative = later(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "long" }))
  const list = later(() => listFormat(locale))
  const countries = later(() => new Intl.DisplayNames(language, { type: "region", fallback: "code" }))

  const decimal = (amount: bigint, decimals: number) => formatUnits(amount, decimals) as `${number}`
  const utcDay = later(() => new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" }))
  const utcMonth = later(() => new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }))
  const utcShortMonth = later(() => new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" }))
  const dayNumber = later(() => new Intl.DateTimeFormat(locale, { day: "numeric" }))
  const tick = later(() => new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }))
  const smallCurrency = later(() => new Intl.NumberFormat(locale, { ...DOLLARS, maximumSignificantDigits: 2 }))
  const dateOf = (timestamp: bigint) => new Date(Number(timestamp) * 1_000)

  /** "3 h 49 min", "45 s", "30 days": two units at most. */
  const duration = (given: bigint | number): string => {
    const count = Math.max(0, Math.floor(Number(given)))
    const { units } = texts
    const write = (number: number) => whole().format(number)
    const [days, hours, minutes] = [
      Math.floor(count / DAY),
      Math.floor((count % DAY) / HOUR),
      Math.floor((count % HOUR) / MINUTE),
    ]
    if (count >= 2 * DAY) {
      return [units.days(days, write(days)), hours > 0 ? units.hours(write(hours)) : ""].filter(Boolean).join(" ")
    }
    const inHours = 24 * days + hours
    if (inHours > 0) {
      return [units.hours(write(inHours)), minutes > 0 ? units.minutes(write(minutes)) : ""].filter(Boolean).join(" ")
    }
    return minutes > 0 ? units.minutes(write(minutes)) : units.seconds(write(count))
  }

  return {
    locale,
    count: (value: number | bigint) => whole().format(value),
    /** With up to one digit behind the comma: "1.2". */
    measure: (value: number) => tenth().format(value),
    /** Two digits behind the comma, and more only of what would be zero. The rest is cut: nobody has more than they have. */
    amount: (amount: bigint, decimals: number) => {
      const isSmall = amount !== 0n && (amount < 0n ? -amount : amount) < 10n ** BigInt(Math.max(0, decimals - 2))
      return (isSmall ? significant : cut)().format(decimal(amount, decimals))
    },
    /** Every digit. */
    exactAmount: (amount: bigint, decimals: number) => exact().format(decimal(amount, decimals)),
    /** Dollars, as a decimal text: "1.5". */
    dollars: (dollars: string) => currency().format(dollars as `${number}`),
    /** Whole dollars, and cents of less than ten. */
    roundDollars: (dollars: string) => {
      const isSmall = (toMicroDollars(dollars) ?? 0n) < 10_000_000n
      return (isSmall ? currency : wholeCurrency)().format(dollars as `${number}`)
    },
    /** A share in basis points, whole. */
    share: (bps: number | bigint) => share().format(Number(bps) / 10_000),
    exactShare: (bps: number | bigint) => exactShare().format(Number(bps) / 10_000),
    duration,
    /** The time of day, of a time in milliseconds. */
    clock: (milliseconds: number) => seconds().format(milliseconds),
    /** Weekday, day and time, of a timestamp in seconds. */
    date: (timestamp: bigint) => date().format(dateOf(timestamp)),
    /** As short as it is unambiguous from `now`: "22:07", "Fri 09:00", "Fri 20 Mar, 09:00". */
    moment: (timestamp: bigint, now: bigint) => {
      const at = dateOf(timestamp)
      const today = dateOf(now)
      if (at.toDateString() === today.toDateString()) return clock().format(at)
      const distance = Math.abs(Number(timestamp - now))
      return distance < 6 * DAY ? weekday().format(at) : date().format(at)
    },
    /** A day of UTC as servers name it, "2026-02-06": "6 Feb". */
    day: (day: string) => utcDay().format(new Date(day)),
    /** The month of UTC that a timestamp is in: "February". */
    month: (timestamp: bigint) => utcMonth().format(dateOf(timestamp)),
    /** A month of UTC, "2026-02": "Feb". */
    shortMonth: (month: string) => utcShortMonth().format(new Date(month)),
    /** The day of the reader's month: "12". */
    dayOfMonth: (timestamp: bigint) => dayNumber().format(dateOf(timestamp)),
    /** A value of a chart's axis. */
    tick: (value: number) => tick().format(value),
    /** Small dollar amounts, such as network fees: "$0.006". */
    smallDollars: (dollars: string) => smallCurrency().format(dollars as `${number}`),
    /** "in 3 hours", "yesterday". */
    distance: (given: bigint) => {
      const count = Number(given)
      const size = Math.abs(count)
      if (size >= DAY) return relative().format(Math.round(count / DAY), "day")
      if (size >= HOUR) return relative().format(Math.round(count / HOUR), "hour")
      if (size >= MINUTE) return relative().format(Math.round(count / MINUTE), "minute")
      return relative().format(count, "second")
    },
    list: (words: readonly string[]) => list().format(words),
    /** The name of a country by its code. A place that is not a country's code stays as its host wrote it. */
    region: (region: string) => (/^[A-Z]{2}$/.test(region) ? (countries().of(region) ?? region) : region),
    /** The reader's time zone: "Europe/Paris (UTC+1)". */
    zone: () => {
      const { timeZone } = clock().resolvedOptions()
      const offset = -new Date().getTimezoneOffset() / 60
      const place = timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? timeZone
      const hours = `UTC${offset < 0 ? "−" : "+"}${exact().format(Math.abs(offset))}`
      return place === "UTC" ? place : `${place} (${hours})`
    },
  }
}

/** Browsers report what the system says, which may be a name of POSIX, such as "en-US@posix". */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0
  } catch {
    return false
  }
}
