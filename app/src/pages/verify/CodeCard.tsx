import { useTexts } from "../../texts/TextsProvider.tsx"
import { Address } from "../../ui/Address.tsx"
import { Card } from "../../ui/Card.tsx"
import { Table } from "../../ui/Table.tsx"
import type { ReadContract } from "./readDeployment.ts"
import { StateMark } from "./StateMark.tsx"

/** The code of each contract, beside the build in this page. */
export function CodeCard({ contracts }: { contracts: readonly ReadContract[] }) {
  const { verify: texts } = useTexts()
  return (
    <Card title={texts.code} isFlush aside={<span className="text-sm text-muted-foreground">{texts.codeMeaning}</span>}>
      <Table
        caption={texts.code}
        rows={contracts}
        rowKey={({ key }) => key}
        columns={[
          { key: "name", title: texts.contract, cell: ({ name }) => <b className="font-semibold">{name}</b> },
          { key: "address", title: texts.address, cell: ({ address }) => <Address value={address} /> },
          {
            key: "hash",
            title: texts.hash,
            cell: ({ codeHash }) =>
              codeHash ? (
                <span className="max-md:inline-block max-md:py-1.5">
                  <Address value={codeHash} kind="id" />
                </span>
              ) : (
                "–"
              ),
          },
          {
            key: "built",
            title: texts.built,
            cell: ({ answer }) =>
              answer === undefined ? (
                <StateMark state="unread">{texts.couldNotRead}</StateMark>
              ) : (
                <StateMark state={answer === "same" ? "held" : "failed"}>{texts.codes[answer]}</StateMark>
              ),
          },
        ]}
      />
    </Card>
  )
}
