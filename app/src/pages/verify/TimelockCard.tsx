import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Address } from "../../ui/Address.tsx"
import { Card } from "../../ui/Card.tsx"
import { Table } from "../../ui/Table.tsx"
import { useCallWords } from "./callWords.ts"
import type { QueuedOperation, ReadDeployment } from "./readDeployment.ts"

/** What the owner has scheduled, and when it can happen. */
export function TimelockCard({ read }: { read: ReadDeployment }) {
  const { verify: texts } = useTexts()
  const { roles, queue } = read
  const isTimelock = roles?.owner.kind?.kind === "timelock"
  return (
    <Card
      title={texts.timelock}
      isFlush
      aside={<span className="text-sm text-muted-foreground">{texts.timelockMeaning}</span>}
    >
      {queue && queue.length > 0 ? (
        <Queue queue={queue} read={read} />
      ) : (
        <p className="px-5 pb-5 text-sm text-muted-foreground max-md:px-4">
          {roles?.owner.kind && queue ? (isTimelock ? texts.timelockNone : texts.noTimelock) : texts.couldNotRead}
        </p>
      )}
    </Card>
  )
}

function Queue({ queue, read }: { queue: readonly QueuedOperation[]; read: ReadDeployment }) {
  const { verify: texts } = useTexts()
  const formats = useFormats()
  const wordsOf = useCallWords(read)
  return (
    <Table
      caption={texts.timelock}
      rows={queue.toSorted((a, b) => Number(a.readyAt - b.readyAt))}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "what",
          title: texts.what,
          cell: ({ calls }) => (
            <ul className="grid gap-1 font-semibold">
              {calls.map((call) => (
                <li key={`${call.target} ${call.data}`}>{wordsOf(call)}</li>
              ))}
            </ul>
          ),
        },
        {
          key: "from",
          title: texts.from,
          cell: ({ readyAt }) => (
            <>
              {formats.date(readyAt)}
              <span className="block text-xs text-muted-foreground">
                {formats.distance(readyAt - read.block.timestamp)}
              </span>
            </>
          ),
        },
        {
          key: "scheduled",
          title: texts.scheduledIn,
          cell: ({ calls: [first] }) => first && <Address value={first.transaction} kind="transaction" />,
        },
      ]}
    />
  )
}
