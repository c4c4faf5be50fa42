type PriceMarkProps = {
  readonly value: bigint
  readonly lowest: bigint
  readonly highest: bigint
  readonly sentence: string
}

/** Where a price lies between the lowest and the highest. */
export function PriceMark({ value, lowest, highest, sentence }: PriceMarkProps) {
  const share = highest > lowest ? Number(((value - lowest) * 1_000n) / (highest - lowest)) / 10 : 50
  return (
    <span role="img" aria-label={sentence} className="relative inline-block h-1 w-16 rounded-full bg-border">
      <i
        className="absolute -top-[3px] -ml-[3px] h-2.5 w-1.5 rounded-[2px] bg-foreground ring-[1.5px] ring-card"
        style={{ left: `${Math.min(98, Math.max(2, share))}%` }}
      />
    </span>
  )
}
