import type { CSSProperties } from "react"

type SliderProps = {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** What arrows and page keys add. Default: 1 and a tenth of the range. */
  readonly step?: number
  readonly pageStep?: number
  readonly onChange: (value: number) => void
  /** The value as a sentence. */
  readonly valueText: string
  /** Equal distances are equal factors, for values that span several sizes. `min` is then above 0. */
  readonly isLogarithmic?: boolean
}

const TRACK = 1_000

export function Slider({
  label,
  value,
  min,
  max,
  step = 1,
  pageStep = (max - min) / 10,
  onChange,
  valueText,
  isLogarithmic = false,
}: SliderProps) {
  const [first, last] = isLogarithmic ? [Math.log(min), Math.log(max)] : [min, max]
  const placeOf = (one: number) => (((isLogarithmic ? Math.log(one) : one) - first) / (last - first)) * TRACK
  const valueAt = (place: number) => {
    const scaled = first + (place / TRACK) * (last - first)
    return isLogarithmic ? Math.exp(scaled) : scaled
  }
  const change = (next: number) => onChange(Math.min(max, Math.max(min, Math.round(next / step) * step)))
  const keys: Readonly<Record<string, number>> = {
    ArrowRight: value + step,
    ArrowUp: value + step,
    ArrowLeft: value - step,
    ArrowDown: value - step,
    PageUp: value + pageStep,
    PageDown: value - pageStep,
    Home: min,
    End: max,
  }
  const place = placeOf(Math.min(max, Math.max(min, value)))
  return (
    <input
      type="range"
      aria-label={label}
      aria-valuetext={valueText}
      min={0}
      max={TRACK}
      step="any"
      value={place}
      onChange={({ target }) => change(valueAt(target.valueAsNumber))}
      onKeyDown={(event) => {
        const next = keys[event.key]
        if (next === undefined) return
        event.preventDefault()
        change(next)
      }}
      className="slider"
      style={{ "--filled": `${place / (TRACK / 100)}%` } as CSSProperties}
    />
  )
}
