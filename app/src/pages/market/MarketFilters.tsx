import { useEffect, useState } from "react"

import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Checks } from "../../ui/Checks.tsx"
import { Field, SelectField } from "../../ui/Field.tsx"
import { type Filter, passing, tests, without } from "./marketFilters.ts"
import type { MarketRow } from "./marketRow.ts"
import { type MarketSearch, MOST_HOURS } from "./marketSearch.ts"

type MarketFiltersProps = {
  readonly search: MarketSearch
  readonly hours: number
  /** Undefined while they are loaded. */
  readonly rows: readonly MarketRow[] | undefined
  readonly filters: readonly Filter[]
  readonly onChange: (search: MarketSearch) => void
}

const GPUS = [2, 4, 8]
const MEMORIES = [16, 24, 40, 80]
/** Milliseconds after the last key: prices of another duration are read from the chain. */
const PAUSE = 500

/** Each check says how many offers it would leave. */
export function MarketFilters({ search, hours, rows: known, filters, onChange }: MarketFiltersProps) {
  const { market } = useTexts()
  const formats = useFormats()
  const rows = known ?? []
  const countOf = (name: Filter["name"], test: (row: MarketRow) => boolean) =>
    known && formats.count(passing(known, filters, name).filter(test).length)
  const flag = (name: keyof typeof tests) => ({
    label: market[name],
    isChecked: search[name] === true,
    count: countOf(name, tests[name]),
    onChange: (isChecked: boolean) => onChange(isChecked ? { ...search, [name]: true } : without(search, name)),
  })
  const choices = (
    name: "regions" | "tokens",
    { of, label }: { of: (row: MarketRow) => string | undefined; label: (value: string) => string },
  ) => {
    const chosen = search[name] ?? []
    const values = [...new Set([...chosen, ...rows.map(of).filter((value) => value !== undefined)])]
    return values
      .map((value) => ({
        label: label(value),
        isChecked: chosen.includes(value),
        count: countOf(name, (row) => of(row) === value),
        onChange: (isChecked: boolean) => {
          const next = isChecked ? [...chosen, value] : chosen.filter((one) => one !== value)
          onChange(next.length > 0 ? { ...search, [name]: next } : without(search, name))
        },
      }))
      .toSorted((a, b) => a.label.localeCompare(b.label))
  }
  const regions = choices("regions", { of: ({ region }) => region, label: formats.region })
  const tokens = choices("tokens", { of: ({ token }) => token.symbol, label: (symbol) => symbol })
  const number = (name: "gpus" | "memory", value: string) =>
    onChange(value === "" ? without(search, name) : { ...search, [name]: Number(value) })
  return (
    <form className="grid gap-5" onSubmit={(event) => event.preventDefault()}>
      <PausedField
        label={market.howLong}
        unit={market.hours}
        inputMode="decimal"
        value={String(hours)}
        isValid={(text) => Number(text) > 0 && Number(text) <= MOST_HOURS}
        onChange={(text) => onChange({ ...search, hours: Number(text) })}
      />
      <PausedField
        label={market.atMost}
        unit="USD"
        inputMode="decimal"
        value={search.atMost ?? ""}
        isValid={(text) => text === "" || /^\d{1,6}(\.\d{1,6})?$/.test(text)}
        onChange={(text) => onChange(text === "" ? without(search, "atMost") : { ...search, atMost: text })}
      />
      <SelectField
        label={market.gpus}
        value={search.gpus ?? ""}
        onChange={({ target }) => number("gpus", target.value)}
      >
        <option value="">{market.gpusAny}</option>
        {GPUS.map((count) => (
          <option key={count} value={count}>
            {market.gpusAtLeast(formats.count(count))}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={market.memory}
        value={search.memory ?? ""}
        onChange={({ target }) => number("memory", target.value)}
      >
        <option value="">{market.memoryAny}</option>
        {MEMORIES.map((gigabytes) => (
          <option key={gigabytes} value={gigabytes}>
            {market.memoryAtLeast(formats.count(gigabytes))}
          </option>
        ))}
      </SelectField>
      <Checks legend={market.start} checks={[flag("freeNow")]} />
      <Checks legend={market.record} checks={[flag("wellKept"), flag("experienced")]} />
      <Checks legend={market.protection} checks={[flag("bigBond"), flag("noMinimum")]} />
      {regions.length > 1 && <Checks legend={market.region} checks={regions} />}
      {tokens.length > 1 && <Checks legend={market.payWith} checks={tokens} />}
    </form>
  )
}

type PausedFieldProps = {
  readonly label: string
  readonly unit: string
  readonly inputMode: "decimal"
  readonly value: string
  readonly isValid: (text: string) => boolean
  readonly onChange: (text: string) => void
}

/** A field that passes its value on when the reader pauses, and leaves alone what is being written. */
function PausedField({ value, isValid, onChange, ...field }: PausedFieldProps) {
  const [text, setText] = useState(value)
  // Readers of half of Europe write a comma.
  const plain = text.trim().replace(",", ".")
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (plain === value || !isValid(plain)) return
    const timer = setTimeout(() => onChange(plain), PAUSE)
    return () => clearTimeout(timer)
  })
  return (
    <Field
      {...field}
      value={text}
      autoComplete="off"
      onChange={({ target }) => setText(target.value)}
      onBlur={() => {
        if (!isValid(plain)) setText(value)
      }}
    />
  )
}
