// What a wallet shows of a call or a signature, in the form of ERC-7730, version 2. Every field is either shown or named as
// not shown, so that a new one cannot be forgotten.
import { offerFields } from "../../sdk/core/offer/hashOffer.ts"
import type { AbiItem, AbiParameter } from "../production.ts"
import type { Deployment, Field, Format } from "./clearSigningForm.ts"
import { renderTests } from "./clearSigningTests.ts"
import type { Contract } from "./contract.ts"
import type { GeneratedFile } from "./files.ts"

/** From a file's place in the registry, `registry/<entity>/`: the registry accepts no address of the web. */
const SCHEMA = "../../specs/erc7730-v2.schema.json"
const NATIVE = `0x${"0".repeat(40)}`
const PERMIT = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"

/** A few words each: hardware wallets have small screens, for which the sentences of the NatSpec are too long. */
const intents: Readonly<Record<string, string>> = {
  deposit: "Rent a machine",
  start: "Start a rental",
  extend: "Extend a rental",
  stop: "Stop a rental",
  interrupt: "Interrupt a rental",
  refund: "Refund a renter",
  settle: "Settle a rental",
  settleMany: "Settle rentals",
  dispute: "Dispute a rental",
  submitEvidence: "Submit evidence",
  resolve: "Rule on a dispute",
  fundBond: "Add to a bond",
  withdrawBond: "Withdraw from a bond",
  revokeOffers: "Revoke offers",
  setSigner: "Set signer of offers",
  withdraw: "Withdraw a credit",
  collectFees: "Collect fees",
  setMarket: "Set a market",
  setHostFee: "Set a host's fee",
  setTreasury: "Set the treasury",
  setGuardian: "Set the guardian",
  closeMarket: "Close a market",
  transferOwnership: "Transfer ownership",
  acceptOwnership: "Accept ownership",
  renounceOwnership: "Renounce ownership",
}

type Look = { readonly label: string; readonly format?: string; readonly params?: Readonly<Record<string, unknown>> }
const PERCENT = { format: "unit", params: { base: "%", decimals: 2 } }

/** By the name of a parameter, or of a field of an offer. */
const looks: Readonly<Record<string, Look>> = {
  host: { label: "Host" },
  payee: { label: "Host's payee" },
  operator: { label: "Host's operator" },
  renter: { label: "Renter" },
  token: { label: "Token", format: "tokenTicker" },
  arbiter: { label: "Arbiter" },
  pricePerHour: { label: "Price per hour", format: "tokenAmount" },
  bond: { label: "Host's bond", format: "tokenAmount" },
  minDuration: { label: "Billed at least", format: "duration" },
  maxDuration: { label: "Longest rental", format: "duration" },
  startWindow: { label: "Time to start", format: "duration" },
  challengeWindow: { label: "Time to dispute", format: "duration" },
  nonce: { label: "Machine's nonce" },
  epoch: { label: "Host's epoch" },
  expiry: { label: "Offer expires", format: "date", params: { encoding: "timestamp" } },
  maxFeeBps: { label: "Highest fee", ...PERCENT },
  rolling: { label: "Paid before the end" },
  machine: { label: "Machine" },
  spec: { label: "Machine's document" },
  salt: { label: "Order" },
  duration: { label: "Rental time", format: "duration" },
  hostSignature: { label: "Host's signature" },
  permit: { label: "Permit" },
  maxToHost: { label: "Host gets at most", format: "tokenAmount" },
  maxFromBond: { label: "From bond at most", format: "tokenAmount" },
  refundedSeconds: { label: "Refunded in all", format: "duration" },
  evidenceURI: { label: "Evidence" },
  hostBps: { label: "Host's share", ...PERCENT },
  amount: { label: "Amount", format: "tokenAmount" },
  to: { label: "To" },
  account: { label: "Account" },
  signer: { label: "Signer" },
  feeBps: { label: "Fee", ...PERCENT },
  open: { label: "Open" },
  treasury: { label: "Treasury" },
  guardian: { label: "Guardian" },
  newTreasury: { label: "Treasury" },
  newGuardian: { label: "Guardian" },
  newOwner: { label: "New owner" },
  owner: { label: "Owner" },
  spender: { label: "Spender" },
  value: { label: "Amount", format: "tokenAmount" },
  deadline: { label: "Valid until", format: "date", params: { encoding: "timestamp" } },
}

/** What a renter or a host must see of an offer wherever it is part of a call. */
const ALWAYS = ["host", "renter", "token"]
/** What a payer or a signer must also see. */
const TERMS = ["pricePerHour", "bond", "minDuration", "startWindow", "challengeWindow", "arbiter"]
const UNREADABLE = ["hostSignature", "permit", "salt", "nonce", "epoch"]

