import { useFormats } from "../../format/useFormats.ts"
import type { ListedDispute } from "../../server/disputeList.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Facts } from "../../ui/Facts.tsx"
import { type Part, PartKey } from "../../ui/SplitBar.tsx"
import { type Column, Table } from "../../ui/Table.tsx"
import { atStake, type Ruling } from "./disputeMoney.ts"

type RulingTableProps = {
  readonly dispute: ListedDispute
  readonly ruling: Ruling
  readonly token: TokenInfo
  /** The sums alone. */
  readonly isShort?: boolean
}

type Party = keyof Ruling
const parts: Readonly<Record<Party, Part>> = { renter: "you", host: "host", platform: "fee" }
const parties: readonly Party[] = ["renter", "host", "platform"]

/** Each pot and each party, with every digit: the columns add up. */
export function RulingTable({ dispute, ruling, token, isShort = false }: RulingTableProps) {
  const { arbiter: texts } = useTexts()
  const formats = useFormats()
  const exact = (value: bigint) => formats.exactAmount(value, token.decimals)
  const label = (party: Party) => <PartKey part={parts[party]} label={texts[party]} />
  if (isShort) {
    return (
      <Facts
        facts={parties.map((party) => ({
          key: party,
          name: label(party),
          value: (
            <b className="font-semibold">
              {exact(ruling[party].inAll)} {token.symbol}
            </b>
          ),
        }))}
      />
    )
  }
  const pots = atStake(dispute)
  const pot = (key: "contested" | "bond" | "stake" | "inAll", title: string): Column<Party> => ({
    key,
    title: `${title} ${exact(pots[key])}`,
    isNumber: true,
    cell: (party) => {
      const value = ruling[party][key]
      if (party === "platform" && (key === "bond" || key === "stake")) return "–"
      return key === "inAll" ? <b className="font-semibold">{exact(value)}</b> : exact(value)
    },
  })
  return (
    <div className="-mx-5 max-md:-mx-4">
      <Table
        caption={texts.whoGets}
        narrow="scroll"
        rows={parties}
        rowKey={(party) => party}
        columns={[
          { key: "party", title: token.symbol, cell: label },
          pot("contested", texts.contested),
          pot("bond", texts.bond),
          pot("stake", texts.stake),
          pot("inAll", texts.inAll),
        ]}
      />
    </div>
  )
}
