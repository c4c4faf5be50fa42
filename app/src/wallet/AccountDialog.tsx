import { Link } from "@tanstack/react-router"
import { lazy, Suspense } from "react"
import { useConnection, useDisconnect } from "wagmi"

import { useTexts } from "../texts/TextsProvider.tsx"
import { Address } from "../ui/Address.tsx"
import { Button, buttonClasses } from "../ui/Button.tsx"
import { Dialog } from "../ui/Dialog.tsx"

const AccountBalances = lazy(async () => ({ default: (await import("./AccountBalance.tsx")).AccountBalances }))

export function AccountDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { account, shell } = useTexts()
  const { address, connector } = useConnection()
  const disconnecting = useDisconnect()
  return (
    <Dialog
      title={account.account}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Link to="/settings" onClick={onClose} className={buttonClasses()}>
            {shell.settings}
          </Link>
          <Button
            onClick={() => {
              // First, because without an account this dialog is not there to be closed.
              onClose()
              disconnecting.mutate({})
            }}
          >
            {account.disconnect}
          </Button>
        </>
      }
    >
      {address && <Address value={address} />}
      <Suspense>
        <AccountBalances />
      </Suspense>
      {connector && <p className="text-sm text-muted-foreground">{account.connectedWith(connector.name)}</p>}
    </Dialog>
  )
}
