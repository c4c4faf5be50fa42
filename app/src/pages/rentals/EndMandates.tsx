import { revokeAllMandates } from "@gpuflow/escrow/mandate"
import { useState } from "react"
import type { Address } from "viem"

import { useTexts } from "../../texts/TextsProvider.tsx"
import { TransactionDialog } from "../../transactions/TransactionDialog.tsx"
import { useTransaction } from "../../transactions/useTransaction.ts"
import { Button } from "../../ui/Button.tsx"

/** Ends every mandate that the account has signed, also those that only its keeper knows. */
export function EndMandates({ mandateContract }: { mandateContract: Address }) {
  const { rentals: texts } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const writing = useTransaction({ kind: "revokeMandate" }, { isInDialog: true })
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {texts.endAll}
      </Button>
      <TransactionDialog
        title={texts.endAllTitle}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        writing={writing}
        confirm={texts.endAll}
        keep={texts.keepThem}
        onConfirm={() => writing.send((client, options) => revokeAllMandates(client, { mandateContract, ...options }))}
      >
        <p className="text-sm text-muted-foreground">{texts.endAllMeaning}</p>
      </TransactionDialog>
    </>
  )
}
