import { type ReactNode, useState } from "react"
import { useConnection } from "wagmi"

import { useFormats } from "../format/useFormats.ts"
import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "../ui/Button.tsx"
import { Dialog } from "../ui/Dialog.tsx"
import { ConnectDialog } from "../wallet/ConnectDialog.tsx"
import { useWrongNetwork } from "../wallet/useWrongNetwork.ts"
import { FailureNote, type Ways } from "./FailureNote.tsx"
import type { Failure } from "./failure.ts"
import type { Figure } from "./transactionStore.ts"
import type { UseTransactionResult } from "./useTransaction.ts"

type TransactionDialogProps<result> = {
  /** The verb: "Stop this rental?" */
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  /** From `useTransaction` with `isInDialog`. */
  readonly writing: UseTransactionResult<result>
  /** The verb and what follows from it: "Stop, 5.73 back". */
  readonly confirm: string
  /** The harmless button: "Keep it running". */
  readonly keep?: string
  readonly look?: "primary" | "destructive"
  /** Asks the wallet. */
  readonly onConfirm: () => void
  /** Why it cannot be confirmed yet. */
  readonly reason?: string | undefined
  /** What the escrow would answer now, from a simulation. */
  readonly refusal?: Failure | undefined
  readonly token?: Pick<Figure, "decimals" | "symbol"> | undefined
  /** What this page offers after a failure. "Try again" is always there. */
  readonly ways?: Ways
  /** A split bar, figures, and the worst case. */
  readonly children: ReactNode
}

/** What will be signed, in words and figures, and how far it has come. Closes once it is sent. */
export function TransactionDialog<result>(props: TransactionDialogProps<result>) {
  const { title, isOpen, onClose, writing, confirm, keep, look = "primary", onConfirm, reason, refusal } = props
  const { transactions, account, ui } = useTexts()
  const formats = useFormats()
  const { isConnected } = useConnection()
  const isElsewhere = useWrongNetwork() !== undefined
  const [isConnecting, setConnecting] = useState(false)
  const { transaction, isAsking, reset } = writing
  const { phase, failure, step } = transaction ?? {}
  const isGone = phase === "sent" || phase === "included" || phase === "final"
  const close = () => {
    reset()
    onClose()
  }
  const again = { label: ui.tryAgain, onClick: onConfirm }
  // Once the wallet has switched, nothing is wrong any more.
  const isPast = failure?.kind === "chain" && isConnected && !isElsewhere
  const shown = isPast ? undefined : (failure ?? (isAsking ? undefined : refusal))
  return (
    <>
      <Dialog
        title={title}
        isOpen={isOpen && !isGone}
        onClose={close}
        actions={
          <>
            <Button autoFocus onClick={close}>
              {keep ?? ui.cancel}
            </Button>
            {isConnected ? (
              <Button
                look={look}
                waiting={isAsking}
                reason={refusal && !failure ? transactions.notNow : reason}
                onClick={onConfirm}
              >
                {confirm}
              </Button>
            ) : (
              <Button look="primary" onClick={() => setConnecting(true)}>
                {account.connect}
              </Button>
            )}
          </>
        }
      >
        {props.children}
        {isAsking && (
          <p role="status" className="text-sm text-muted-foreground">
            {phase === "wallet" ? transactions.inWallet : transactions.checking}
            {step && step.count > 1 && ` · ${transactions.step(formats.count(step.index), formats.count(step.count))}`}
          </p>
        )}
        {shown && (
          <FailureNote
            failure={shown}
            attempt={writing.kind}
            wasSent={transaction?.hash !== undefined}
            token={props.token}
            ways={failure ? { again, wait: again, ...props.ways } : (props.ways ?? {})}
          />
        )}
      </Dialog>
      <ConnectDialog isOpen={isConnecting} onClose={() => setConnecting(false)} />
    </>
  )
}
