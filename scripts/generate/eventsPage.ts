// The page of the contracts' events: what each means, who causes it, its arguments with their units, and what follows.
import type { AbiParameter, AstNode } from "../production.ts"
import type { Contract } from "./contract.ts"
import { DEPLOYMENT, eventCauses } from "./eventCauses.ts"
import type { GeneratedFile } from "./files.ts"
import type { PeripheryContract } from "./periphery.ts"

/** Who can call a function. */
const callers: Readonly<Record<string, string>> = {
  deposit: "anyone",
  start: "the host or its operator",
  extend: "anyone",
  stop: "the renter",
  interrupt: "the host or its operator",
  refund: "the host",
  settle: "anyone",
  settleMany: "anyone",
  dispute: "the renter",
  submitEvidence: "the renter, the host or its operator",
  resolve: "the arbiter",
  fundBond: "the host",
  withdrawBond: "the host",
  revokeOffers: "the host",
  setSigner: "the host",
  withdraw: "anyone, and to another address the account itself",
  collectFees: "anyone",
  setMarket: "the owner",
  setHostFee: "the owner",
  setTreasury: "the owner",
  setGuardian: "the owner",
  closeMarket: "the guardian",
  transferOwnership: "the owner",
  acceptOwnership: "the next owner",
  renounceOwnership: "the owner",
  [DEPLOYMENT]: "the deployment",
}

/** What follows an event, in the order of a rental's life. */
const sequels: Readonly<Record<string, string>> = {
  Deposited:
    "The host starts the rental within the offer's `startWindow`, or anyone settles the no-show. With a `startWindow` of 0, the rental runs from now on.",
  Started: "The price accrues by the second, until the rental is stopped, interrupted, disputed, or ends.",
  Extended: "The rental ends later: `duration` seconds after its start.",
  Interrupted:
    "The renter can dispute the rental until the challenge window ends. Then anyone settles it. If nothing is left to dispute, `Closed` follows at once.",
  Compensated: "The renter receives the amount in the same transaction.",
  Refunded: "The renter receives the amount in the same transaction. In a dispute, conceding is then free for a day.",
  Paid: "The rental goes on. What was paid can no longer be disputed.",
  Disputed:
    "The parties submit evidence. Then the arbiter rules, or the renter concedes, or anyone settles once the time for a ruling is over.",
  EvidenceSubmitted: "The arbiter reads it and rules once the evidence window has ended.",
  Resolved: "`Closed` follows in the same transaction, with the reason `Resolved`.",
  StakeReleased: "`Closed` follows in the same transaction.",
  Closed: "The payouts follow in the same transaction. The rental never changes again.",
  Credited: "Anyone can send the credit to the account with `withdraw`.",
  Withdrawn: "The account has no credit in this token any more.",
  BondFunded: "The host's free bond covers more rentals.",
  BondWithdrawn: "The host's free bond covers fewer rentals. Bonds of open rentals stay locked.",
  FeesCollected: "The treasury has the fees.",
  OffersRevoked: "The host signs new offers for the machine, with the new nonce. Open rentals go on.",
  SignerSet: "Offers need the new epoch and the new signer's signature. Open rentals go on.",
  MarketSet: "It applies to later deposits and extensions.",
  HostFeeSet: "It applies to the host's later deposits.",
  TreasurySet: "Fees that are collected from now on go there.",
  GuardianSet: "The guardian can close markets. With zero, only the owner can.",
  OwnershipTransferStarted: "The next owner accepts with `acceptOwnership`. Until then, nothing changes.",
  OwnershipTransferred: "Only the new owner can change parameters. With zero, no account can.",
}

/** Sentences for events that are not declared in the interface: OpenZeppelin's. */
const inherited: Readonly<Record<string, { readonly notice: string; readonly causes: readonly string[] }>> = {
  OwnershipTransferStarted: {
    notice: "Emitted when the owner names the next owner.",
    causes: ["transferOwnership"],
  },
  OwnershipTransferred: {
    notice: "Emitted when the owner changes.",
    causes: ["acceptOwnership", "renounceOwnership", DEPLOYMENT],
  },
}

/** OpenZeppelin declares it, and nothing emits it. */
const UNUSED = "EIP712DomainChanged"

/** What the interface does not say of an argument, because its name says it to whoever reads the interface. */
const words: Readonly<Record<string, string>> = {
  id: "The rental's id",
  host: "The host",
  renter: "The renter",
  rental: "The terms: the offer, the renter, and the salt",
  arbiter: "The arbiter",
  reason: "The reason why it was closed",
  token: "The token; zero for the native coin",
  account: "The account whose credit it is",
  to: "The receiver",
  amount: "The amount",
  feeBps: "The fee",
  machine: "The machine",
  nonce: "The machine's new nonce",
  signer: "The new signer; zero for the host itself",
  epoch: "The host's new epoch",
  open: "Whether the market takes new rentals",
  treasury: "The new treasury",
  guardian: "The new guardian; zero for none",
  salt: "The salt of the mandates",
  previousOwner: "The owner until now",
  newOwner: "The next owner",
}

const units: readonly (readonly [name: RegExp, unit: string])[] = [
  [/^(amount|tip|spent|refund|stake\w*|toHost|fee|toRenter|contested|bondTo\w+)$/, "base units"],
  [/^duration$|Seconds$/, "seconds"],
  [/Bps$/, "basis points"],
  [/Block$/, "block number"],
  [/^(nonce|epoch)$/, "number"],
]

