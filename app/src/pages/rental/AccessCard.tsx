import { requestAccess } from "@gpuflow/escrow/access"
import { type MachineDocument, parseDocument } from "@gpuflow/escrow/machine"
import { useRentalAction } from "@gpuflow/escrow/react"
import { useQuery } from "@tanstack/react-query"
import { KeyRound } from "lucide-react"
import { useState } from "react"
import type { Hex } from "viem"
import { useConnection } from "wagmi"

import { useDocument } from "../../server/documentQuery.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { FailureNote } from "../../transactions/FailureNote.tsx"
import { failureOf } from "../../transactions/failure.ts"
import { Button } from "../../ui/Button.tsx"
import { Card } from "../../ui/Card.tsx"
import { Chip } from "../../ui/Chip.tsx"
import { Command } from "../../ui/Command.tsx"
import { CopyButton } from "../../ui/CopyButton.tsx"
import { TextField } from "../../ui/Field.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"
import type { Found } from "./rentalMoney.ts"

/** A line of OpenSSH with a public key. */
const KEY = /^(ssh-|ecdsa-|sk-)[\w@.-]+ [A-Za-z\d+/=]+( .*)?$/

type AccessCardProps = { readonly id: Hex; readonly found: Found }

/** The way into the machine: a command, or the reader's own key, which the machine's door lets in. */
export function AccessCard({ id, found }: AccessCardProps) {
  const { rental: words, ui } = useTexts()
  const { chainId, escrow } = useDeployment()
  const { isConnected } = useConnection()
  const document = useDocument(found.rental.offer.spec)
  const [key, setKey] = useState("")
  const asking = useRentalAction(requestAccess, { chainId })
  const failure = useQuery({
    queryKey: ["failure", "access", String(asking.error)],
    queryFn: () => failureOf(asking.error),
    enabled: asking.error !== null,
    structuralSharing: false,
  }).data
  const machine = document.data ? documentIn(document.data) : undefined
  const door = machine?.access
  const isKey = KEY.test(key.trim())
  const way = asking.data
  const ask = () => {
    if (machine) asking.mutate({ escrow, rental: id, document: machine, publicKey: key.trim() })
  }
  const ssh = way && `ssh -p ${way.port} ${way.user}@${way.host}`
  return (
    <Card
      title={words.access.title}
      aside={
        document.data !== undefined && (
          <Chip tone={door ? "ready" : "neutral"}>
            <KeyRound aria-hidden className="size-3.5" />
            {door ? words.access.ready : words.access.byHost}
          </Chip>
        )
      }
    >
      {document.data === undefined ? (
        // As tall as what most machines have, so that nothing below it moves.
        <Skeleton className="h-40 w-full sm:h-35 md:h-28.5" />
      ) : door ? (
        <div className="grid gap-3">
          <Command label={words.access.command} text={`gpuflow-escrow ssh ${id}`} />
          <p className="text-sm text-muted-foreground">
            {words.access.hostKey} <span className="mono wrap-anywhere">{door.hostKey}</span>, {words.access.asSigned}
          </p>
          {ssh ? (
            <div role="status" className="grid gap-1.5 text-sm">
              <p className="font-medium">{words.access.open}</p>
              <Command label={words.access.command} text={ssh} />
              <p className="text-muted-foreground">
                {words.access.knownHosts}{" "}
                <CopyButton text={`[${way.host}]:${way.port} ${way.hostKey}`} label="known_hosts" />
              </p>
            </div>
          ) : (
            <details className="text-sm">
              <summary className="link w-fit py-1">{words.access.ownKey}</summary>
              <div className="mt-2 grid gap-3">
                <TextField
                  label={words.access.publicKey}
                  hint={words.access.publicKeyHint}
                  problem={key === "" || isKey ? undefined : words.access.notKey}
                  rows={2}
                  spellCheck={false}
                  value={key}
                  onChange={({ target }) => setKey(target.value)}
                  className="mono"
                />
                <div>
                  <Button
                    waiting={asking.isPending}
                    reason={isConnected ? (isKey ? undefined : words.access.pasteKey) : words.connectToAct}
                    onClick={ask}
                  >
                    {words.access.ask}
                  </Button>
                </div>
                {asking.isPending && (
                  <p role="status" className="text-muted-foreground">
                    {words.access.asking}
                  </p>
                )}
                {asking.error && failure && (
                  <FailureNote failure={failure} ways={{ again: { label: ui.tryAgain, onClick: ask } }} />
                )}
              </div>
            </details>
          )}
        </div>
      ) : (
        <p className="text-sm text-muted-foreground">{document.data ? words.access.none : words.access.noDocument}</p>
      )}
    </Card>
  )
}

/** A host may have signed something else than a machine's document. */
function documentIn(value: unknown): MachineDocument | undefined {
  try {
    return parseDocument(value)
  } catch {
    return undefined
  }
}
