import { Link } from "@tanstack/react-router"
import { useConnection } from "wagmi"

import { useTexts } from "../../texts/TextsProvider.tsx"
import { Card } from "../../ui/Card.tsx"
import type { ActionProps } from "./actionTypes.ts"
import { DisputeAction } from "./DisputeAction.tsx"
import { EvidenceAction } from "./EvidenceAction.tsx"
import { ExtendAction } from "./ExtendAction.tsx"
import { EndAction, RefundAction, SettleAction, StartAction } from "./HostActions.tsx"
import { type PossibleAction, partyOf, possibleActions } from "./rentalActions.ts"
import { StopAction } from "./StopAction.tsx"

/** Exactly what this person may do now. What is impossible is absent, and what is not yet possible has its time. */
export function ActionsCard(props: ActionProps) {
  const { rental: words, shell } = useTexts()
  const { address } = useConnection()
  const party = partyOf(props.found, address)
  const actions = possibleActions(props.found, party, props.now)
  return (
    <Card title={words.actions} isFlush>
      {actions.length === 0 ? (
        <p className="border-t border-border px-5 py-3.5 text-sm text-muted-foreground max-md:px-4">
          {address ? (party === "arbiter" ? words.arbiterActs : words.nothingToDo) : words.connectToAct}{" "}
          {party === "arbiter" && props.found.state.status === "Disputed" && (
            <Link to="/arbiter" search={{ dispute: props.id }} className="link">
              {shell.arbiter}
            </Link>
          )}
        </p>
      ) : (
        actions.map((action) => <Action key={action.kind} {...props} action={action} />)
      )}
    </Card>
  )
}

function Action({ action, ...props }: ActionProps & { action: PossibleAction }) {
  const { kind, from } = action
  switch (kind) {
    case "stop":
    case "cancel":
    case "concede":
      return <StopAction {...props} kind={kind} />
    case "extend":
      return <ExtendAction {...props} />
    case "dispute":
      return <DisputeAction {...props} />
    case "evidence":
      return <EvidenceAction {...props} />
    case "start":
      return <StartAction {...props} />
    case "decline":
    case "endEarly":
      return <EndAction {...props} kind={kind} />
    case "refund":
      return <RefundAction {...props} />
    case "settle":
      return <SettleAction {...props} from={from} />
  }
}
