import { useId, useState } from "react"

import { useChainNow } from "../../chain/useHead.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Slider } from "../../ui/Slider.tsx"
import { Tabs } from "../../ui/Tabs.tsx"

type DurationFieldProps = {
  /** Seconds. */
  readonly duration: bigint
  readonly least: bigint
  readonly most: bigint
  readonly onChange: (seconds: bigint) => void
  /** When it begins. The end is counted from here. Default: now. */
  readonly startsAt?: bigint | undefined
}

const HOUR = 3_600
const PRESETS = [1, 8, 24, 168] as const

/** How long: by hours, by a slider, by a preset, or by the end. */
export function DurationField({ duration, least, most, onChange, startsAt }: DurationFieldProps) {
  const { offer, units } = useTexts()
  const formats = useFormats()
  const now = useChainNow()
  const id = useId()
  const [typed, setTyped] = useState<string>()
  const hours = Number(duration) / HOUR
  const [from, to] = [Number(least) / HOUR, Number(most) / HOUR]
  const begin = startsAt ?? now
  const end = begin + duration
  const number = typed === undefined ? hours : Number(typed.replace(",", "."))
  const isOut = !Number.isFinite(number) || number < from - 1e-9 || number > to + 1e-9
  const choose = (next: number) => {
    setTyped(undefined)
    onChange(BigInt(Math.round(Math.min(to, Math.max(from, next)) * HOUR)))
  }
  const presets = PRESETS.filter((preset) => preset >= from && preset <= to)
  const chosen = presets.find((preset) => Math.abs(preset - hours) < 1e-9)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <label htmlFor={id} className="text-sm font-medium">
          {offer.howLong}
        </label>
        <span className="text-sm text-muted-foreground">{offer.ends(formats.moment(end, now))}</span>
      </div>
      <div className="flex flex-wrap gap-2">
        <div className="relative min-w-28 flex-1">
          <input
            id={id}
            inputMode="decimal"
            value={typed ?? formats.measure(hours)}
            aria-invalid={isOut}
            aria-describedby={isOut ? `${id}-problem` : undefined}
            onChange={({ target }) => {
              setTyped(target.value)
              const next = Number(target.value.replace(",", "."))
              if (next >= from && next <= to) onChange(BigInt(Math.round(next * HOUR)))
            }}
            onBlur={() => setTyped(undefined)}
            className="min-h-(--control) w-full min-w-0 rounded-sm border border-input bg-card px-2.5 pr-16 aria-invalid:border-destructive"
          />
          <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-sm text-muted-foreground">
            {offer.hours}
          </span>
        </div>
        {presets.length > 1 && (
          <Tabs
            label={offer.orChoose}
            options={presets.map((preset) => ({
              value: String(preset),
              label: preset < 24 ? units.hours(formats.count(preset)) : units.daysShort(formats.count(preset / 24)),
            }))}
            value={String(chosen ?? "")}
            onChange={(value) => choose(Number(value))}
          />
        )}
      </div>
      {to > from && (
        <div>
          <Slider
            label={offer.howLong}
            value={Math.min(to, Math.max(from, hours))}
            min={from}
            max={to}
            step={to < 2 ? from : 1}
            pageStep={24}
            onChange={choose}
            valueText={formats.duration(duration)}
            isLogarithmic
          />
          <div aria-hidden="true" className="flex justify-between text-xs text-muted-foreground">
            <span>{formats.duration(least)}</span>
            <span>{formats.duration(most)}</span>
          </div>
        </div>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <label htmlFor={`${id}-end`} className="text-sm text-muted-foreground">
          {offer.until}
        </label>
        <input
          id={`${id}-end`}
          type="datetime-local"
          min={localTime(begin + least)}
          max={localTime(begin + most)}
          value={localTime(end)}
          onChange={({ target }) => {
            const at = new Date(target.value).getTime()
            if (Number.isFinite(at)) choose((at / 1_000 - Number(begin)) / HOUR)
          }}
          className="min-h-(--control-sm) min-w-0 max-w-full rounded-sm border border-input bg-card px-2 text-sm"
        />
      </div>
      {isOut && (
        <p id={`${id}-problem`} role="alert" className="text-xs text-destructive">
          {offer.outOfBounds(formats.duration(least), formats.duration(most))}
        </p>
      )}
    </div>
  )
}

/** As the browser's field for dates takes it, in the reader's zone. */
function localTime(timestamp: bigint): string {
  const date = new Date(Number(timestamp) * 1_000)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
