import type { Address } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import type { RentalList } from "../../server/rentalList.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Note } from "../../ui/Note.tsx"
import { useCredits } from "./useCredits.ts"

/** Payouts that could not be delivered. */
export function Credits({ account, isOwn, list }: { account: Address; isOwn: boolean; list: RentalList }) {
  const { rentals: texts } = useTexts()
  const formats = useFormats()
  const credits = useCredits(account, list.tokens)
  return credits.data?.map(({ token, amount }) => {
    const written = `${formats.amount(amount, token.decimals)} ${token.symbol}`
    return (
      <Note key={token.address} tone="warning" fact={texts.creditWaits(written)}>
        {isOwn ? texts.creditMeaning : texts.creditOfOther}
      </Note>
    )
  })
}
