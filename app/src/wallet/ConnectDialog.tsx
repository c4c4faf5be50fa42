import { useConnect, useConnectors } from "wagmi"

import { useSettings } from "../settings/SettingsProvider.tsx"
import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "../ui/Button.tsx"
import { Dialog } from "../ui/Dialog.tsx"
import { Note } from "../ui/Note.tsx"
import { isRejection } from "./isRejection.ts"

/** The wallets that have announced themselves to the page (EIP-6963). */
export function ConnectDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { account } = useTexts()
  const { testWallet } = useSettings()
  const connectors = useConnectors()
  const connecting = useConnect({ mutation: { onSuccess: onClose } })
  const asked = connecting.isPending ? connecting.variables.connector : undefined
  const lead = connectors.length === 0 ? account.noWallet : testWallet.length > 0 ? account.testWallet : account.choose
  const close = () => {
    connecting.reset()
    onClose()
  }
  return (
    <Dialog title={account.title} isOpen={isOpen} onClose={close}>
      <p className="text-sm text-muted-foreground">{lead}</p>
      {connectors.length === 0 && <p className="text-sm">{account.noWalletHint}</p>}
      <ul className="grid gap-2">
        {connectors.map((connector) => (
          <li key={connector.uid} className="grid *:justify-start">
            <Button waiting={asked === connector} onClick={() => connecting.mutate({ connector })}>
              {connector.icon && <img src={connector.icon} alt="" className="size-5 rounded-[4px]" />}
              {connector.name}
            </Button>
          </li>
        ))}
      </ul>
      {asked && (
        <p role="status" className="text-sm text-muted-foreground">
          {account.waiting("name" in asked ? asked.name : "")}
        </p>
      )}
      {connecting.error && (
        <Note tone="warning" fact={isRejection(connecting.error) ? account.rejected : account.failed} />
      )}
    </Dialog>
  )
}
