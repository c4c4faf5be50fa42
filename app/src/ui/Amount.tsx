import { useFormats } from "../format/useFormats.ts"
import { useTexts } from "../texts/TextsProvider.tsx"

type AmountProps = {
  /** Base units. */
  readonly amount: bigint
  readonly decimals: number
  /** Left out where a heading names the token. */
  readonly symbol?: string | undefined
}

/** An amount of a token, cut to two digits. Every digit is there on hover, for screen readers, and when it is copied. */
export function Amount({ amount, decimals, symbol }: AmountProps) {
  const formats = useFormats()
  const texts = useTexts()
  const [short, exact] = [formats.amount(amount, decimals), formats.exactAmount(amount, decimals)]
  const unit = symbol ? ` ${symbol}` : ""
  return (
    <data
      value={exact}
      title={texts.ui.exact(exact + unit)}
      className="whitespace-nowrap"
      onCopy={(event) => {
        // What is copied is what counts.
        if (getSelection()?.toString().trim() !== short + unit) return
        event.preventDefault()
        event.clipboardData.setData("text/plain", exact + unit)
      }}
    >
      {short}
      {unit}
    </data>
  )
}