export function clearSigning({ abi }: Contract, deployments: readonly Deployment[]): GeneratedFile[] {
  const calls = abi.filter((item) => item.type === "function" && Object.hasOwn(intents, item.name ?? ""))
  const missing = Object.keys(intents).filter((name) => !calls.some((call) => call.name === name))
  const unnamed = abi.filter((item) => isVerb(item) && !calls.includes(item)).map(({ name }) => name)
  if (missing.length + unnamed.length > 0)
    throw new Error(
      `Clear signing needs an intent for each verb, and none for others: ${[...missing, ...unnamed].join()}`,
    )
  const escrow = {
    $schema: SCHEMA,
    context: { $id: "RentalEscrow", contract: { deployments } },
    metadata: { owner: "GPUFlow", contractName: "RentalEscrow" },
    display: { formats: Object.fromEntries(calls.map((item) => [signatureOf(item), formatOf(item)])) },
  }
  const offerType = `Offer(${offerFields.map(({ type, name }) => `${type} ${name}`).join(",")})`
  const offer = {
    $schema: SCHEMA,
    context: {
      $id: "RentalEscrow offer",
      eip712: { domain: { name: "RentalEscrow", version: "1" }, deployments },
    },
    metadata: { owner: "GPUFlow", contractName: "RentalEscrow" },
    display: {
      formats: {
        [offerType]: {
          intent: "Offer a machine",
          fields: offerFields.map((field) => fieldOf(field, field.name, "token")),
        },
      },
    },
  }
  const permitFields = ["owner", "spender", "value", "nonce", "deadline"].map((name) => {
    const type = name === "owner" || name === "spender" ? "address" : "uint256"
    const field = fieldOf({ name, type }, name, "@.to")
    return name === "nonce" ? { ...field, label: "Nonce" } : field
  })
  const permit = {
    $schema: SCHEMA,
    // For every token: its owner binds the file to its own contract.
    context: { $id: "ERC-20 permit", eip712: { deployments: [] } },
    metadata: { owner: "ERC-20" },
    display: { formats: { [PERMIT]: { intent: "Allow a payment", fields: permitFields } } },
  }
  const descriptors = {
    "calldata-RentalEscrow": escrow,
    "eip712-RentalOffer": offer,
    "eip712-Permit": permit,
  }
  return [
    ...Object.entries(descriptors).map(([name, content]) => jsonFile(`clear-signing/${name}.json`, content)),
    ...Object.entries(renderTests({ abi, deployments, ...descriptors })).map(([name, content]) =>
      jsonFile(`clear-signing/testsv2/${name}.tests.json`, content),
    ),
  ]
}

/** The escrow itself calls `transferOut`. */
function isVerb({ type, name = "", stateMutability }: AbiItem & { stateMutability?: string }): boolean {
  return type === "function" && stateMutability !== "view" && stateMutability !== "pure" && name !== "transferOut"
}

function formatOf(item: AbiItem & { stateMutability?: string }): Format {
  const leaves = (item.inputs ?? []).flatMap((input) => leavesOf(input))
  const isPaying = item.name === "deposit" || item.name === "dispute" || item.name === "extend"
  const token = leaves.find(({ parameter }) => parameter.name === "token")?.path
  const fields = leaves.map(({ parameter, path }) => {
    const field = fieldOf(parameter, path, token)
    const isOfOffer = path.includes("offer.")
    if (!isOfOffer || ALWAYS.includes(parameter.name) || (isPaying && TERMS.includes(parameter.name))) return field
    return { ...field, visible: field.visible ?? ("optional" as const) }
  })
  // The renter of an offer is whom it is for; the rental's is who rents.
  const shown = fields.map((field) =>
    field.path.endsWith("offer.renter") ? { ...field, label: "Offered to", visible: "optional" as const } : field,
  )
  const coins: Field[] =
    item.stateMutability === "payable" ? [{ path: "@.value", label: "Coins sent", format: "amount" }] : []
  return { intent: intents[item.name ?? ""] ?? "", fields: [...shown, ...coins] }
}

type Leaf = { readonly parameter: AbiParameter; readonly path: string }

function leavesOf(parameter: AbiParameter, above = ""): Leaf[] {
  const path = `${above}${parameter.name}${parameter.type.endsWith("[]") ? ".[]" : ""}`
  if (!parameter.components) return [{ parameter, path }]
  return parameter.components.flatMap((component) => leavesOf(component, `${path}.`))
}

function fieldOf({ name, type }: Pick<AbiParameter, "name" | "type">, path: string, token: string | undefined): Field {
  const look = looks[name]
  if (!look) throw new Error(`Clear signing needs a label for ${name}.`)
  const format = look.format ?? (type === "address" ? "addressName" : "raw")
  const params = format === "tokenAmount" ? { tokenPath: token, nativeCurrencyAddress: NATIVE } : look.params
  return {
    path,
    label: look.label,
    format,
    ...(params ? { params } : {}),
    ...(UNREADABLE.includes(name) ? { visible: "never" as const } : {}),
  }
}

/** The signature with the names of its parameters, as the keys of the formats are: a tuple is its parentheses alone. */
function signatureOf({ name = "", inputs = [] }: AbiItem): string {
  return `${name}(${inputs.map(typeOf).join(", ")})`
}

function typeOf({ name, type, components }: AbiParameter): string {
  const written = components ? `(${components.map(typeOf).join(", ")})${type.slice("tuple".length)}` : type
  return `${written} ${name}`
}

function jsonFile(path: string, content: object): GeneratedFile {
  return { path, text: `${JSON.stringify(content, null, 2)}\n` }
}
