import { lazy, Suspense } from "react"
import { useConnect, useConnectors } from "wagmi"

import { useSettings } from "../settings/SettingsProvider.tsx"
import { useTexts } from "../texts/TextsProvider.tsx"
import type { Texts } from "../texts/texts.ts"
import { Button } from "../ui/Button.tsx"
import { Dialog } from "../ui/Dialog.tsx"
import { Note } from "../ui/Note.tsx"
import { isRejection } from "./isRejection.ts"
import { usePairing } from "./pairing.ts"

const PairingCode = lazy(async () => ({ default: (await import("./PairingCode.tsx")).PairingCode }))

/** The wallets that have announced themselves to the page (EIP-6963). */
export function ConnectDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { account } = useTexts()
  const { testWallet } = useSettings()
  const connectors = useConnectors()
  const connecting = useConnect({ mutation: { onSuccess: onClose } })
  const asked = connecting.isPending ? connecting.variables.connector : undefined
  const pairing = usePairing()
  const lead = connectors.length === 0 ? account.noWallet : testWallet.length > 0 ? account.testWallet : account.choose
  const close = () => {
    pairing?.cancel()
    connecting.reset()
    onClose()
  }
  if (pairing) {
    return (
      <Dialog
        title={account.title}
        isOpen={isOpen}
        onClose={close}
        actions={
          <Button autoFocus onClick={pairing.cancel}>
            {account.otherWallet}
          </Button>
        }
      >
        <p role="status" className="text-sm text-muted-foreground">
          {pairing.uri === undefined ? account.reachingRelay : account.scan}
        </p>
        <Suspense>
          <PairingCode uri={pairing.uri} />
        </Suspense>
      </Dialog>
    )
  }
  return (
    <Dialog title={account.title} isOpen={isOpen} onClose={close}>
      <p className="text-sm text-muted-foreground">{lead}</p>
      {connectors.length === 0 && <p className="text-sm">{account.noWalletHint}</p>}
      <ul className="grid gap-2">
        {connectors.map((connector) => (
          <li key={connector.uid} className="grid">
            <Button
              className="justify-start"
              waiting={asked === connector}
              onClick={() => connecting.mutate({ connector })}
            >
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
      {connecting.error && <Note tone="warning" fact={problemWords(connecting.error, account)} />}
    </Dialog>
  )
}

function problemWords(error: Error, { rejected, failed, relaySilent }: Texts["account"]): string {
  if (isRejection(error)) return rejected
  return error.name === "RelayUnreachableError" ? relaySilent : failed
}
