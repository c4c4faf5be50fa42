// The functions that need nothing of a library but its encoding, on ethers: those on viem with the other encoding, and
// with ethers in their examples.
import { readFileSync } from "node:fs"
import { join } from "node:path"

import { root } from "../support/root.ts"
import { format, type GeneratedFile, generatedSource } from "./files.ts"

const SUBJECTS = [
  "Access",
  "Document",
  "Events",
  "Mandate",
  "Offer",
  "OfferRemoval",
  "Permit",
  "RentalId",
  "Router",
  "SignedOffer",
]

const CLIENT = "const client = createPublicClient({ chain: polygon, transport: http() })"
const PROVIDER = 'new JsonRpcProvider("http://127.0.0.1:8545")'
const TYPED_OFFER = 'offerTypedData({ escrow: "0x…", chainId: 137, offer })'
const TYPED_MANDATE = 'mandateTypedData({ mandateContract: "0x…", chainId: 137, mandate })'

/** Lines of the examples: on viem, and on ethers. */
const EXAMPLES: readonly (readonly [viem: string | RegExp, ethers: string])[] = [
  [/import \{ (decode\w*Events) \}/g, "import { $1, toLog }"],
  [/import \{ (isEscrowError) \} from .*\nimport \{ (\w+) \}/g, "import { $1, $2 }"],
  [/"@gpuflow\/escrow\/(access|audit|server)"/g, '"@gpuflow/escrow/ethers/$1"'],
  // What needs no library has one entry for both.
  [/"@gpuflow\/escrow(\/(?!machine)\w+)?"/g, '"@gpuflow/escrow/ethers"'],
  [
    'import { createPublicClient, http } from "viem"\nimport { polygon } from "viem/chains"',
    'import { JsonRpcProvider } from "ethers"',
  ],
  [
    `${CLIENT}\nconst { logs } = await client.getTransactionReceipt({ hash: "0x…" })`,
    `const receipt = await ${PROVIDER}.getTransactionReceipt("0x…")\nconst logs = (receipt?.logs ?? []).map(toLog)`,
  ],
  [`${CLIENT}\nawait client.call(`, `const provider = ${PROVIDER}\nawait provider.call(`],
  ['import { keccak256, toHex } from "viem"', 'import { id as hashOf } from "ethers"'],
  ['keccak256(toHex("order 17"))', `hashOf("order 17") as \`0x\${string}\``],
  ['import { hashTypedData } from "viem"', 'import { TypedDataEncoder } from "ethers"'],
  [
    `const digest = (offer: Offer) => hashTypedData(${TYPED_OFFER})`,
    [
      "declare const offer: Offer // from `buildOffer`",
      "",
      `const { domain, types, message } = ${TYPED_OFFER}`,
      'const digest = TypedDataEncoder.hash(domain, { Offer: [...(types["Offer"] ?? [])] }, message)',
    ].join("\n"),
  ],
  [
    `const digest = (mandate: Mandate) =>\n  hashTypedData(${TYPED_MANDATE})`,
    `const domain = (mandate: Mandate) =>\n  TypedDataEncoder.hashDomain(${TYPED_MANDATE}.domain)`,
  ],
]

export function ethersFunctions(): GeneratedFile[] {
  return SUBJECTS.map((subject) => {
    const source = readFileSync(join(root, `sdk/viem/viem${subject}.ts`), "utf8")
    const path = `sdk/generated/ethers/ethers${subject}.ts`
    const body = source
      .replaceAll(/\/\*\*\n( \*.*\n)+? \*\//g, onEthers)
      .replaceAll(/from "\.\.\/(generated\/)?/g, (_, generated) => `from "${generated ? "../" : "../../"}`)
      .replace('"./viemCodec.ts"', '"../../ethers/ethersCodec.ts"')
    return { path, text: format(path, generatedSource(path, body).text) }
  })
}

/** A comment with its example on ethers. */
function onEthers(comment: string): string {
  const [head = "", ...lines] = comment.split("\n")
  const text = lines
    .slice(0, -1)
    .map((line) => line.replace(/^ \* ?/, ""))
    .join("\n")
  const changed = EXAMPLES.reduce((before, [viem, ethers]) => before.replaceAll(viem, ethers), text)
  return [head, ...changed.split("\n").map((line) => ` * ${line}`.trimEnd()), " */"].join("\n")
}
