import type { TransactionResult } from "@gpuflow/escrow"
import { type ReactNode, useState } from "react"

import { useTexts } from "../../texts/TextsProvider.tsx"
import type { Failure } from "../../transactions/failure.ts"
import { TransactionDialog } from "../../transactions/TransactionDialog.tsx"
import type { TransactionKind } from "../../transactions/transactionKinds.ts"
import { useTransaction, type Work } from "../../transactions/useTransaction.ts"
import { ActionRow } from "../../ui/ActionRow.tsx"
import { Button } from "../../ui/Button.tsx"
import type { ActionProps } from "./actionTypes.ts"

type VerbActionProps = Pick<ActionProps, "id" | "token"> & {
  readonly kind: TransactionKind
  /** "Stop" */
  readonly title: string
  /** What follows, in figures. */
  readonly row: ReactNode
  /** "Stop this rental?" */
  readonly question: string
  readonly confirm: string
  readonly keep: string
  readonly look?: "primary" | "destructive"
  /** The figure that the words of the transaction name, base units. */
  readonly amount?: bigint | undefined
  readonly work: Work<TransactionResult>
  /** What the simulation says, while the dialog is open. */
  readonly refusal?: Failure | null | undefined
  readonly onOpen?: (isOpen: boolean) => void
  readonly reason?: string | undefined
  readonly children: ReactNode
}

/** One thing that this person may do now: its figures, its dialog, and its transaction. */
export function VerbAction(props: VerbActionProps) {
  const { id, token, kind, title, row, question, confirm, keep, look, amount, work, refusal, onOpen, reason } = props
  const { rental } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const open = (next: boolean) => {
    setOpen(next)
    onOpen?.(next)
  }
  const figure = amount === undefined ? undefined : { amount, decimals: token.decimals, symbol: token.symbol }
  const writing = useTransaction<TransactionResult>({ kind, rental: id, figure }, { isInDialog: true })
  return (
    <>
      <ActionRow title={title} action={<Button onClick={() => open(true)}>{rental.more(title)}</Button>}>
        {row}
      </ActionRow>
      <TransactionDialog
        title={question}
        isOpen={isOpen}
        onClose={() => open(false)}
        writing={writing}
        confirm={confirm}
        keep={keep}
        {...(look && { look })}
        onConfirm={() => writing.send(work)}
        reason={reason}
        refusal={refusal ?? undefined}
        token={token}
      >
        {props.children}
      </TransactionDialog>
    </>
  )
}
