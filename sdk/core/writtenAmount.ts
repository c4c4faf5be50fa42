// Amounts of a token in the sentences that are shown before something is signed.
type Written = { readonly decimals: number | undefined; readonly symbol: string | undefined; readonly address: string }

/** `1.5 USDC`; in base units if the token does not say how many decimals it has. */
export function writtenAmount(amount: bigint, { decimals, symbol, address }: Written): string {
  if (decimals === undefined) return `${amount} base units of ${symbol ?? address}`
  const digits = String(amount).padStart(decimals + 1, "0")
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "")
  const whole = digits.slice(0, digits.length - decimals)
  return `${whole}${decimals > 0 && fraction ? `.${fraction}` : ""} ${symbol ?? address}`
}
