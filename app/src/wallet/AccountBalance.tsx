import { useQuery } from "@tanstack/react-query"
import { zeroAddress } from "viem"

import { useBalances } from "../chain/useBalances.ts"
import { useFormats } from "../format/useFormats.ts"
import type { TokenInfo } from "../server/tokensOf.ts"
import { useOpenTokens } from "../server/useOpenTokens.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import { Amount } from "../ui/Amount.tsx"
import { Facts } from "../ui/Facts.tsx"

/** What the connected account has of the chain's first dollar: "214.60 USDC". */
export function AccountBalance() {
  const formats = useFormats()
  const { chainId } = useDeployment()
  const { data: token } = useQuery({
    queryKey: ["dollarToken", chainId],
    queryFn: async () => {
      const { tokens } = await import("@gpuflow/escrow/plan")
      return tokens.find((one) => one.chainId === chainId && one.stable) ?? null
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  const balances = useBalances(token?.address)
  if (!token || !balances) return null
  return (
    <span className="font-normal text-muted-foreground">
      {formats.amount(balances.token, token.decimals)} {token.symbol}
    </span>
  )
}

/** The coin, and what the account has of every token that rentals can be paid in. */
export function AccountBalances() {
  const { coin } = useDeployment()
  const tokens = useOpenTokens().data ?? []
  return (
    <div className="grid gap-1">
      <Balance token={{ address: zeroAddress, symbol: coin, decimals: 18, isDollar: false }} />
      {tokens
        .filter(({ address }) => address !== zeroAddress)
        .map((token) => (
          <Balance key={token.address} token={token} />
        ))}
    </div>
  )
}

function Balance({ token: { address, symbol, decimals } }: { token: TokenInfo }) {
  const balances = useBalances(address)
  if (!balances || (balances.token === 0n && address !== zeroAddress)) return null
  return (
    <Facts
      isPlain
      facts={[{ name: symbol, value: <Amount amount={balances.token} decimals={decimals} symbol={symbol} /> }]}
    />
  )
}