export function eventsPage(contract: Contract, periphery: readonly PeripheryContract[]): GeneratedFile {
  const { abi, manual, layers } = contract
  const causes = eventCauses(layers)
  const documents = documentsOf(manual)
  const items = abi.filter(({ type, name }) => type === "event" && name !== UNUSED)
  const events = items.map(({ name = "", inputs = [] }) => {
    const { notice, params } = documents.get(name) ?? { notice: inherited[name]?.notice, params: new Map() }
    const causedBy = causes.get(name) ?? inherited[name]?.causes ?? []
    const sequel = sequels[name]
    if (!notice || !sequel || causedBy.length === 0)
      throw new Error(`The page of events does not say what ${name} means, who causes it, or what follows.`)
    return {
      name,
      inputs,
      params,
      row: `| [\`${name}\`](#${name.toLowerCase()}) | ${notice} | ${causedBy.map(causeText).join(", ")} | ${sequel} |`,
    }
  })
  const order = Object.keys(sequels)
  const unknown = order.filter((name) => !events.some((event) => event.name === name))
  if (unknown.length > 0) throw new Error(`The page of events describes ${unknown.join()}, which the contract lacks.`)
  events.sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name))
  const text = `# Events

Written by \`npm run generate\` from the contracts' interfaces and code.

A verb's result has the events of its transaction as \`events\`, \`watchEvents\` of \`@gpuflow/escrow/watch\` follows them, and \`decodeEvents\` reads those of a receipt. Each has an \`eventName\` and \`args\`, in which every number is a \`bigint\` and every enum the name of its member. Those that are indexed can be searched for.

| Event | Meaning | Caused by | What follows |
|---|---|---|---|
${events.map(({ row }) => row).join("\n")}

${events.map(({ name, inputs, params }) => argumentsSection(name, inputs, params)).join("\n\n")}
${periphery.map(peripherySection).join("")}`
  return { path: "docs/api/events.md", text }
}

type Document = { readonly notice: string; readonly params: ReadonlyMap<string, string> }

function documentsOf(manual: readonly AstNode[]): ReadonlyMap<string, Document> {
  return new Map(
    manual
      .flatMap((node) => node.nodes ?? [])
      .filter(({ nodeType }) => nodeType === "EventDefinition")
      .map((node) => [node.name ?? "", documentOf(node)]),
  )
}

/** The events of a contract around the escrow. */
function peripherySection({ entry, name: contract, abi, manual }: PeripheryContract): string {
  const documents = documentsOf(manual)
  const events = abi.flatMap(({ type, name = "", inputs = [] }) => {
    const document = documents.get(name)
    return type === "event" && document ? [{ name, inputs, ...document }] : []
  })
  const decode = `decode${entry.charAt(0).toUpperCase()}${entry.slice(1)}Events`
  return `
## ${contract}

\`events\` of the results of [\`@gpuflow/escrow/${entry}\`](${entry}.md) has them beside the escrow's, in the order of the transaction. \`${decode}\` reads those of a receipt.

| Event | Meaning |
|---|---|
${events.map(({ name, notice }) => `| [\`${name}\`](#${name.toLowerCase()}) | ${notice} |`).join("\n")}

${events.map(({ name, inputs, params }) => argumentsSection(name, inputs, params)).join("\n\n")}
`
}

function documentOf({ documentation }: AstNode): Document {
  const [notice = "", ...tags] = (documentation?.text ?? "").replaceAll(/\s+/g, " ").split(/ @param /)
  const params = tags.map((tag) => [tag.slice(0, tag.indexOf(" ")), tag.slice(tag.indexOf(" ") + 1).trim()] as const)
  return { notice: notice.replace(/^\s*@notice /, "").trim(), params: new Map(params) }
}

function causeText(name: string): string {
  const caller = callers[name]
  if (!caller) throw new Error(`The page of events does not say who calls ${name}.`)
  return name === DEPLOYMENT ? caller : `\`${name}\` (${caller})`
}

function argumentsSection(name: string, inputs: readonly AbiParameter[], params: Document["params"]): string {
  const rows = inputs.map((input) => {
    const description = (params.get(input.name) ?? words[input.name])?.replace(/, in (base units|basis points)/, "")
    if (!description) throw new Error(`The page of events does not describe ${input.name} of ${name}.`)
    return `| \`${input.name}\` | ${typeOf(input)} | ${unitOf(input)} | ${input.indexed ? "yes" : ""} | ${description} |`
  })
  return `### ${name}\n\n| Argument | Type | Unit | Indexed | Description |\n|---|---|---|---|---|\n${rows.join("\n")}`
}

function typeOf({ type, internalType = type }: AbiParameter): string {
  const named = /^(?:struct|enum) (?:\w+\.)?(\w+)$/.exec(internalType)?.[1]
  if (named) return `[\`${named}\`](escrow.md#${named.toLowerCase()})`
  if (type.startsWith("uint")) return "`bigint`"
  const types: Readonly<Record<string, string>> = {
    address: "Address",
    bytes32: "Hex",
    bool: "boolean",
    string: "string",
  }
  const known = types[type]
  if (!known) throw new Error(`The page of events does not know the type ${type}.`)
  return `\`${known}\``
}

function unitOf({ name, type, internalType = type }: AbiParameter): string {
  if (!type.startsWith("uint") || internalType.startsWith("enum")) return ""
  const unit = units.find(([names]) => names.test(name))?.[1]
  if (!unit) throw new Error(`The page of events does not know the unit of ${name}.`)
  return unit
}
