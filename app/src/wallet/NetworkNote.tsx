import { useSwitchChain } from "wagmi"

import { useDeployment } from "../settings/SettingsProvider.tsx"
import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "../ui/Button.tsx"
import { Note } from "../ui/Note.tsx"
import { networkNames } from "./networkNames.ts"
import { useWrongNetwork } from "./useWrongNetwork.ts"

/** Says so while the wallet is on another network than the escrow. */
export function NetworkNote() {
  const { account } = useTexts()
  const { chainId, chainName } = useDeployment()
  const elsewhere = useWrongNetwork()
  const switching = useSwitchChain()
  if (elsewhere === undefined) return null
  return (
    <div className="mb-5">
      <Note
        tone="warning"
        fact={account.wrongNetwork(networkNames[elsewhere] ?? account.otherNetwork)}
        action={
          <Button size="small" waiting={switching.isPending} onClick={() => switching.mutate({ chainId })}>
            {account.switchTo(chainName)}
          </Button>
        }
      >
        {switching.error ? account.switchFailed : account.wrongNetworkMeaning(chainName)}
      </Note>
    </div>
  )
}
