import { submitEvidence } from "@gpuflow/escrow"
import { useState } from "react"

import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { useSimulation } from "../../transactions/useSimulation.ts"
import { TextField } from "../../ui/Field.tsx"
import type { ActionProps } from "./actionTypes.ts"
import { evidenceUriOf } from "./evidence.ts"
import { VerbAction } from "./VerbAction.tsx"

/** Adds a party's words, or an address of what it shows, to a dispute. */
export function EvidenceAction({ id, found, token }: ActionProps) {
  const { rental: words } = useTexts()
  const { escrow } = useDeployment()
  const [isOpen, setOpen] = useState(false)
  const [said, setSaid] = useState("")
  const { rental } = found
  const evidenceURI = evidenceUriOf(said)
  const refusal = useSimulation("submitEvidence", { rental, evidenceURI: "", enabled: isOpen })
  return (
    <VerbAction
      {...{ id, token, refusal }}
      kind="evidence"
      title={words.evidence.title}
      row={<p>{words.evidence.meaning}</p>}
      question={words.evidence.question}
      confirm={words.evidence.confirm}
      keep={words.evidence.keep}
      reason={said.trim() === "" ? words.dispute.sayWhat : undefined}
      work={(client, options) => submitEvidence(client, { escrow, rental, evidenceURI, ...options })}
      onOpen={setOpen}
    >
      <TextField
        label={words.evidence.what}
        hint={words.dispute.whatHint}
        rows={4}
        value={said}
        onChange={({ target }) => setSaid(target.value)}
      />
    </VerbAction>
  )
}
