import { Wallet } from "lucide-react"
import { lazy, Suspense, useState } from "react"
import { useConnection } from "wagmi"

import { shortHex } from "../format/shortHex.ts"
import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "../ui/Button.tsx"
import { AccountDialog } from "./AccountDialog.tsx"
import { ConnectDialog } from "./ConnectDialog.tsx"

const AccountBalance = lazy(async () => ({ default: (await import("./AccountBalance.tsx")).AccountBalance }))

export function AccountButton() {
  const { account } = useTexts()
  const { address } = useConnection()
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <Wallet aria-hidden className="size-4" />
        {address ? (
          <>
            <span className="sr-only">{account.account}</span>
            <span className="mono max-md:sr-only">{shortHex(address)}</span>
            <span className="max-lg:hidden">
              <Suspense>
                <AccountBalance />
              </Suspense>
            </span>
          </>
        ) : (
          account.connect
        )}
      </Button>
      {address ? <AccountDialog isOpen={isOpen} onClose={close} /> : <ConnectDialog isOpen={isOpen} onClose={close} />}
    </>
  )
}
