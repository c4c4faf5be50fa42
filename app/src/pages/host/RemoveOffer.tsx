import { type FoundOffer, offerRemovalTypedData } from "@gpuflow/escrow/server"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { TypedDataDefinition } from "viem"
import { signTypedData } from "viem/actions"
import { useConnection } from "wagmi"

import { type BoardAnswer, removeOffer } from "../../server/boardRequests.ts"
import { OFFERS_KEY } from "../../server/offersQuery.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { TransactionDialog } from "../../transactions/TransactionDialog.tsx"
import { useTransaction } from "../../transactions/useTransaction.ts"
import { Button } from "../../ui/Button.tsx"
import { BoardAnswers } from "./BoardAnswers.tsx"

/** Takes an offer off the boards, by a signature. It costs nothing. */
export function RemoveOffer({ found, name }: { found: FoundOffer; name: string }) {
  const { host: texts } = useTexts()
  const { chainId, escrow, boards } = useDeployment()
  const { address } = useConnection()
  const queries = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const [answers, setAnswers] = useState<readonly BoardAnswer[]>()
  const writing = useTransaction<readonly BoardAnswer[]>(
    { kind: "removeOffer" },
    {
      isInDialog: true,
      onSuccess: (given) => {
        setAnswers(given)
        setOpen(false)
        void queries.invalidateQueries({ queryKey: [OFFERS_KEY] })
      },
    },
  )
  const { signed } = found
  const { host, machine, expiry } = signed.offer
  return (
    <>
      <Button size="small" aria-label={texts.takeDownNamed(name)} onClick={() => setOpen(true)}>
        {texts.takeDown}
      </Button>
      <TransactionDialog
        title={texts.takeDownTitle(name)}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        writing={writing}
        confirm={texts.takeDown}
        keep={texts.keepOffer}
        onConfirm={() =>
          writing.send(async (client) => {
            const data = offerRemovalTypedData({ escrow, chainId, removal: { host, machine, expiry } })
            // The SDK's typed data are those of any library.
            const typed = data as unknown as TypedDataDefinition
            const signature = await signTypedData(client, { ...typed, account: address ?? host })
            return removeOffer(boards, signed, { expiry, signature })
          })
        }
      >
        <p className="text-sm text-muted-foreground">{texts.takeDownMeaning}</p>
      </TransactionDialog>
      {answers?.some(({ problem }) => problem !== undefined) && (
        <BoardAnswers title={texts.takeDownTitle(name)} answers={answers} onClose={() => setAnswers(undefined)} />
      )}
    </>
  )
}
