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
import { BoardAnswers, type SendToBoards } from "./BoardAnswers.tsx"

/** What the boards said to what was signed, and how it is sent again. */
type Removed = { readonly send: SendToBoards; readonly answers: readonly BoardAnswer[] }

/** Takes an offer off the boards, by a signature. It costs nothing. */
export function RemoveOffer({ found, name }: { found: FoundOffer; name: string }) {
  const { host: texts } = useTexts()
  const { chainId, escrow, boards } = useDeployment()
  const { address } = useConnection()
  const queries = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const [removed, setRemoved] = useState<Removed>()
  const readOffers = () => queries.invalidateQueries({ queryKey: [OFFERS_KEY] })
  const writing = useTransaction<Removed>(
    { kind: "removeOffer" },
    {
      isInDialog: true,
      onSuccess: (given) => {
        setRemoved(given)
        setOpen(false)
        void readOffers()
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
          writing.send(async (client, { onProgress }) => {
            const data = offerRemovalTypedData({ escrow, chainId, removal: { host, machine, expiry } })
            // The SDK's typed data are those of any library.
            const typed = data as unknown as TypedDataDefinition
            await onProgress?.({ phase: "wallet", method: "eth_signTypedData_v4" })
            const signature = await signTypedData(client, { ...typed, account: address ?? host })
            const send = (some: readonly string[]) => removeOffer(some, signed, { expiry, signature })
            return { send, answers: await send(boards) }
          })
        }
      >
        <p className="text-sm text-muted-foreground">{texts.takeDownMeaning}</p>
      </TransactionDialog>
      {removed?.answers.some(({ problem }) => problem !== undefined) && (
        <BoardAnswers
          title={texts.takeDownTitle(name)}
          answers={removed.answers}
          send={async (some) => {
            const later = await removed.send(some)
            void readOffers()
            return later
          }}
          onAgain={async () => {
            await readOffers()
            writing.reset()
            setRemoved(undefined)
            setOpen(true)
          }}
          onClose={() => setRemoved(undefined)}
        />
      )}
    </>
  )
}
