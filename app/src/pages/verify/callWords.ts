// What a scheduled call of the escrow would change, in words.
import { escrowAbi } from "@gpuflow/escrow/abi"
import { decodeFunctionData, isAddressEqual } from "viem"

import { shortHex } from "../../format/shortHex.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import type { ScheduledCall } from "./policyEvents.ts"
import type { ReadDeployment } from "./readDeployment.ts"

export function useCallWords({ markets }: ReadDeployment): (call: ScheduledCall) => string {
  const { calls: texts } = useTexts().verify
  const formats = useFormats()
  const { escrow } = useDeployment()
  return ({ target, data }) => {
    const other = texts.other(data.slice(0, 10), shortHex(target))
    if (!isAddressEqual(target, escrow)) return other
    const call = decoded(data)
    switch (call?.functionName) {
      case "setMarket": {
        const [token, , feeBps, open] = call.args
        const market = markets?.find((one) => isAddressEqual(one.token.address, token))
        const symbol = market?.token.symbol ?? shortHex(token)
        const fee = formats.exactShare(feeBps)
        const isFeeAlone = market !== undefined && market.open === open && market.feeBps !== BigInt(feeBps)
        return isFeeAlone
          ? texts.marketFee(symbol, formats.exactShare(market.feeBps), fee)
          : texts.setMarket(symbol, fee, open)
      }
      case "setHostFee": {
        const [host, feeBps] = call.args
        return feeBps === 0
          ? texts.marketFeeOfHost(shortHex(host))
          : texts.setHostFee(shortHex(host), formats.exactShare(feeBps))
      }
      case "setTreasury":
      case "setGuardian":
      case "transferOwnership":
        return texts[call.functionName](shortHex(call.args[0]))
      case "renounceOwnership":
        return texts.renounceOwnership
      default:
        return other
    }
  }
}

function decoded(data: ScheduledCall["data"]) {
  try {
    return decodeFunctionData({ abi: escrowAbi, data })
  } catch {
    return undefined
  }
}
